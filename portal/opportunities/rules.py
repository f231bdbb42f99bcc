"""What there is, whom it is for, when it is open, what its title may say. Plain values."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

LONGEST_TITLE = 60
LONGEST_TEXT = 1_500
LONGEST_LINE = 300
LONGEST_WORDS = 1_000
YOUNGEST, OLDEST = 5, 27
FARTHEST = timedelta(days=366)
CHECKED_FOR = timedelta(days=92)  # then somebody looks at it again
LASTS = timedelta(hours=1)  # in a calendar, where nobody said how long


class Sort(StrEnum):
    JOB = "job"
    COURSE = "course"
    MENTOR = "mentor"
    CLUB = "club"
    GROUP = "group"
    EVENT = "event"


class For(StrEnum):
    """PARENTS: young people who have a child."""

    YOUNG = "young"
    PARENTS = "parents"
    CARERS = "carers"


class Did(StrEnum):
    """To something to do. Words count when a second person agrees; the rest at once."""

    WORDS = "words"
    CHECKED = "checked"
    DOWN = "down"
    UP = "up"


# Where and when these are is told by whoever runs it, to those who come.
ONLY_YOUNG_PEOPLE = frozenset({Sort.MENTOR, Sort.CLUB, Sort.GROUP})
# Codes of `articles/needs.toml` that something to do can be about.
NEEDS = ("work", "college", "fun", "money", "home", "health", "feelings", "baby", "new_in_uk",
         "leaving", "carers", "parents")  # fmt: skip


def tells_where(sort: str, audience: str, open_to_all: bool) -> bool:
    """Whether its place, day and hour may stand there. Not of what young people alone come to:
    whoever looks for one of them would read it too. open_to_all: anybody at all may come."""
    if sort == Sort.EVENT:
        return open_to_all or audience == For.CARERS
    return sort not in ONLY_YOUNG_PEOPLE


_WHEN_WHERE = re.compile(
    r"(?<![£\d.,])\b(?:[01]?\d|2[0-3])(?:[:.][0-5]\d|\s?(?:[ap]\.?m\b|o[’']?clock))|"
    r"\b[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2}\b",
    re.IGNORECASE,
)


def says_when_or_where(text: str) -> bool:
    """An hour, or a postcode."""
    return _WHEN_WHERE.search(text) is not None


def ages_fit(first: int, last: int) -> bool:
    return YOUNGEST <= first <= last <= OLDEST


def fits(age: int | None, first: int, last: int) -> bool:
    """Whether it is for somebody of this age; for everybody where no birth date is known."""
    return age is None or first <= age <= last


def is_over(taken_down: bool, closes: date | None, wall: datetime | None, today: date) -> bool:
    """Nobody can ask for it any more: its last day is behind us, or the day on which it was."""
    was = wall is not None and wall.date() < today
    return taken_down or was or (closes is not None and closes < today)


def ends_before(closes: date | None, wall: datetime | None) -> date | None:
    """The last day to ask for it, unless that is the day on which it is, or there is none."""
    return None if wall is not None and closes is not None and closes >= wall.date() else closes


def days_fit(opens: date, closes: date | None) -> bool:
    return closes is None or opens <= closes <= opens + FARTHEST


def good_wall(wall: datetime, today: date) -> bool:
    return today <= wall.date() <= today + FARTHEST


def good_link(address: str) -> bool:
    """An address that can be opened: https, with a name, and nothing hidden before it."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    host = parts.hostname or ""
    plain = not any(c.isspace() or ord(c) < 32 for c in address)
    return plain and parts.scheme == "https" and "." in host and parts.username is None


def look_again(checked: date, today: date) -> bool:
    return checked + CHECKED_FOR <= today
