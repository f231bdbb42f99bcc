"""On which days, and what a hello may hold. Plain values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.opportunities.hellos.feasts import feasts

LONGEST = 600
BEFORE = timedelta(days=7)  # whoever writes is reminded then
AFTER = timedelta(days=3)  # a late one is better than none; then it is off the list
WEEKS = 6
READ_FOR = timedelta(days=92)  # by whoever answers them, where somebody else wrote
NOT_BEFORE = timedelta(days=WEEKS * 7)  # of a move, to be told here


class Occasion(StrEnum):
    """Besides the feasts, each by its code (`feasts.toml`)."""

    BIRTHDAY = "birthday"
    OWN = "own"
    WEEKS = "weeks"


@dataclass(frozen=True)
class Days:
    """What somebody turned on. feasts: codes. own: any year's; moved: their first day in a home of
    their own."""

    birthday: bool
    feasts: frozenset[str]
    own: date | None
    moved: date | None

    @property
    def any(self) -> bool:
        return bool(self.birthday or self.feasts or self.own or self.moved)


def yearly(of: date, year: int) -> date:
    """Its day in this year; 29 February is kept on the 28th where there is none, as friends do."""
    try:
        return of.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def days_between(
    on: Days, born: date | None, first: date, last: date
) -> Iterator[tuple[str, date]]:
    """Which of them are from `first` to `last`, both included; without a birth date no birthday."""
    for year in range(first.year, last.year + 1):
        for occasion, day in _of_year(on, born, year):
            if first <= day <= last:
                yield occasion, day
    if on.moved is not None:
        for week in range(WEEKS):
            day = on.moved + timedelta(weeks=week)
            if first <= day <= last:
                yield Occasion.WEEKS.value, day


def _of_year(on: Days, born: date | None, year: int) -> Iterator[tuple[str, date]]:
    if on.birthday and born is not None:
        yield Occasion.BIRTHDAY.value, yearly(born, year)
    for code, feast in feasts().items():
        if code in on.feasts and (day := feast.in_year(year)) is not None:
            yield code, day
    if on.own is not None:
        yield Occasion.OWN.value, yearly(on.own, year)


# What only those who answer them are told: it says where they live now, or what hurts.
OF_THEIR_OWN = frozenset({Occasion.OWN, Occasion.WEEKS})


def told_of(occasion: str, answers_them: bool) -> str:
    """Which day it is, for whoever writes; "" where that is not told."""
    return occasion if answers_them or occasion not in OF_THEIR_OWN else ""


def good_move(day: date, today: date) -> bool:
    """A first day in a new home that is near enough for a hello."""
    return today - NOT_BEFORE < day <= today + timedelta(days=366)
