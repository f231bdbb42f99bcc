"""What counts as being in touch, how often, when a check-in opens, which codes go together.

Plain functions of plain values. Days are calendar days in England.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.clocks.category import Category
from portal.clocks.days import (
    add_months,
    age_on,
    birthday,
)
from portal.hours.rules import NO_DAY, Calendar

# --- contacts ---------------------------------------------------------------------------------


class How(StrEnum):
    """Ways of being in touch. Stored; values never change."""

    CALL = "call"
    TEXT = "text"
    MESSAGE = "message"  # e-mail or another app; what is written in this one counts by itself
    VISIT = "visit"
    VIDEO = "video"
    SEEN = "seen"  # met by chance
    LETTER = "letter"
    NEWS = "news"  # somebody else told how they are
    NOTHING = "nothing"  # only where a contact was put right: it did not happen


class Began(StrEnum):
    US = "us"
    THEM = "them"


class Needs(StrEnum):
    """What makes a contact of some kind count."""

    BOTH = "both"  # the two spoke or met
    WORDS = "words"  # words of theirs arrived
    NEVER = "never"


COUNTS: dict[How, Needs] = {
    How.CALL: Needs.BOTH,
    How.VISIT: Needs.BOTH,
    How.VIDEO: Needs.BOTH,
    How.SEEN: Needs.BOTH,
    How.TEXT: Needs.WORDS,
    How.MESSAGE: Needs.WORDS,
    How.LETTER: Needs.WORDS,
    How.NEWS: Needs.NEVER,
    How.NOTHING: Needs.NEVER,
}
LOGGED = tuple(how for how in How if how is not How.NOTHING)


def counts(how: How, reached: bool, began: Began) -> bool:
    """Whether this is being in touch, so that the next one is counted from it.

    Being in touch has two sides. A call, a visit, a video call or meeting by chance counts when
    they spoke; nobody at home, or a call that was missed, is a try, whoever began it. Words that
    are sent count when words of theirs came: they answered, or they wrote first. A letter that
    nobody answers may lie on a mat where they no longer live. What somebody else says of them may
    ease a worry, and is not a word of their own.
    """
    match COUNTS[how]:
        case Needs.BOTH:
            return reached
        case Needs.WORDS:
            return reached or began is Began.THEM
        case Needs.NEVER:
            return False


BACKDATED = timedelta(days=60)
CHANGED_WITHIN = timedelta(days=1)


def may_be_logged(day: date | None, today: date) -> bool:
    """Not before it happened, and not so long after that nobody remembers: 60 days at most."""
    return day is not None and today - BACKDATED <= day <= today


# --- how often --------------------------------------------------------------------------------


class Best(StrEnum):
    """When in a day they would rather be reached."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


WEEKS = (1, 2, 4, 6, 8, 12, 26)
WANTED = (How.CALL, How.TEXT, How.MESSAGE, How.VISIT, How.VIDEO)


@dataclass(frozen=True)
class Wish:
    """Every so many weeks at least, and since when they ask for that; None: left to the council."""

    weeks: int | None = None
    since: date | None = None


NO_WISH = Wish()


def asked(rows: Sequence[tuple[int | None, date]]) -> Wish:
    """What holds of all that was ever asked for, oldest first: (weeks or None, day written down).

    The newest holds. It is counted from the day since when at least that much was asked without a
    break, so that changing only the time of day, or asking for less than before, pushes nothing
    back.
    """
    if not rows or rows[-1][0] is None:
        return NO_WISH
    weeks, since = rows[-1]
    for earlier, day in reversed(rows):
        if earlier is None or weeks is None or earlier > weeks:
            break
        since = day
    return Wish(weeks, since)


def less_often(wish_weeks: int | None, since: date, due: date) -> bool:
    """Whether they asked for fewer contacts than the council has to make: the standard stays, and
    they are told so."""
    return wish_weeks is not None and since + timedelta(weeks=wish_weeks) > due


