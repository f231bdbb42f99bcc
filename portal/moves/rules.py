"""What is told about a next home, and what is said about it. Plain functions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Leaving:
    """How a move stands before its stays are matched anew. made_on: when it was first written down.
    starts: when the stays began that it has left so far; day: the day it said then."""

    made_on: date
    starts: Collection[date] = ()
    day: date | None = None


def is_left(starts: date, day: date, was: Leaving, known: bool) -> bool:
    """Whether a stay that began on `starts` is of the home which a move on `day` leaves, and not of
    the next one: that may begin on any day, as this one slips or is put right.

    known: the stay was there when they were matched last. What began after the move was written
    down is never left by it. Once it has left somebody, others join them if they began no later;
    or if a file has told of them since, and they began before the day that was said.
    """
    if starts >= day or starts > was.made_on:
        return False
    if not was.starts or was.day is None or starts <= max(was.starts):
        return True
    return not known and starts < was.day
