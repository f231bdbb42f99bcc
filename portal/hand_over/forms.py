"""What is typed to hand young people over."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from wtforms import (
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.widgets import CheckboxInput

from portal.core import clock
from portal.core.forms import AtMost, Chosen, Form, Needed, OnceForm, SaysWhy, day_typed, tidy
from portal.core.words import _, later
from portal.hand_over import rules

FOR_GOOD, SOME_DAYS = "good", "days"


class PlanForm(OnceForm):
    """seen: what was shown of the plan that is now sent, so that nobody sends another than they
    saw."""

    seen = HiddenField()
    who = SelectMultipleField(
        later("Which young people?"), validate_choice=False, option_widget=CheckboxInput(),
        choices=[],
    )  # fmt: skip
    instead = RadioField(
        later("Whose place is taken?"), validate_choice=False, choices=[],
    )  # fmt: skip
    to = SelectField(
        later("Who takes over?"),
        [Needed(later("Choose who takes over.")), Chosen(later("Choose who takes over."))],
        validate_choice=False, choices=[],
    )  # fmt: skip
    how_long = RadioField(
        later("For how long?"), [Chosen(later("Choose for how long."))], validate_choice=False,
        choices=[
            (FOR_GOOD, later("For good: they are the new worker")),
            (SOME_DAYS, later("For some days: they stand in")),
        ],
    )  # fmt: skip
    day = StringField(later("From which day?"), [AtMost(20)], filters=[tidy])
    until = StringField(
        later("Until which day?"), [AtMost(20)], filters=[tidy],
        description=later("Only for somebody who stands in. That day is the last one."),
    )  # fmt: skip
    text = TextAreaField(
        later("Why? For colleagues"), [SaysWhy(), AtMost(rules.LONGEST_WHY)], filters=[tidy],
        description=later("Whoever has to agree reads this."),
    )  # fmt: skip
    words = TextAreaField(
        later("Your words to the young person"), [AtMost(rules.LONGEST_WORDS)], filters=[tidy],
        description=later(
            "They read this with the name of the new worker. A kind goodbye, what stays the same, "
            "and why you chose this person."
        ),
    )  # fmt: skip
    note = TextAreaField(
        later("A note to the new worker"), [AtMost(rules.LONGEST_NOTE)], filters=[tidy],
        description=later(
            "What helps and what hurts, what was promised, what cannot wait. The young person "
            "does not see it in the app, but may ask to read it one day."
        ),
    )  # fmt: skip

    def __init__(self, *given: Any, **names: Any) -> None:
        first = clock.today(clock.now()) + timedelta(days=7)
        super().__init__(*given, **{"day": first.isoformat(), "how_long": FOR_GOOD, **names})

    @property
    def stands_in(self) -> bool:
        return bool(self.how_long.data == SOME_DAYS)

    @property
    def first(self) -> date | None:
        return day_typed(self.day.data or "")

    @property
    def last(self) -> date | None:
        return day_typed(self.until.data or "") if self.stands_in else None

    def validate_who(self, field: SelectMultipleField) -> None:
        known = {value for value, _label in field.choices}
        if field.choices and not set(field.data or ()) & known:
            raise ValidationError(_("Choose at least one young person."))

    def validate_instead(self, field: RadioField) -> None:
        known = {value for value, _label in field.choices}
        if field.choices and field.data not in known:
            raise ValidationError(_("Choose whose place is taken."))

    def validate_day(self, field: StringField) -> None:
        if not rules.day_fits(self.first, clock.today(clock.now()), self.stands_in):
            raise ValidationError(
                _("Choose a day within two months, like this: 27/3/2027. Somebody who stands in "
                  "may begin today; a new worker tomorrow, so that the young person knows first.")
            )  # fmt: skip

    def validate_until(self, field: StringField) -> None:
        if self.stands_in and (self.first is None or not rules.until_fits(self.last, self.first)):
            raise ValidationError(
                _("Choose the last day, within three months of the first, like this: 27/3/2027.")
            )


class AnswerForm(Form):
    """Agree or not: two buttons. batch: for all that were planned together."""

    says = HiddenField()
    batch = HiddenField()
