"""What is typed: which name, the number on a letter, the words of a letter."""

from __future__ import annotations

import re
from collections.abc import Collection

from wtforms import RadioField, SelectField, StringField, TextAreaField, ValidationError

from portal.articles.reaching import numbers_in
from portal.core.forms import AtMost, Chosen, Form, Needed, OnceForm, tidy
from portal.core.languages import ENGLISH, OFFERED
from portal.core.words import _, later
from portal.proof import labels, wording
from portal.proof.rules import NEUTRAL, Purpose

FEWEST_DIGITS = 10


class MakeForm(OnceForm):
    name = RadioField(
        later("Which name is in it?"), [Chosen(later("Choose the name."))], validate_choice=False,
        choices=[],
    )  # fmt: skip


class NumberForm(Form):
    number = StringField(
        later("The number on the letter"),
        [Needed(later("Type the number that stands under the picture.")), AtMost(60)],
        filters=[tidy],
        description=later("Four groups of four, like this: ABCD EFGH IJKL MNOP."),
    )


class WordsForm(OnceForm):
    language = SelectField(
        later("Which language do you write in?"), [Chosen(later("Choose the language."))],
        validate_choice=False, choices=[(one.tag, one.name) for one in OFFERED.values()],
        default=ENGLISH.tag,
    )  # fmt: skip
    text = TextAreaField(
        later("The words of the letter"),
        [Needed(later("Write the letter first."))],
        filters=[tidy],
        description=later("Leave an empty line between two paragraphs."),
    )

    phone = StringField(
        later("The number for questions about letters"),
        [AtMost(30)],
        filters=[tidy],
        description=later(
            "Of somebody who answers with the council’s name alone: the duty number would say too "
            "much. Without a number, take {phone} out."
        ),
    )

    purpose: Purpose
    telling: Collection[str] = ()  # numbers that cannot stand in a letter, in digits

    def validate_phone(self, field: StringField) -> None:
        if not field.data:
            return
        dialled = wording.digits(field.data)
        if not re.fullmatch(r"[\d +()-]+", field.data) or len(dialled) < FEWEST_DIGITS:
            raise ValidationError(_("Type a telephone number, with its area code."))
        self._tells_of_nobody(dialled)

    def _tells_of_nobody(self, dialled: str) -> None:
        if dialled in self.telling:
            raise ValidationError(
                _("That is the duty number or the night number. Give another one.")
            )

    def validate_text(self, field: TextAreaField) -> None:
        if self.purpose in NEUTRAL:
            for number in numbers_in(field.data or ""):
                self._tells_of_nobody(wording.digits(number))
        given = bool(self.phone.data)
        found = wording.problem(self.purpose, field.data or "", phone=given)
        if found is not None:
            raise ValidationError(labels.why_not(self.purpose, *found))
