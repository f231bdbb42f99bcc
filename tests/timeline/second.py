"""A second opinion on categories and dates, for the tests alone.

Written from the rules as they are told in words (Children Act 1989 sch. 2 para. 19B, ss. 23A, 23C,
24, 24B; SI 2010/959 regs 40, 48; SI 2010/2571 reg. 3), and imports nothing of the portal. Where the
portal reckons with intervals, this goes through the calendar one day after another and asks of each
day what it was; where a fact is not known, it tries both answers. Slow, and easy to read.

Days. Whoever was in care for any part of a day was in care on it; whoever left on a day is not in
care at its end. Somebody is a year older from the first moment of the birthday, which for those
born on 29 February is 1 March where there is no 29th.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import product

Span = tuple[date, date | None]  # first and last day; None while it goes on
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Told:
    """What somebody was told. None: nobody knows. care, breaks, home: spans."""

    born: date | None
    care: tuple[Span, ...] | None
    breaks: tuple[Span, ...] = ()
    home: tuple[Span, ...] = ()
    detained: bool | None = None
    guardian: bool | None = None
    other: bool | None = None
    studies: bool | None = None


def age(born: date, day: date) -> int:
    had_it = (day.month, day.day) >= (born.month, born.day)
    return day.year - born.year - (not had_it)


@lru_cache(maxsize=4096)
def first_day_aged(born: date, years: int) -> date:
    """Found by looking: the first day on which they are so old."""
    day = date(born.year + years, born.month, 1)
    while age(born, day) < years:
        day += DAY
    return day


def months_on(day: date, months: int) -> date:
    year, month = day.year, day.month
    for _ in range(months):
        month += 1
        if month == 13:
            year, month = year + 1, 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def on(spans: tuple[Span, ...], day: date) -> bool:
    """Some part of the day falls in one of them."""
    return any(first <= day and (last is None or day <= last) for first, last in spans)


def still(spans: tuple[Span, ...], day: date) -> bool:
    """One of them goes on when the day ends."""
    return any(first <= day and (last is None or day < last) for first, last in spans)


def days(first: date, last: date):
    while first <= last:
        yield first
        first += DAY


@lru_cache(maxsize=8)
def tally(born: date, care: tuple[Span, ...]) -> dict[date, tuple[int, int]]:
    """For each day from 14 to the eve of 18: days in care since 14, and since 16, it included."""
    found, so_far, at_16 = {}, 0, 0
    day_16 = first_day_aged(born, 16)
    for day in days(first_day_aged(born, 14), first_day_aged(born, 18) - DAY):
        if on(care, day):
            so_far += 1
            at_16 += day >= day_16
        found[day] = so_far, at_16
    return found


class Life:
    """One person of whom everything is known, lived day by day up to `today`."""

    def __init__(self, told: Told, today: date) -> None:
        self.told, self.today = told, today
        self.day_14, self.day_16, self.day_18 = (first_day_aged(told.born, n) for n in (14, 16, 18))
        self.eve = self.day_18 - DAY
        self.tally = tally(told.born, told.care)

    def thirteen_weeks(self, day: date) -> bool:
        since_14, since_16 = self.tally.get(min(day, self.eve), (0, 0))
        return since_14 >= 91 and since_16 > 0

    def last_in_care(self, day: date) -> date | None:
        while day >= self.day_14:
            if on(self.told.care, day):
                return day
            day -= DAY
        return None

    def settled(self, since: date, day: date) -> bool:
        """Six months with one household, without a break, and there still."""
        for stay in self.told.home:
            if not still((stay,), day):
                continue
            began = day
            while began > since and on((stay,), began - DAY):
                began -= DAY
            if day >= months_on(began, 6):
                return True
        return False

    def relevant(self, day: date) -> bool:
        """Said of a day at 16 or 17 at the end of which they are not in care."""
        left = self.last_in_care(day)
        if left is not None and left >= self.day_16 and self.thirteen_weeks(left):
            return not self.settled(left, day)
        before_16, _none = self.tally[self.day_16 - DAY]
        if self.told.detained and before_16 >= 91:
            return not self.settled(self.day_16, day)
        return False

    def former_relevant(self) -> bool:
        if on(self.told.care, self.eve):
            return self.thirteen_weeks(self.eve)
        return self.relevant(self.eve)

    def qualifies_but_for_age(self) -> bool:
        at_16_or_17 = (
            on(self.told.care, day) or on(self.told.breaks, day)
            for day in days(self.day_16, min(self.today, self.eve))
        )
        return bool(self.told.guardian or self.told.other or any(at_16_or_17))


def _of_one_who_is_known(told: Told, today: date) -> str:
    years = age(told.born, today)
    if years >= 25:
        return "none"
    life = Life(told, today)
    if years < 18:
        if still(told.care, today):
            if years < 16:
                return "looked_after_under_16"
            enough = life.thirteen_weeks(today)
            return "eligible" if enough else "looked_after_not_yet_eligible"
        if still(told.breaks, today):
            return "not_eligible_short_breaks"
        if years < 16:
            return "none"
        if life.relevant(today):
            return "relevant"
    elif life.former_relevant():
        return "former_relevant"
    if not life.qualifies_but_for_age():
        return "none"
    if years < 21:
        return "qualifying"
    return "qualifying_education_to_25" if told.studies else "none"


def category(told: Told, today: date) -> str:
    """The same for every way in which what is not known may be; else "unknown"."""
    if told.born is None or told.care is None:
        return "unknown"
    answers = set()
    unsure = [name for name in ("detained", "guardian", "other", "studies")
              if getattr(told, name) is None]  # fmt: skip
    for guess in product((True, False), repeat=len(unsure)):
        answers.add(
            _of_one_who_is_known(replace(told, **dict(zip(unsure, guess, strict=True))), today)
        )
        if len(answers) > 1:
            return "unknown"
    return answers.pop()


def eligible_from(told: Told, today: date) -> date | None:
    """The first day to come on which they would be eligible if they stayed in care."""
    if told.born is None or told.care is None or not still(told.care, today):
        return None
    if category(told, today) not in ("looked_after_under_16", "looked_after_not_yet_eligible"):
        return None
    day_14, day_16, day_18 = (first_day_aged(told.born, n) for n in (14, 16, 18))
    so_far = sum(on(told.care, day) for day in days(day_14, today))
    day = today
    while not (so_far >= 91 and day >= day_16):
        day += DAY
        so_far += day >= day_14
        if day >= day_18:
            return None
    return day
