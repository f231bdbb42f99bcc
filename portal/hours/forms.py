"""What is typed about when a council answers."""

from __future__ import annotations

import re
from datetime import date

from wtforms import HiddenField, StringField, ValidationError

from portal.core import clock
from portal.core.forms import AtMost, Form, day_typed, tidy
from portal.core.words import _, later
from portal.hours.labels import WEEKDAYS
from portal.hours.rules import MINUTES_OF_A_DAY, Calendar, Hours

_TIME = re.compile(r"(\d{1,2})[:.](\d{2})")


def minute_typed(text: str) -> int | None:
    """Minutes after midnight, from 9:00 or 17.30."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2])
    return hour * 60 + minute if hour < 24 and minute < 60 else None


def typed(minute: int) -> str:
    """As a browser's own field for times takes it; midnight ends a day as 00:00."""
    hour, minute = divmod(minute % MINUTES_OF_A_DAY, 60)
    return f"{hour:02}:{minute:02}"


class HoursForm(Form):
    """opens_0 and closes_0 are Monday's; both empty: nobody reads on that day."""

    @classmethod
    def of(cls, calendar: Calendar) -> HoursForm:
        given = {}
        for weekday, hours in enumerate(calendar.week):
            if hours is not None:
                given[f"opens_{weekday}"], given[f"closes_{weekday}"] = map(typed, hours)
        return cls(data=given)

    @property
    def days(self) -> list[tuple[str, StringField, StringField]]:
        """Each weekday's name, and its two fields."""
        return [
            (str(name), self[f"opens_{weekday}"], self[f"closes_{weekday}"])
            for weekday, name in enumerate(WEEKDAYS)
        ]

    @property
    def week(self) -> list[Hours | None]:
        return [_hours(opens, closes) for _name, opens, closes in self.days]

    def validate(self, extra_validators: object = None) -> bool:
        if not super().validate(extra_validators):
            return False
        good = True
        for name, opens, closes in self.days:
            wrong = _wrong(opens, closes)
            if wrong is not None:
                where, words = wrong
                where.errors = (f"{name}: {words}",)
                good = False
        if good and not any(self.week):
            self["opens_0"].errors = (
                _("On at least one day somebody has to read. Type from when and until when."),
            )
            good = False
        return good


for _weekday in range(7):
    setattr(HoursForm, f"opens_{_weekday}", StringField(later("From"), [AtMost(8)], filters=[tidy]))
    setattr(
        HoursForm, f"closes_{_weekday}", StringField(later("Until"), [AtMost(8)], filters=[tidy])
    )


def _hours(opens: StringField, closes: StringField) -> Hours | None:
    start, end = minute_typed(opens.data or ""), minute_typed(closes.data or "")
    if start is None or end is None:
        return None
    return start, end or MINUTES_OF_A_DAY


def _wrong(opens: StringField, closes: StringField) -> tuple[StringField, str] | None:
    """The field with a mistake, and what to do about it."""
    if not opens.data and not closes.data:
        return None
    for one in (opens, closes):
        if minute_typed(one.data or "") is None:
            return one, _("Type a time like this: 9:00. Leave both empty if nobody reads.")
    hours = _hours(opens, closes)
    if hours is None or hours[0] >= hours[1]:
        return closes, _("Choose a later time here than the one before it.")
    return None


class ClosedForm(Form):
    day = StringField(later("On which day?"), [AtMost(20)], filters=[tidy])
    why = StringField(
        later("Why?"), [AtMost(100)], filters=[tidy],
        description=later("Only staff read this."),
    )  # fmt: skip

    @property
    def closed_on(self) -> date | None:
        return day_typed(self.day.data or "")

    def validate_day(self, field: StringField) -> None:
        day, today = self.closed_on, clock.today(clock.now())
        if day is None or not today <= day <= today.replace(year=today.year + 2, day=1):
            raise ValidationError(_("Choose a day from today on, like this: 27/3/2027."))


class ReopenForm(Form):
    day = HiddenField()
