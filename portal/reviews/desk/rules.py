"""Participation codes, the steps of a dispute, and the rules of the yearly return."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.core.cells import plain
from portal.people.rules import age_on

LONGEST_WHY = 500
LONGEST_TEXT = 2_000
CODES = ("PN0", "PN1", "PN2", "PN3", "PN4", "PN5", "PN6", "PN7")
FOUR = 4
# Working days after a review (IRO Handbook 2010, chapter 3; known, not read again).
DECISIONS_DAYS, RECORD_DAYS = 5, 20


class Took(StrEnum):
    """How a young person took part. Kept in the table; several can be so."""

    SPOKE = "spoke"  # for themselves, at the review
    ADVOCATE = "advocate"  # an advocate spoke for them, at the review
    WITHOUT_WORDS = "symbols"  # signs, pictures, symbols, at the review
    BRIEFED = "briefed"  # asked an advocate or the officer to say it for them
    SENT = "sent"  # a form, a letter, a recording, a text


class Sent(StrEnum):
    """Whether what they think came here before: for this review, or perhaps for it."""

    FOR_IT = "for_it"
    MAYBE = "maybe"
    NO = "no"


class Reason(StrEnum):
    """Why a code is suggested: `labels` has the words."""

    UNDER_FOUR = "under_four"
    SPOKE = "spoke"
    ADVOCATE = "advocate"
    WITHOUT_WORDS = "symbols"
    SILENT = "silent"
    SILENT_BUT_SENT = "silent_sent"
    BRIEFED = "briefed"
    SENT = "sent"
    APP = "app"
    APP_MAYBE = "app_maybe"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Suggested:
    code: str
    reason: Reason


def suggest(age: int, came: bool, took: Collection[Took], by_app: Sent) -> Suggested:
    """The participation code that what happened points to.

    age: whole years on the day of the review. came: they were there, in the room or by phone.
    by_app: whether views came here before. What was said at the review counts before what was sent.
    """
    if age < FOUR:
        return Suggested("PN0", Reason.UNDER_FOUR)
    return _came(frozenset(took), by_app) if came else _away(frozenset(took), by_app)


def _came(took: frozenset[Took], by_app: Sent) -> Suggested:
    if Took.SPOKE in took:
        return Suggested("PN1", Reason.SPOKE)
    if took & {Took.ADVOCATE, Took.BRIEFED}:
        return Suggested("PN2", Reason.ADVOCATE)
    if Took.WITHOUT_WORDS in took:
        return Suggested("PN3", Reason.WITHOUT_WORDS)
    before = by_app is Sent.FOR_IT or Took.SENT in took
    return Suggested("PN4", Reason.SILENT_BUT_SENT if before else Reason.SILENT)


def _away(took: frozenset[Took], by_app: Sent) -> Suggested:
    if took & {Took.ADVOCATE, Took.BRIEFED}:
        return Suggested("PN5", Reason.BRIEFED)
    if took & {Took.SENT, Took.WITHOUT_WORDS}:
        return Suggested("PN6", Reason.SENT)
    if by_app is Sent.FOR_IT:
        return Suggested("PN6", Reason.APP)
    if by_app is Sent.MAYBE:
        return Suggested("PN6", Reason.APP_MAYBE)
    return Suggested("PN7", Reason.NOTHING)


def code_fits(code: str, born: date | None, held: date) -> bool:
    """Rules 440 and 441 of the yearly return: PN0 is for those under 4 on the day of the review,
    every other code for those of 4 and over. Without a birth date any of the codes fits."""
    if code not in CODES:
        return False
    return born is None or (code == "PN0") == (age_on(born, held) < FOUR)


# --- the yearly return --------------------------------------------------------------------------

COLUMNS = ("CHILD", "DOB", "REVIEW", "REVIEW_CODE")
# The form of a key that the council's own files have (`intake.FORMATS`).
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_/-]{0,39}")
FIRST_YEAR, LAST_YEAR = 2001, 2099


class Wrong(StrEnum):
    """Why a review cannot stand in the return."""

    NO_CODE = "no_code"
    UNKNOWN_CODE = "unknown_code"
    FOUR_OR_OVER = "440"
    UNDER_FOUR = "441"
    NO_BIRTH_DATE = "no_birth_date"
    BEFORE_BIRTH = "before_birth"
    TWO_ON_ONE_DAY = "two_on_one_day"
    BAD_KEY = "bad_key"


@dataclass(frozen=True)
class Held:
    """A review that was held. child: the council's own key."""

    child: str
    born: date | None
    day: date
    code: str
    ref: str = ""


@dataclass(frozen=True)
class Trouble:
    """A review that is left out, and why. Nothing in it names anybody but the child's key."""

    child: str
    day: date
    wrong: Wrong
    ref: str = ""