def seems_lost(since: date, due: date, today: date) -> bool:
    """Whether two rhythms passed without a contact that counts: since: the last one; due: the last
    good day for the next. A hint for people, who decide."""
    return today > due + (due - since)


# --- losing touch -----------------------------------------------------------------------------


class Step(StrEnum):
    """What can be done to find somebody again, in the order in which it mostly is."""

    CALL = "call"
    TEXT = "text"
    LETTER = "letter"
    PEOPLE = "people"
    HOME = "home"
    COLLEGE = "college"
    BENEFITS = "benefits"
    MANAGER = "manager"
    POLICE = "police"
    REVIEW = "review"


STEPS = tuple(Step)
LOOK_AGAIN = timedelta(days=7)


def look_again(since: date, steps: Iterable[date]) -> date:
    """The last day for the next step or look: a week after the newest, or after it began."""
    return max([since, *steps]) + LOOK_AGAIN


# --- the check-in -----------------------------------------------------------------------------


class Why(StrEnum):
    BIRTHDAY = "birthday"
    RETURN = "return"


RETURNED_AGES = range(17, 22)
OLDER = range(22, 26)
# The yearly return asks how somebody was about their birthday: contact from three months before to
# one month after counts (guide to the SSDA903 return; known, not read again).
MONTHS_BEFORE, MONTHS_AFTER = -3, 1
FIRST_BEFORE = timedelta(days=14)
SECOND_BEFORE = timedelta(days=14)
CHECKED_IN = frozenset(
    {Category.RELEVANT, Category.FORMER_RELEVANT, Category.QUALIFYING_EDUCATION_TO_25}
)


def window(born: date, age: int) -> tuple[date, date]:
    """First and last day of what counts for the return at this birthday."""
    day = birthday(born, age)
    return add_months(day, MONTHS_BEFORE), add_months(day, MONTHS_AFTER)


@dataclass(frozen=True)
class Opens:
    """A check-in: why, for which birthday, and its first and last day."""

    why: Why
    age: int
    first: date
    last: date


def check_ins(born: date, age: int) -> tuple[Opens, Opens]:
    """The two for one birthday: a hello from two weeks before it, until the second opens; and, for
    those who did not answer, once more in the last two weeks of the window."""
    _first, end = window(born, age)
    second = end - SECOND_BEFORE
    return (
        Opens(Why.BIRTHDAY, age, birthday(born, age) - FIRST_BEFORE, second - timedelta(days=1)),
        Opens(Why.RETURN, age, second, end),
    )


def opens_on(born: date, today: date, asks: bool) -> Opens | None:
    """The check-in that is open on this day. asks: somebody of 22 to 25 who wants to be in touch;
    the younger ones are asked in any case."""
    now = age_on(born, today)
    for age in (now, now + 1):
        if age in RETURNED_AGES or (asks and age in OLDER):
            for one in check_ins(born, age):
                if one.first <= today <= one.last:
                    return one
    return None


def age_of_return(born: date, today: date) -> int:
    """Which birthday the codes are for: the one whose window this day is in, else the last."""
    now = age_on(born, today)
    first, _last = window(born, now + 1)
    return now + 1 if first <= today else now


class Feeling(StrEnum):
    GOOD = "good"
    OK = "ok"
    MIXED = "mixed"
    BAD = "bad"
    SKIP = "skip"


class Living(StrEnum):
    FAMILY = "family"
    CARERS = "carers"
    OWN = "own"
    LODGINGS = "lodgings"
    SUPPORTED = "supported"
    HOSTEL = "hostel"
    STUDENT = "student"
    EMERGENCY = "emergency"
    MOVING = "moving"
    NOWHERE = "nowhere"
    HOSPITAL = "hospital"
    CUSTODY = "custody"
    ABROAD = "abroad"
    OTHER = "other"
    SKIP = "skip"


class Doing(StrEnum):
    UNIVERSITY = "university"
    COLLEGE = "college"
    APPRENTICE = "apprentice"
    WORK = "work"
    CHILD = "child"
    ILL = "ill"
    LOOKING = "looking"
    OTHER = "other"
    SKIP = "skip"


