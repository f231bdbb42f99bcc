"""Which leaving-care category someone seems to be in: a hint for staff, never a decision.

The council decides and records the category, and the portal explains what is recorded. This
is the portal's own sum, shown to staff when it disagrees, so that they look again. Nobody is
told from it that they are not a care leaver: NONE and UNKNOWN both read "we could not tell,
please ask".

Law: Children Act 1989, sch. 2 para. 19B (eligible), s. 23A (relevant), s. 23C (former
relevant), s. 24 (qualifying), s. 24B (education to 25); SI 2010/959, regs. 40 and 48;
SI 2010/2571, reg. 3.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.clocks.days import add_months, age_on, birthday

# Figures of the law, by name. 13 weeks after 14: SI 2010/959, reg. 40(1).
THIRTEEN_WEEKS = 91
COUNTED_FROM = 14
SIXTEEN = 16
ADULT = 18
TWENTY_ONE = 21
TWENTY_FIVE = 25
SETTLED_MONTHS = 6
ONE_DAY = timedelta(days=1)


class Category(StrEnum):
    """Stored and compared with what the council records; values never change."""

    LOOKED_AFTER_UNDER_16 = "looked_after_under_16"
    LOOKED_AFTER_NOT_YET_ELIGIBLE = "looked_after_not_yet_eligible"
    NOT_ELIGIBLE_SHORT_BREAKS = "not_eligible_short_breaks"
    ELIGIBLE = "eligible"
    RELEVANT = "relevant"
    FORMER_RELEVANT = "former_relevant"
    QUALIFYING = "qualifying"
    QUALIFYING_EDUCATION_TO_25 = "qualifying_education_to_25"
    NONE = "none"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class CarePeriod:
    """Days looked after, first and last both included: a day counts if any part of it does.

    ended: None while it goes on. short_breaks: only a series of short breaks (reg. 48).
    Days with a council before a transfer count; living with parents under a care order is
    still being looked after.
    """

    started: date
    ended: date | None = None
    short_breaks: bool = False


@dataclass(frozen=True)
class HomeStay:
    """Living with a parent, or someone with parental responsibility or the order from before.

    started: first day there; ended: last day there, None while it goes on.
    """

    started: date
    ended: date | None = None


@dataclass(frozen=True)
class CareHistory:
    """What is known of someone's care. None anywhere means that nobody has told us.

    detained_at_16: on the 16th birthday in custody or hospital and under no care order, after
    care that ended only because of it.
    guardianship_after_care: special guardianship in force (or at 18), from care.
    other_help_at_16: at 16 or 17 privately fostered, or three months or more in hospital, a
    care home or residential education, and no longer so.
    in_education: now in education or training, or saying that they want to be.
    home_stays: as recorded; none recorded is taken as none.
    """

    born: date | None
    periods: tuple[CarePeriod, ...] | None
    home_stays: tuple[HomeStay, ...] = ()
    detained_at_16: bool | None = None
    guardianship_after_care: bool | None = None
    other_help_at_16: bool | None = None
    in_education: bool | None = None


@dataclass(frozen=True)
class _Life:
    """A history of which birth and care are known."""

    born: date
    periods: tuple[CarePeriod, ...]
    history: CareHistory

    def turns(self, age: int) -> date:
        return birthday(self.born, age)

    def in_care(self, day: date, short_breaks: bool = False) -> bool:
        """In care at the end of `day` (and so not on the day of leaving)."""
        return any(
            p.started <= day and (p.ended is None or day < p.ended)
            for p in self.periods
            if p.short_breaks == short_breaks
        )

    def was_in_care(self, day: date) -> bool:
        """In care for any part of `day`, other than by short breaks."""
        return any(
            p.started <= day and (p.ended is None or day <= p.ended)
            for p in self.periods
            if not p.short_breaks
        )


def category(history: CareHistory, today: date) -> Category:
    """The category that the recorded facts point to on `today`, by the first rule that fits.

    UNKNOWN when a fact that would decide has not been told to us.
    """
    if history.born is None or history.periods is None:
        return Category.UNKNOWN
    begun = tuple(p for p in history.periods if p.started <= today)
    life = _Life(history.born, begun, history)
    age = age_on(life.born, today)
    if age < ADULT and (found := _in_care_now(life, age, today)):
        return found
    if age < SIXTEEN or age >= TWENTY_FIVE:
        return Category.NONE
    if age < ADULT:
        relevant = _relevant(life, today)
        return Category.RELEVANT if relevant else _qualifying(life, age, today, relevant)
    former = _former_relevant(life)
    return Category.FORMER_RELEVANT if former else _qualifying(life, age, today, former)


def _in_care_now(life: _Life, age: int, today: date) -> Category | None:
    if not life.in_care(today):
        breaks = life.in_care(today, short_breaks=True)
        return Category.NOT_ELIGIBLE_SHORT_BREAKS if breaks else None
    if age < SIXTEEN:
        return Category.LOOKED_AFTER_UNDER_16
    return (
        Category.ELIGIBLE
        if _thirteen_weeks(life, today)
        else Category.LOOKED_AFTER_NOT_YET_ELIGIBLE
    )


def _counted_days(life: _Life, start: date, end: date) -> int:
    """Days in care from `start` to `end`, both included, each once, without short breaks."""
    total, counted_to = 0, start - ONE_DAY
    for period in sorted(life.periods, key=lambda p: p.started):
        if period.short_breaks:
            continue
        first = max(period.started, counted_to + ONE_DAY)
        last = min(period.ended or end, end)
        if first <= last:
            total += (last - first).days + 1
            counted_to = last
    return total


def _days_counted(life: _Life, today: date) -> int:
    """Days in care from the 14th birthday to today or the day before the 18th."""
    end = min(today, life.turns(ADULT) - ONE_DAY)
    return _counted_days(life, life.turns(COUNTED_FROM), end)


def days_counted(history: CareHistory, today: date) -> int | None:
    """Days in care since the 14th birthday, up to today or the eve of 18; None if not known."""
    if history.born is None or history.periods is None:
        return None
    begun = tuple(p for p in history.periods if p.started <= today)
    return _days_counted(_Life(history.born, begun, history), today)


def _thirteen_weeks(life: _Life, day: date) -> bool:
    """Thirteen weeks in all since 14, some of it at 16 or over; one day at 16 is enough."""
    end = min(day, life.turns(ADULT) - ONE_DAY)
    at_16 = _counted_days(life, life.turns(SIXTEEN), end)
    return at_16 > 0 and _days_counted(life, day) >= THIRTEEN_WEEKS


def _relevant(life: _Life, day: date) -> bool | None:
    """Whether relevant on `day` at 16 or 17, if no longer in care. None: could not tell."""
    left = _left_care(life, day)
    if left is not None and left >= life.turns(SIXTEEN) and _thirteen_weeks(life, left):
        return not _settled_at_home(life, left, day)
    birthday_16 = life.turns(SIXTEEN)
    before = _counted_days(life, life.turns(COUNTED_FROM), birthday_16 - ONE_DAY)
    if before < THIRTEEN_WEEKS:
        return False
    if _settled_at_home(life, birthday_16, day):
        return False
    return life.history.detained_at_16


def _left_care(life: _Life, day: date) -> date | None:
    """The last day in care up to `day`, short breaks left out."""
    ends = (p.ended or day for p in life.periods if not p.short_breaks and p.started <= day)
    return max((min(end, day) for end in ends), default=None)


def _settled_at_home(life: _Life, left: date, day: date) -> bool:
    """Six months at home without a break, since leaving care, and still there on `day`."""
    return any(
        (stay.ended is None or day < stay.ended)
        and add_months(max(stay.started, left), SETTLED_MONTHS) <= day
        for stay in life.history.home_stays
    )


def _former_relevant(life: _Life) -> bool | None:
    """Judged on the last day of being 17; going home as an adult changes nothing."""
    eve = life.turns(ADULT) - ONE_DAY
    if life.was_in_care(eve):
        # Someone who came into care again too late for 13 weeks may still have been relevant
        # until then; the Act does not carry that over, and staff are asked to look.
        return _thirteen_weeks(life, eve)
    return _relevant(life, eve)


def _qualifying(life: _Life, age: int, today: date, unsure: bool | None) -> Category:
    """Rules 4 to 6. unsure: None if a stronger category could not be ruled out."""
    if unsure is None:
        return Category.UNKNOWN
    studying = life.history.in_education
    if age >= TWENTY_ONE and studying is False:
        return Category.NONE  # whatever else is not known
    would_be = _any_of(
        (
            life.history.guardianship_after_care,
            life.history.other_help_at_16,
            _in_care_at_16_or_17(life, today),
        )
    )
    if would_be is None:
        return Category.UNKNOWN
    if not would_be:
        return Category.NONE
    if age < TWENTY_ONE:
        return Category.QUALIFYING
    return Category.UNKNOWN if studying is None else Category.QUALIFYING_EDUCATION_TO_25


def _any_of(facts: Iterable[bool | None]) -> bool | None:
    """True if one is, None if one might be, otherwise False."""
    told = tuple(facts)
    if any(told):
        return True
    return None if None in told else False


def _in_care_at_16_or_17(life: _Life, today: date) -> bool:
    """In care, short breaks included, on any day from 16 to the eve of 18."""
    first, last = life.turns(SIXTEEN), min(today, life.turns(ADULT) - ONE_DAY)
    return any(p.started <= last and (p.ended or last) >= first for p in life.periods)


def eligible_from(history: CareHistory, today: date) -> date | None:
    """The day someone in care today becomes eligible if they stay; None if that is not to be.

    None too if they are eligible already, not in care, or facts are missing.
    """
    standing = category(history, today)
    waiting = (Category.LOOKED_AFTER_UNDER_16, Category.LOOKED_AFTER_NOT_YET_ELIGIBLE)
    if standing not in waiting or history.born is None or history.periods is None:
        return None
    life = _Life(history.born, history.periods, history)
    short = max(THIRTEEN_WEEKS - _days_counted(life, today), 0)
    counting_from = max(today, life.turns(COUNTED_FROM) - ONE_DAY)
    day = max(counting_from + timedelta(days=short), life.turns(SIXTEEN))
    return day if day < life.turns(ADULT) else None