@dataclass(frozen=True)
class Return:
    """rows: to be written, in order of key and day, each day once."""

    year: int
    rows: tuple[Held, ...]
    troubles: tuple[Trouble, ...]


def return_year(year: int) -> tuple[date, date]:
    """First and last day of a return year, which has the name of the year in which it ends."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(year)
    return date(year - 1, 4, 1), date(year, 3, 31)


def year_of(day: date) -> int:
    """The return year that a day falls into."""
    return day.year + (day >= date(day.year, 4, 1))


def make_return(year: int, held: Iterable[Held]) -> Return:
    """What can be returned of these reviews, and what cannot. Those outside the year are passed
    over."""
    first, last = return_year(year)
    days: dict[tuple[str, date], list[Held]] = {}
    for one in held:
        if first <= one.day <= last:
            days.setdefault((one.child, one.day), []).append(one)
    rows, troubles = [], []
    for key in sorted(days):
        same = days[key]
        one = same[0]
        wrong = Wrong.TWO_ON_ONE_DAY if len({r.code for r in same}) > 1 else _wrong(one)
        if wrong is None:
            rows.append(one)
        else:
            ref = next((r.ref for r in same if not r.code), one.ref)
            troubles.append(Trouble(one.child, one.day, wrong, ref))
    return Return(year, tuple(rows), tuple(troubles))


def _wrong(one: Held) -> Wrong | None:
    if not _KEY.fullmatch(one.child):
        return Wrong.BAD_KEY
    if one.born is None:
        return Wrong.NO_BIRTH_DATE
    if one.day < one.born:
        return Wrong.BEFORE_BIRTH
    if not one.code:
        return Wrong.NO_CODE
    if one.code not in CODES:
        return Wrong.UNKNOWN_CODE
    if code_fits(one.code, one.born, one.day):
        return None
    return Wrong.FOUR_OR_OVER if one.code == "PN0" else Wrong.UNDER_FOUR


def cells(one: Held) -> tuple[str, ...]:
    """A row as it is written. born is known: `make_return` leaves out the others."""
    assert one.born is not None
    row = (one.child, f"{one.born:%d/%m/%Y}", f"{one.day:%d/%m/%Y}", one.code)
    return tuple(plain(cell) for cell in row)


def shown_key(child: str) -> str:
    """A key for a list of what is wrong: one that is damaged is shown so far as it is printable."""
    return "".join(c for c in child if c.isprintable())[:40] or "?"


# --- an officer disagrees -----------------------------------------------------------------------


class Level(StrEnum):
    """To whom a dispute goes, in this order; Cafcass may be asked at any time. Kept in the table.

    Source: IRO Handbook (2010), chapter 6; SI 2010/959 reg. 45: known, not read again.
    """

    INFORMAL = "informal"
    MANAGER = "manager"
    HEAD = "head"
    DIRECTOR = "director"
    CAFCASS = "cafcass"


LEVELS = tuple(Level)
# Working days in which each is expected to answer: 20 in all, before Cafcass.
ANSWER_DAYS: Mapping[Level, int] = {
    Level.INFORMAL: 5, Level.MANAGER: 5, Level.HEAD: 5, Level.DIRECTOR: 5, Level.CAFCASS: 20,
}  # fmt: skip
LONGEST_WAIT = 90  # days: a day further off is a slip


class Outcome(StrEnum):
    """How a dispute ended. Kept in the table."""

    SOLVED = "solved"
    PARTLY = "partly"
    STOPPED = "stopped"


def next_levels(reached: Level | None) -> tuple[Level, ...]:
    """Where it can go next: only upwards, and never past one that was not asked, but to Cafcass."""
    if reached is None:
        return (Level.INFORMAL, Level.MANAGER, Level.CAFCASS)
    after = LEVELS[LEVELS.index(reached) + 1 :]
    return tuple(dict.fromkeys((*after[:1], *(after[-1:])))) if after else ()


def good_answer_day(day: date | None, today: date) -> bool:
    return day is not None and today <= day and (day - today).days <= LONGEST_WAIT


# --- what is to do ------------------------------------------------------------------------------


class Stage(StrEnum):
    """The one thing to do with a review now."""

    SET_DAY = "set_day"  # one is due, and no day is set
    WAS_IT_HELD = "was_it_held"  # its day is over
    CODE = "code"  # held, and nobody said how they took part
    LETTER = "letter"  # held here, and the young person has no letter yet
    READY = "ready"  # it is coming
    NOTHING = "nothing"


def stage(state: str, day: date, code: str, held_here: bool, letter: bool, today: date) -> Stage:
    """state: of the appointment. held_here: somebody said at the desk that it was held. letter: it
    was given to the young person."""
    if state == "coming":
        return Stage.READY if day >= today else Stage.WAS_IT_HELD
    if state != "done":
        return Stage.NOTHING
    if code not in CODES:
        return Stage.CODE
    return Stage.LETTER if held_here and not letter else Stage.NOTHING
