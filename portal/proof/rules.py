"""What a letter is, who can have which, and for how long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import IntEnum, StrEnum

from portal.clocks.category import Category
from portal.clocks.days import age_on, birthday
from portal.core import clock

DAY = timedelta(days=1)
LETTER_DAYS = timedelta(days=90)
PASS_LASTS = timedelta(hours=24)
PICTURE_LASTS = timedelta(minutes=10)
PICTURE_AGAIN = timedelta(minutes=5)  # so often a pass that is looked at draws a new one
NO_TIME = timedelta(microseconds=1)
MOST_AT_ONCE = 20  # letters of one person that are valid at a time
ADULT, LAST = 18, 25


class Purpose(IntEnum):
    """Whom it is for. The numbers stand in codes: they never change."""

    COLLEGE = 1
    LANDLORD = 2
    COUNCIL_TAX = 3
    LEISURE = 4
    PASS = 5
    LEISURE_ELSEWHERE = 6  # at the desk of another council, by an agreement or by its own offer


LETTERS = tuple(one for one in Purpose if one is not Purpose.PASS)
# In these nothing may show that somebody is or was in care.
NEUTRAL = frozenset({Purpose.LANDLORD, Purpose.LEISURE, Purpose.LEISURE_ELSEWHERE, Purpose.PASS})
SLUGS = {
    Purpose.COLLEGE: "college",
    Purpose.LANDLORD: "landlord",
    Purpose.COUNCIL_TAX: "council-tax",
    Purpose.LEISURE: "leisure",
    Purpose.LEISURE_ELSEWHERE: "leisure-elsewhere",
}
BY_SLUG = {slug: purpose for purpose, slug in SLUGS.items()}

LEAVERS = frozenset(
    {
        Category.RELEVANT,
        Category.FORMER_RELEVANT,
        Category.QUALIFYING,
        Category.QUALIFYING_EDUCATION_TO_25,
    }
)
IN_CARE = frozenset(
    {
        Category.ELIGIBLE,
        Category.LOOKED_AFTER_UNDER_16,
        Category.LOOKED_AFTER_NOT_YET_ELIGIBLE,
    }
)


class Support(StrEnum):
    """What the council is to somebody, as it wrote down."""

    IN_CARE = "in_care"
    LEAVER = "leaver"


class Name(StrEnum):
    """The name in the letter: their whole one, or the one they use."""

    WHOLE = "whole"
    USED = "used"


class Answer(StrEnum):
    YES = "yes"
    ASK = "ask"  # something has to be written down first
    LATER = "later"  # from a day on


@dataclass(frozen=True)
class Elsewhere:
    """Another council opens its leisure centres to young people of this one who live in its area.
    last: the last day of that; None: no end is known."""

    last: date | None = None


@dataclass(frozen=True)
class Known:
    """What is recorded of somebody. category None: nothing that says anything. in_care: an episode
    of care covers today."""

    born: date | None
    category: Category | None
    in_care: bool
    elsewhere: Elsewhere | None = None

    @property
    def support(self) -> Support | None:
        """None: it is not written down, and has to be asked for.

        Who was recorded as eligible and is in care no longer may be a care leaver by now, or home
        again: the council says which.
        """
        if self.in_care:
            return Support.IN_CARE
        return Support.LEAVER if self.category in LEAVERS else None


@dataclass(frozen=True)
class Fit:
    """from_day: with LATER, when. until: the last moment at which what it says can be true."""

    answer: Answer
    from_day: date | None = None
    until: datetime | None = None


ASK = Fit(Answer.ASK)


@dataclass(frozen=True)
class Good:
    """All that anybody who checks one is told. number_ends: the last letters of its number; "" for
    a pass, which has none."""

    purpose: Purpose
    until: datetime
    number_ends: str


def fits(purpose: Purpose, known: Known, now: datetime) -> Fit:
    """Whether somebody can have this letter or pass."""
    if known.support is None:
        return ASK
    if purpose in (Purpose.LANDLORD, Purpose.COUNCIL_TAX):
        if known.born is None:
            return ASK
        if age_on(known.born, clock.today(now)) < ADULT:
            return Fit(Answer.LATER, birthday(known.born, ADULT))
    if purpose is Purpose.COUNCIL_TAX and known.support is not Support.LEAVER:
        return ASK
    ends_on = [] if known.born is None else [birthday(known.born, LAST)]
    if purpose is Purpose.LEISURE_ELSEWHERE:
        if known.elsewhere is None:
            return ASK
        if known.elsewhere.last is not None:
            ends_on.append(known.elsewhere.last + DAY)
    last = min(map(start_of, ends_on), default=None)
    return ASK if last is not None and last <= now else Fit(Answer.YES, until=last)


def start_of(day: date) -> datetime:
    return clock.at_wall(datetime.combine(day, time()))


def ends(purpose: Purpose, made: datetime, fit: Fit) -> datetime:
    """Until when it is valid. A letter: to the end of its last day, as it is read on paper."""
    if purpose is Purpose.PASS:
        wanted = made + PASS_LASTS
    else:
        wanted = start_of(clock.today(made + LETTER_DAYS))
    return wanted if fit.until is None else min(wanted, fit.until)


def picture_until(now: datetime, ends_at: datetime) -> datetime:
    return min(now + PICTURE_LASTS, ends_at)


def last_day(ends_at: datetime) -> date:
    """A letter ends with the end of a day: that day, not the one that begins then."""
    return clock.today(ends_at - NO_TIME)
