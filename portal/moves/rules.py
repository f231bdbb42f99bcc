"""What is told about a next home, and what is said about it. Plain functions."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

LONGEST_FACT = 1000
LONGEST_SAID = 2000
LONGEST_ADDRESS = 300
LONGEST_WHY = 500
LONGEST_PHOTO = 120
MOST_PHOTOS = 6
FURTHEST = timedelta(days=366)
# So long after a move its page says what comes now.
ARRIVING = timedelta(days=42)


class Fact(StrEnum):
    """In the order in which they are read. The value names the column."""

    WHO = "who"
    PETS = "pets"
    ROOM = "room"
    FOOD = "food"
    RULES = "rules"
    WIFI = "wifi"
    SCHOOL = "school"
    FAMILY = "family"
    VISIT = "visit"
    BRING = "bring"
    TAKES = "takes"


class Said(StrEnum):
    """What a young person says about it."""

    QUESTION = "question"
    WORRY = "worry"
    BRING = "bring"


class End(StrEnum):
    HAPPENED = "happened"
    OFF = "off"


def day_fits(day: date, today: date) -> bool:
    """A move may be written down a month late, and planned a year ahead."""
    return today - timedelta(days=31) <= day <= today + FURTHEST


def arriving(moved: date, today: date) -> bool:
    """Whether somebody moved so lately that most is still new to them."""
    return moved <= today <= moved + ARRIVING
