"""What a group is about, what somebody needs to come, ages. Plain values."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.people.rules import age_on

LONGEST_NAME = 60
LONGEST_ABOUT = 1_000
LONGEST_LINE = 300
LONGEST_NOTE = 1_000
YOUNGEST, OLDEST = 5, 27
FARTHEST = timedelta(days=366)


class About(StrEnum):
    """DISABLED: to be in it says something about somebody's health."""

    COUNCIL = "council"
    LEAVERS = "leavers"
    DISABLED = "disabled"
    OTHER = "other"


class Comes(StrEnum):
    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


class Need(StrEnum):
    TRAVEL = "travel"
    INTERPRETER = "interpreter"
    QUIET = "quiet"
    PICTURES = "pictures"
    STEPS = "steps"


def of_health(about: str) -> bool:
    return about == About.DISABLED


def ages_fit(first: int, last: int) -> bool:
    return YOUNGEST <= first <= last <= OLDEST


def day_fits(wall: datetime, now_wall: datetime) -> bool:
    """A meeting is to come, within a year."""
    return now_wall < wall <= now_wall + FARTHEST


def fits(born: date | None, day: date, first: int, last: int) -> bool:
    """Whether a group is for somebody of this age; for everybody where no birth date is known."""
    return born is None or first <= age_on(born, day) <= last


def needs_of(kept: str) -> tuple[Need, ...]:
    """From how they are kept, by commas; what is not known any more is left out."""
    known = {need.value for need in Need}
    return tuple(Need(code) for code in kept.split(",") if code in known)
