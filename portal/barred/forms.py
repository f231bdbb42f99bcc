"""What is typed about who must not know."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import (
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.widgets import CheckboxInput

from portal.barred import rules
from portal.core import clock
from portal.core.forms import AtMost, Chosen, Form, OnceForm, SaysWhy, day_typed, tidy
from portal.core.words import _, later
from portal.people.rules import Ground

SOMEBODY_ELSE = "-"
YES = "yes"


def _day_field(label: str) -> StringField:
    return StringField(
        label, [AtMost(20)], filters=[tidy],
        description=later("Within a year. Somebody has to look at it again then."),
    )  # fmt: skip


class _Reviewed(Form):
    @property
    def day(self) -> date | None:
        return day_typed(self.review.data or "")

    def validate_review(self, field: StringField) -> None:
        if not rules.review_fits(self.day, clock.today(clock.now())):
            raise ValidationError(
                _("Choose a day after today, within a year, like this: 27/3/2027.")
            )


class DecideForm(OnceForm, _Reviewed):
    asks_if_new = False  # whether the name or number needs a word more

    who = RadioField(
        later("Who must not know?"), [Chosen(later("Choose who must not know."))],
        validate_choice=False, choices=[],
    )  # fmt: skip
    code = StringField(
        later("Their number at the council"), [AtMost(40)], filters=[tidy],
        description=later("For somebody else: staff, a carer, or another young person."),
    )  # fmt: skip
    name = StringField(
        later("Their name"), [AtMost(100)], filters=[tidy],
        description=later("For somebody whom the council has no number for."),
    )  # fmt: skip
    new = SelectMultipleField(
        later("Somebody else"), validate_choice=False, option_widget=CheckboxInput(),
        choices=[(YES, later("It is somebody whom the council does not know yet"))],
    )  # fmt: skip
    ground = RadioField(
        later("What is it based on?"), [Chosen(later("Choose what it is based on."))],
        validate_choice=False,
        choices=[
            (Ground.COURT_ORDER.value, later("An order of a court")),
            (Ground.SAFEGUARDING.value, later("A decision to keep them safe")),
        ],
    )  # fmt: skip
    text = TextAreaField(
        later("The order or decision, in a few words"),
        [
            SaysWhy(later("Write which order or decision it is: 20 letters or more.")),
            AtMost(rules.LONGEST_WORDS),
        ],
        filters=[tidy],
        description=later("Which court or meeting, on which day, and what it says."),
    )
    review = _day_field(later("When is it looked at again?"))

    def __init__(self, *given: Any, **names: Any) -> None:
        first = clock.today(clock.now()) + rules.FIRST_REVIEW
        super().__init__(*given, **{"review": first.isoformat(), **names})

    def validate_code(self, field: StringField) -> None:
        someone_else = self.who.data == SOMEBODY_ELSE
        if someone_else and not field.data and not self.name.data:
            raise ValidationError(_("Type their number or their name."))
        if self.who.data and not someone_else and (field.data or self.name.data):
            raise ValidationError(
                _("Choose “Somebody else” if you type a number or a name, or leave both empty.")
            )


class KeepForm(_Reviewed):
    review = _day_field(later("It stays. When is it looked at again?"))

    def __init__(self, *given: Any, **names: Any) -> None:
        first = clock.today(clock.now()) + rules.FIRST_REVIEW
        super().__init__(*given, **{"review": first.isoformat(), **names})


class LiftForm(Form):
    text = TextAreaField(
        later("Why may they know again?"),
        [SaysWhy(), AtMost(rules.LONGEST_WORDS)],
        filters=[tidy],
        description=later("What changed, who decided it, and when."),
    )