class Call(StrEnum):
    YES = "yes"
    NO = "no"


def call_by(answered: datetime, reply_days: int, calendar: Calendar) -> datetime:
    """The last good moment (UTC) for the call that they asked for: closing time of the next working
    day. Past the last bank holiday that is known, of the next day."""
    days = min(1, reply_days)
    try:
        return calendar.reply_by(answered, days)
    except NO_DAY:
        return calendar.at_the_latest(answered, days)


# --- codes of the yearly return (OC3) ----------------------------------------------------------
# As in the rules of the validator that councils use (data-to-insight/csc-validator-be-903, 131 to
# 133, 153, 344, 345, 3001), read in November 2026. F3 and P3 are of earlier years.

NONE = "0"
IN_TOUCH = ("YES", "NO", "REFU", "NREQ", "RHOM", "DIED")
ACTIVITY = ("F1", "P1", "F2", "P2", "F4", "P4", "F5", "P5", "G4", "G5", "G6")
HOMES = "BCDEGHKRSTUVWXYZ"
NEVER_SUITABLE = "SX"
FORMER_CARER = "Z"
ACCOMMODATION = tuple(
    f"{home}{suits}"
    for home in HOMES
    for suits in "12"
    if not (suits == "1" and home in NEVER_SUITABLE)
)
NOTHING_TO_SAY = frozenset({"DIED", "RHOM"})


class Misfit(StrEnum):
    """Why codes do not go together."""

    UNKNOWN = "unknown"
    NEEDS_REAL = "needs_real"
    NEEDS_NONE = "needs_none"
    NOT_AT_17 = "not_at_17"


def misfits(age: int, in_touch: str, activity: str, accommodation: str) -> tuple[Misfit, ...]:
    """What is wrong with these codes together; nothing when they may be sent."""
    found = []
    if (
        in_touch not in IN_TOUCH
        or activity not in (*ACTIVITY, NONE)
        or accommodation not in (*ACCOMMODATION, NONE)
    ):
        return (Misfit.UNKNOWN,)
    if in_touch == "YES" and NONE in (activity, accommodation):
        found.append(Misfit.NEEDS_REAL)
    if in_touch in NOTHING_TO_SAY and not activity == accommodation == NONE:
        found.append(Misfit.NEEDS_NONE)
    if age == RETURNED_AGES[0] and accommodation.startswith(FORMER_CARER):
        found.append(Misfit.NOT_AT_17)
    return tuple(found)


# What an answer may mean: letters of the home, and activity codes. Never whether it is suitable,
# and never chosen for anybody: a person looks, asks and decides.
MAY_LIVE: dict[Living, str] = {
    Living.FAMILY: "B",
    Living.CARERS: "Z",
    Living.OWN: "U",
    Living.LODGINGS: "KE",
    Living.SUPPORTED: "DE",
    Living.HOSTEL: "TD",
    Living.STUDENT: "U",
    Living.EMERGENCY: "VW",
    Living.MOVING: "S",
    Living.NOWHERE: "S",
    Living.HOSPITAL: "C",
    Living.CUSTODY: "X",
    Living.ABROAD: "G",
    Living.OTHER: "Y",
}
MAY_DO: dict[Doing, tuple[str, ...]] = {
    Doing.UNIVERSITY: ("F1", "P1"),
    Doing.COLLEGE: ("F2", "P2"),
    Doing.APPRENTICE: ("F4", "P4"),
    Doing.WORK: ("F5", "P5"),
    Doing.CHILD: ("G6",),
    Doing.ILL: ("G4",),
    Doing.LOOKING: ("G5",),
    Doing.OTHER: ("G5",),
}


def may_live(answer: str) -> str:
    return MAY_LIVE.get(Living(answer), "") if answer in set(Living) else ""


def may_do(answer: str) -> tuple[str, ...]:
    return MAY_DO.get(Doing(answer), ()) if answer in set(Doing) else ()
