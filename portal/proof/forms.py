"""What is typed: which name, the number on a letter, the words of a letter."""

from __future__ import annotations

from wtforms import RadioField, SelectField, StringField, TextAreaField, ValidationError

from portal.core.forms import AtMost, Chosen, Form, Needed, OnceForm, tidy
from portal.core.languages import ENGLISH, OFFERED
from portal.core.words import later
from portal.proof import labels, wording
from portal.proof.rules import Purpose


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

    purpose: Purpose

    def validate_text(self, field: TextAreaField) -> None:
        found = wording.problem(self.purpose, field.data or "")
        if found is not None:
            raise ValidationError(labels.why_not(self.purpose, *found))
