"""How long something may be opened, what counts as a reason, who fits what was typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

SHORTEST_WHY = 20
LONGEST_WHY = 1000
_FEWEST_LETTERS = 5  # different ones: "aaaa aaaa aaaa" says nothing

EMERGENCY_HOURS = (1, 4, 12, 24)
MESSAGE_HOURS = (4, 24, 48, 72)

# So long a lead has to decide, when somebody fears that it is not safe to tell.
HELD = timedelta(hours=24)
# So far ahead at most is it looked at again why the young person is not told.
LONGEST_UNTIL_REVIEW = timedelta(days=90)

# So often somebody may be looked for, and for so long a find may be followed by its reason.
TRIES = 10
TRIES_WINDOW = timedelta(hours=1)
FOUND_LASTS = timedelta(minutes=15)


class What(StrEnum):
    """What was opened: a whole record, or messages between one adult and the young person."""

    EMERGENCY = "emergency"
    MESSAGES = "messages"


class State(StrEnum):
    ASKED = "asked"  # nobody has agreed yet
    REFUSED = "refused"
    OPEN = "open"
    OVER = "over"


class Telling(StrEnum):
    """What the young person knows of it. NOTHING: nothing was opened. HELD: they are told at a
    moment to come, unless the lead decides. NOT_YET: the lead decided so."""

    NOTHING = "nothing"
    TOLD = "told"
    HELD = "held"
    NOT_YET = "not_yet"


@dataclass(frozen=True)
class Times:
    """When an opening ends (None: it was never opened), whether it was refused, and when the
    young person is told."""

    ends_at: datetime | None
    refused: bool
    tell_at: datetime
    review_on: date | None

    def state(self, now: datetime) -> State:
        if self.ends_at is None:
            return State.REFUSED if self.refused else State.ASKED
        return State.OPEN if now < self.ends_at else State.OVER

    def telling(self, now: datetime) -> Telling:
        if self.ends_at is None:
            return Telling.NOTHING
        if self.review_on is not None:
            return Telling.NOT_YET
        return Telling.TOLD if self.tell_at <= now else Telling.HELD


def tell_at(opened_at: datetime, hold: bool) -> datetime:
    """When the young person is told, if nobody decides otherwise."""
    return opened_at + HELD if hold else opened_at


def says_why(text: str) -> bool:
    """Whether a reason was written: long enough, and more than one key held down."""
    plain = re.sub(r"\s+", " ", text).strip()
    letters = {c for c in plain.casefold() if c.isalpha()}
    return len(plain) >= SHORTEST_WHY and len(letters) >= _FEWEST_LETTERS


def day_typed(text: str) -> date | None:
    """A day as a browser sends it (2012-03-04), or as it is written here (04/03/2012)."""
    for shape in (r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})",
                  r"(?P<d>\d{1,2})[/. -](?P<m>\d{1,2})[/. -](?P<y>\d{4})"):  # fmt: skip
        if found := re.fullmatch(shape, text.strip()):
            try:
                return date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                return None
    return None


def same_name(typed: str, known_as: str, first_name: str, last_name: str) -> bool:
    """Whether what was typed is the name people use, or the full name. Case and spaces do not
    matter; part of a name is not enough."""
    plain = _plain(typed)
    names = (known_as, f"{first_name} {last_name}", f"{known_as} {last_name}")
    return bool(plain) and plain in {_plain(name) for name in names}


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
