"""What can be decided, how a decision stands, and whether the young person had a say. Plain
functions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

LONGEST_TITLE = 120
LONGEST_WORDS = 3_000
LONGEST_NAME = 100
LONGEST_LINE = 200
# Asked later than this before it was decided, and not heard: they had no time to say anything.
TIME_TO_SAY = timedelta(days=2)


class About(StrEnum):
    """What it is about; the value is kept in the table."""

    HOME = "home"
    MOVE = "move"
    FAMILY = "family"
    SCHOOL = "school"
    HEALTH = "health"
    PAPERS = "papers"
    MONEY = "money"
    LEAVING = "leaving"
    EVERYDAY = "everyday"
    OTHER = "other"


class State(StrEnum):
    THINKING = "thinking"
    DECIDED = "decided"
    CHANGED = "changed"  # decided, and then otherwise
    DROPPED = "dropped"  # it is not going to be decided, or does not count any more


MADE = frozenset({State.DECIDED, State.CHANGED})


class What(StrEnum):
    """A step in its history."""

    TOLD = "told"
    WORDS = "words"
    DECIDED = "decided"
    CHANGED = "changed"
    DROPPED = "dropped"


class Origin(StrEnum):
    """Where it came from."""

    ASKED = "asked"
    REVIEW = "review"
    MEETING = "meeting"
    VISIT = "visit"
    HOME = "home"
    SCHOOL = "school"
    HEALTH = "health"
    COURT = "court"
    OTHER = "other"


class Heard(StrEnum):
    """What the young person answered without words. What they said stands where it was said."""

    NOTHING = ""
    UNKNOWN = "unknown"  # I don't know
    SKIP = "skip"


class NotThere(Exception):
    """What cannot become of a decision that stands as it does."""


def after(state: State, what: What) -> State:
    """How it stands after one more step. Raises NotThere for what cannot happen."""
    if what is What.WORDS and state is State.THINKING:
        return state
    if what is What.DECIDED and state is State.THINKING:
        return State.DECIDED
    if what is What.CHANGED and state in MADE:
        return State.CHANGED
    if what is What.DROPPED and state is not State.DROPPED:
        return State.DROPPED
    raise NotThere(state, what)


def is_late(state: State, by_day: date | None, today: date) -> bool:
    """Whether the day by which it was to be decided has passed."""
    return state is State.THINKING and by_day is not None and by_day < today


def had_no_say(told_at: datetime | None, heard: Heard, said: bool, now: datetime) -> bool:
    """Whether whoever decides now has to write why the young person was not asked, or not for long
    enough. told_at: since when they know that it is thought about. said: they said something that
    whoever decides reads."""
    if said or heard is not Heard.NOTHING:
        return False
    return told_at is None or now - told_at < TIME_TO_SAY


# --- what carers may not read -------------------------------------------------------------------

_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.I)
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")


def names_in(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """Which of these names stand in the text as words of their own, in whatever case."""
    words = [_bare(word) for word in _WORD.findall(text)]
    found = []
    for name in names:
        wanted = [_bare(word) for word in _WORD.findall(name)]
        size = len(wanted)
        if size and any(words[n : n + size] == wanted for n in range(len(words) - size + 1)):
            found.append(name)
    return tuple(dict.fromkeys(found))


def _bare(word: str) -> str:
    """Without what makes it somebody's: "Mum's"."""
    return re.sub(r"['’]s?$", "", word.casefold())


def has_a_postcode(text: str) -> bool:
    return _POSTCODE.search(text) is not None
