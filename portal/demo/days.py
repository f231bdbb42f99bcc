"""Days and times as stories say them: "-12 days 16:30", "next saturday +2 weeks 14:00".

One or more of these words, in order, then perhaps a time:
today; next or last and a weekday (never today itself); a signed number of days, workdays, weeks,
months or years; `workday`, which moves a weekend or bank holiday on to the next working day.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from portal.clocks.days import add_months, add_working_days, is_working_day, load_holidays

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TIME = re.compile(r"\d\d:\d\d")
_NUMBER = re.compile(r"[+-]\d+")
_GAP = re.compile(r"\{([^{}]+)\}")


class BadDay(ValueError):
    """A story names a day in words that are not among ours."""


def day_of(words: str, as_of: date) -> date:
    """The day that `words` mean when told on `as_of`. A time in them is passed over."""
    left = [word for word in words.lower().split() if not _TIME.fullmatch(word)]
    day = as_of
    while left:
        word = left.pop(0)
        if word in ("next", "last") and left:
            day = _weekday(day, left.pop(0), forwards=word == "next")
        elif _NUMBER.fullmatch(word) and left:
            day = _moved(day, int(word), left.pop(0))
        elif word == "workday":
            day = add_working_days(day, 0, load_holidays())
        elif word != "today":
            raise BadDay(f"{words!r}: cannot read {word!r}")
    return day


def wall_of(words: str, as_of: date) -> datetime:
    """The same with its time, as a clock on the wall in England shows it (naive)."""
    at = _TIME.search(words)
    if at is None:
        raise BadDay(f"{words!r}: says no time")
    return datetime.combine(day_of(words, as_of), time.fromisoformat(at.group()))


def every(words: str) -> timedelta:
    """The gap in "2 weeks" or "10 days"."""
    number, _, unit = words.partition(" ")
    return timedelta(**{unit: int(number)})


def with_days(text: str, as_of: date) -> str:
    """`text` with each {day words} written out in English: Tuesday 24 November.

    The year is left out: stories name only days a few months away.
    """
    return _GAP.sub(lambda gap: _written(day_of(gap.group(1), as_of)), text)


def _written(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"


def _weekday(day: date, name: str, forwards: bool) -> date:
    if name not in WEEKDAYS:
        raise BadDay(f"{name!r} is no day of the week")
    away = (WEEKDAYS.index(name) - day.weekday()) % 7
    return day + timedelta(days=(away or 7) if forwards else away - 7)


def _moved(day: date, number: int, unit: str) -> date:
    match unit.rstrip("s"):
        case "day":
            return day + timedelta(days=number)
        case "week":
            return day + timedelta(weeks=number)
        case "workday":
            return _workdays(day, number)
        case "month":
            return add_months(day, number)
        case "year":
            return add_months(day, 12 * number)
    raise BadDay(f"{unit!r} is no length of time")


def _workdays(day: date, number: int) -> date:
    """The working day so many before or after `day`, which is itself not counted."""
    if number >= 0:
        return add_working_days(day, number, load_holidays())
    while number:
        day -= timedelta(days=1)
        number += is_working_day(day, load_holidays())
    return day
