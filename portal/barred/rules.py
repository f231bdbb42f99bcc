"""How far ahead a decision is looked at again."""

from __future__ import annotations

from datetime import date, timedelta

LONGEST_UNTIL_REVIEW = timedelta(days=366)
FIRST_REVIEW = timedelta(days=91)
LONGEST_WORDS = 500


def review_fits(day: date | None, today: date) -> bool:
    """After today, and within a year: a decision that nobody looks at is nobody's decision."""
    return day is not None and today < day <= today + LONGEST_UNTIL_REVIEW
