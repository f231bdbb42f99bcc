"""What is typed to open something, and to decide about it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from wtforms import HiddenField, RadioField, StringField, TextAreaField, ValidationError

from portal.core import clock
from portal.core.forms import AtMost, Chosen, Form, OnceForm, SaysWhy, day_typed, tidy
from portal.core.words import _, later, plural
from portal.openings import rules

YES, NO = "yes", "no"


def why_field(label: str, hint: str) -> TextAreaField:
    """Called `text`, so that an error page can give the words back."""
    return TextAreaField(
        label, [SaysWhy(), AtMost(rules.LONGEST_WHY)], filters=[tidy], description=hint
    )


def hours_field(label: str) -> RadioField:
    return RadioField(
        label, [Chosen(later("Choose for how long."))], validate_choice=False, choices=[]
    )


def hold_field() -> RadioField:
    return RadioField(
        later("Could it put them in danger to know that somebody looked?"),
        [Chosen(later("Choose yes or no."))],
        validate_choice=False,
        choices=[
            (NO, later("No, tell them")),
            (YES, later("Yes, it could")),
        ],
        description=later(
            "If it could, the safeguarding lead has 24 hours to decide. If the lead does not "
            "decide, they are told."
        ),
    )


def hours_choices(hours: tuple[int, ...]) -> list[tuple[str, str]]:
    return [(str(n), plural("%(num)s hour", "%(num)s hours", n)) for n in hours]


class FindForm(Form):
    """The number, or the name with the date of birth."""

    number = StringField(
        later("Their number at the council"), [AtMost(40)], filters=[tidy],
        description=later("If you know it, you need nothing else."),
    )  # fmt: skip
    name = StringField(
        later("Their name"), [AtMost(200)], filters=[tidy],
        description=later("The whole name, or the name that people call them."),
    )  # fmt: skip
    born = StringField(later("Their date of birth"), [AtMost(20)], filters=[tidy])

    def validate_number(self, field: StringField) -> None:
        if not field.data and not self.name.data and not self.born.data:
            raise ValidationError(_("Type their number, or their name and their date of birth."))

    def validate_name(self, field: StringField) -> None:
        if not field.data and not self.number.data and self.born.data:
            raise ValidationError(_("Type their name as well as their date of birth."))

    def validate_born(self, field: StringField) -> None:
        if field.data and day_typed(field.data) is None:
            raise ValidationError(_("Type the date like this: 27/3/2012."))
        if not field.data and not self.number.data and self.name.data:
            raise ValidationError(_("Type their date of birth as well as their name."))

    @property
    def day(self) -> date | None:
        return day_typed(self.born.data or "")


class OpenForm(OnceForm):
    found = HiddenField()
    text = why_field(
        later("Why do you need to look now?"),
        later("What happened, and what you need to find out. A manager reads this today."),
    )
    hours = hours_field(later("For how long?"))
    hold = hold_field()

    def __init__(self, *given: Any, **names: Any) -> None:
        super().__init__(*given, **names)
        self.hours.choices = hours_choices(rules.EMERGENCY_HOURS)


class LookIntoForm(OnceForm):
    adult = RadioField(
        later("Whose messages?"), [Chosen(later("Choose whose messages."))], validate_choice=False,
        choices=[],
    )  # fmt: skip
    text = why_field(
        later("Why do you need to read them?"),
        later("What you were told or saw. The person who has to agree reads this."),
    )
    hours = hours_field(later("For how long, once somebody has agreed?"))
    hold = hold_field()

    def __init__(self, *given: Any, **names: Any) -> None:
        super().__init__(*given, **names)
        self.hours.choices = hours_choices(rules.MESSAGE_HOURS)


class AnswerForm(Form):
    """Agree or refuse: two buttons."""

    says = HiddenField()


class DecideForm(Form):
    """Two buttons: they are told now, or not yet."""

    says = HiddenField()
    text = why_field(
        later("Your reason"),
        later("It is kept with this record, for whoever asks later."),
    )
    review = StringField(
        later("When do you look at this again?"), [AtMost(20)], filters=[tidy],
        description=later("Needed for “Not yet”. Within three months."),
    )  # fmt: skip

    @property
    def day(self) -> date | None:
        return day_typed(self.review.data or "")

    def validate_review(self, field: StringField) -> None:
        if self.says.data != "not-yet":
            return
        today = clock.today(clock.now())
        if self.day is None or not today < self.day <= today + rules.LONGEST_UNTIL_REVIEW:
            raise ValidationError(
                _("Choose a day after today, within three months, like this: 27/3/2027.")
            )


def first_review(now_day: date) -> str:
    """The day that stands in the box at first."""
    return (now_day + timedelta(days=7)).isoformat()
