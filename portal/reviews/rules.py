"""Who comes, what is talked about, the talk alone, and the letter. Plain functions."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum

VIEW = "view"  # the kind of what they said before it (`my_views`)
MOST_POINTS = 30  # of one review
MOST_COMERS = 30
MOST_DECISIONS = 40
LONGEST_POINT = 1_000
LONGEST_PART = 6_000
LONGEST_LINE = 300
LATER_DAYS = 3  # until somebody who said "ask me later" is asked again
ORIGINAL = "en"  # the language in which a letter is written; others are put beside it


class Wish(StrEnum):
    """What a young person says of somebody who is to come."""

    YES = "yes"
    NO = "no"


class Comes(StrEnum):
    """How it stands with somebody who comes, or whom the young person asked for."""

    ASKED = "asked"  # the young person asked for them, or they were asked; not settled
    COMING = "coming"
    NOT = "not"


class Wanted(StrEnum):
    """What a young person says to a talk alone before the review."""

    YES = "yes"
    NO = "no"
    LATER = "later"


# Parts of the letter, in order. Each may be left out, save that there must be one.
PARTS = ("well", "hard", "talked", "ahead")


@dataclass(frozen=True)
class Letter:
    """The letter about a review, to the young person. greeting: "Dear Mia,". signed: by whom.
    translated_by: who put it into another language, "" for the original; decided: there, what was
    decided, as it stands in English under the letter. put_right: what was put right, of a letter
    that takes the place of an earlier one."""

    greeting: str = ""
    well: str = ""
    hard: str = ""
    talked: str = ""
    ahead: str = ""
    decided: str = ""
    signed: str = ""
    translated_by: str = ""
    put_right: str = ""

    @property
    def says_something(self) -> bool:
        return any(getattr(self, part) for part in PARTS)


TEXTS = tuple(one.name for one in fields(Letter))


# --- names --------------------------------------------------------------------------------------


class Alike(StrEnum):
    """How near a name that was written comes to somebody who must not know of the young person."""

    SAME = "same"
    PERHAPS = "perhaps"
    NO = "no"


@dataclass(frozen=True)
class Kept:
    """Somebody from whom they are kept. words: what the young person calls them."""

    first: str
    last: str
    known_as: str
    words: tuple[str, ...] = ()


_TITLES = frozenset("mr mrs ms miss mx dr the their your my his her".split())
_SHORTEST = 3  # letters of a name by which somebody could be meant


def _names(text: str) -> frozenset[str]:
    """The words of a name, as they sound: without case, accents, marks and titles."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return frozenset(kept.split()) - _TITLES


def alike(name: str, does: str, kept_from: Iterable[Kept]) -> Alike:
    """Whether a name, or what somebody is to them, is or may be that of one of these."""
    typed, found = _names(name), Alike.NO
    for one in kept_from:
        whole = _names(f"{one.first} {one.last}")
        if len(whole) > 1 and whole <= typed:
            return Alike.SAME
        called = [_names(word) for word in (one.known_as, *one.words)]
        if typed and any(typed == word for word in (whole, *called)):
            return Alike.SAME
        parts = frozenset().union(whole, *called)
        if any(len(part) >= _SHORTEST for part in parts & (typed | _names(does))):
            found = Alike.PERHAPS
    return found


def is_over(state: str, day: date, today: date) -> bool:
    """Whether a review lies behind: it was held, or its day has gone by."""
    return state == "done" or (state == "coming" and day < today)


def ask_again_on(said: date, review: date) -> date:
    """When somebody who said "ask me later" is asked again: some days on, and never after the day
    before the review."""
    return max(said, min(said + timedelta(days=LATER_DAYS), review - timedelta(days=1)))


def may_ask_alone(wanted: str, asked_on: date | None, review: date, today: date) -> bool:
    """Whether the page asks (again) for a talk alone: nobody has answered, or it is time."""
    if wanted != Wanted.LATER or asked_on is None:
        return not wanted
    return today >= ask_again_on(asked_on, review)
