"""Somebody's leaving-care group on a day: by the council's record, else by our own sum.

The record is a decision and is sure while it holds. A birthday that has passed since it was made
carries it on by the law (eligible and relevant become former relevant at 18), but that is our sum
until the council has written it down.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from portal.clocks.category import (
    ADULT,
    COUNTED_FROM,
    SETTLED_MONTHS,
    SIXTEEN,
    THIRTEEN_WEEKS,
    TWENTY_FIVE,
    TWENTY_ONE,
    CarePeriod,
    Category,
    category,
)
from portal.clocks.days import add_months, age_on, birthday
from portal.entitlements.facts import Facts, Study

C = Category
DAY = timedelta(days=1)
BIG_BIRTHDAYS = (COUNTED_FROM, SIXTEEN, ADULT, TWENTY_ONE, TWENTY_FIVE)
SAYS_NOTHING = frozenset({C.NONE, C.UNKNOWN})
FULL_HELP = frozenset({C.ELIGIBLE, C.RELEVANT, C.FORMER_RELEVANT})


@dataclass(frozen=True)
class Standing:
    """category None: we could not tell. among: the only ones that it can be, by a record that
    holds; None: any."""

    category: Category | None
    among: frozenset[Category] | None = None

    @property
    def sure(self) -> bool:
        """The council wrote it down, and it still holds."""
        return self.among is not None and self.among == {self.category}

    def may_be(self, groups: frozenset[Category]) -> bool:
        return self.among is None or bool(self.among & groups)


COULD_NOT_TELL = Standing(None)
# No birthday carries these on.
TO_THE_END = frozenset({C.FORMER_RELEVANT, C.QUALIFYING_EDUCATION_TO_25})
# Of who was qualifying, after the 21st birthday.
QUALIFYING_ONCE = frozenset({C.QUALIFYING_EDUCATION_TO_25, C.NONE})


def _sure(found: Category) -> Standing:
    return Standing(found, frozenset({found}))


def standing(facts: Facts, day: date) -> Standing:
    found = recorded(facts, day)
    if found is None:
        return _sum(facts, day)
    if facts.born is None:
        # A birthday may have passed that the record does not know of.
        return _sure(found) if found in TO_THE_END else Standing(found)
    return _carried_on(facts, found, day, age_on(facts.born, day))


def recorded(facts: Facts, day: date) -> Category | None:
    """What the council wrote down, if it is in force on `day` and says something."""
    begun = facts.category_since is None or facts.category_since <= day
    over = facts.category_until is not None and facts.category_until < day
    if facts.category is None or facts.category in SAYS_NOTHING or not begun or over:
        return None
    return facts.category


def _carried_on(facts: Facts, found: Category, day: date, age: int) -> Standing:
    if found in (C.ELIGIBLE, C.RELEVANT) and age >= ADULT:
        return Standing(C.FORMER_RELEVANT)
    if found is C.LOOKED_AFTER_UNDER_16 and age >= SIXTEEN:
        return _sum(facts, day)
    if found is C.LOOKED_AFTER_NOT_YET_ELIGIBLE:
        if age < ADULT and facts.periods is None:
            # The weeks that lacked may have passed since it was written down.
            return Standing(found, frozenset({found, C.ELIGIBLE}))
        own = _sum(facts, day)
        return own if age >= ADULT or own.category is C.ELIGIBLE else _sure(found)
    if found is C.NOT_ELIGIBLE_SHORT_BREAKS and age >= ADULT:
        return _sum(facts, day)
    if found is C.QUALIFYING and age >= TWENTY_ONE:
        studying = facts.study not in (None, Study.NONE)
        group = C.QUALIFYING_EDUCATION_TO_25 if studying else None
        return Standing(group, QUALIFYING_ONCE)
    return _sure(found)


def _sum(facts: Facts, day: date) -> Standing:
    own = category(facts.history(), day)
    return COULD_NOT_TELL if own in SAYS_NOTHING else Standing(own)


def turns(facts: Facts) -> Iterator[date]:
    """Every day on which the group may become another one, all else equal."""
    if facts.category_since is not None:
        yield facts.category_since
    if facts.category_until is not None:
        yield facts.category_until + DAY
    if facts.born is not None:
        yield from (birthday(facts.born, age) for age in BIG_BIRTHDAYS)
        enough = reached(facts.periods, birthday(facts.born, COUNTED_FROM),
                         birthday(facts.born, ADULT), THIRTEEN_WEEKS)  # fmt: skip
        if enough is not None:
            yield enough
    for started, ended in facts.spans():
        yield started
        if ended is not None:
            yield from (ended, ended + DAY)
    for stay in facts.home_stays:
        yield add_months(stay.started, SETTLED_MONTHS)
        for period in facts.periods or ():
            if period.ended is not None:
                yield add_months(max(stay.started, period.ended), SETTLED_MONTHS)


# --- days in care --------------------------------------------------------------------------


def runs(periods: tuple[CarePeriod, ...]) -> list[tuple[date, date | None]]:
    """Care without a break, first and last day: periods that meet or overlap are one. Short
    breaks and periods that end before they begin are left out."""
    found: list[tuple[date, date | None]] = []
    for period in sorted(periods, key=lambda one: one.started):
        if period.short_breaks or (period.ended is not None and period.ended < period.started):
            continue
        if found and (found[-1][1] is None or period.started <= found[-1][1] + DAY):
            first, last = found[-1]
            both = None if last is None or period.ended is None else max(last, period.ended)
            found[-1] = (first, both)
        else:
            found.append((period.started, period.ended))
    return found


def reached(
    periods: tuple[CarePeriod, ...] | None, start: date, end: date, days: int
) -> date | None:
    """The day on which `days` days in care are full, counted from `start` and before `end`; care
    that goes on is taken to stay. None if that never comes, or the care is not known."""
    left = days
    for first, last in runs(periods or ()):
        first, last = max(first, start), min(last or end - DAY, end - DAY)
        if first > last:
            continue
        full = first + (left - 1) * DAY
        if full <= last:
            return full
        left -= (last - first).days + 1
    return None
