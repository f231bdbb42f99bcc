"""What is typed about what was said: an answer, and whether it answers it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from wtforms import (
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)

from portal.core import clock
from portal.core.forms import AtMost, Chosen, Form, Needed, OnceForm, day_typed, tidy
from portal.core.words import _, later
from portal.promises.rules import good_day
from portal.say import labels, rules
from portal.say.rules import Answer, Found


class _OfTurn(OnceForm):
    """turn: which one was on the page, as a mark; 0 for one of no meaning."""

    turn = HiddenField()

    @property
    def of(self) -> int:
        typed = self.turn.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 3 else 0


class AnswerForm(_OfTurn):
    kind = RadioField(
        later("What is your answer?"), [Chosen(later("Choose one of these first."))],
        validate_choice=False,
    )  # fmt: skip
    text = TextAreaField(
        later("Your answer, to them"),
        [Needed(later("Write your answer first.")), AtMost(rules.LONGEST_ANSWER)],
        filters=[tidy],
        description=later(
            "Say what you did, what you will do, or why not. Short sentences, no blame."
        ),
    )  # fmt: skip
    day = StringField(
        later("If you will do it: by which day?"), [AtMost(20)], filters=[tidy],
        description=later("It becomes a promise with this day."),
    )  # fmt: skip
    whose = SelectField(later("Who does it?"), validate_choice=False)

    def offer(self, owners: Sequence[tuple[str, str]]) -> AnswerForm:
        """owners: ref and name of whoever can promise it; without any nothing is promised."""
        promises = owners or self.kind.data == Answer.WILL
        kinds = [kind for kind in Answer if promises or kind is not Answer.WILL]
        self.kind.choices = [(kind.value, labels.ANSWERS[kind]) for kind in kinds]
        self.whose.choices = list(owners)
        return self

    @property
    def answer(self) -> Answer:
        return Answer(self.kind.data)

    @property
    def due(self) -> date | None:
        return day_typed(self.day.data or "")

    def validate_day(self, field: StringField) -> None:
        today = clock.today(clock.now())
        if self.kind.data == Answer.WILL and not good_day(self.due, today):
            raise ValidationError(
                _("Choose a day from today on, like this: %(day)s.", day=f"{today:%d/%m/%Y}")
            )

    def validate_whose(self, field: SelectField) -> None:
        if self.kind.data != Answer.WILL:
            return
        if field.data not in {ref for ref, _name in field.choices}:
            raise ValidationError(_("Choose who does it."))


class TalkedForm(Form):
    """One button."""


class FoundForm(_OfTurn):
    what = RadioField(
        later("Does this answer you?"), [Chosen(later("Choose yes, partly or no."))],
        choices=[(found.value, labels.FOUND[found]) for found in Found], validate_choice=False,
    )  # fmt: skip
    text = TextAreaField(
        later("What is missing? You can leave this empty."), [AtMost(rules.LONGEST_TEXT)],
        filters=[tidy],
    )  # fmt: skip

    @property
    def found(self) -> Found:
        return Found(self.what.data)
