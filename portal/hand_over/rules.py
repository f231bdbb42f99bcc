"""From when somebody may take over."""

from __future__ import annotations

from datetime import date, timedelta

FURTHEST = timedelta(days=60)
LONGEST_STAND_IN = timedelta(days=91)
LONGEST_WHY = 500
LONGEST_WORDS = 1000
LONGEST_NOTE = 2000
MOST = 200


def first_day(today: date, stands_in: bool) -> date:
    """The young person is told before it happens; somebody who stands in may be needed today."""
    return today if stands_in else today + timedelta(days=1)


def day_fits(day: date | None, today: date, stands_in: bool) -> bool:
    return day is not None and first_day(today, stands_in) <= day <= today + FURTHEST


def until_fits(until: date | None, day: date) -> bool:
    return until is not None and day <= until <= day + LONGEST_STAND_IN


def begins(day: date, today: date, stands_in: bool) -> date:
    """The day on which it really begins, where somebody agreed later than was planned."""
    return max(day, first_day(today, stands_in))
