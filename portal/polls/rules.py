"""Whom a poll is for, what is asked, its days. Plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.core import few
from portal.people.rules import age_on

LONGEST_TITLE = 100
LONGEST_INTRO = 1_000
LONGEST_QUESTION = 200
LONGEST_OPTION = 80
LONGEST_WORDS = 1_000
MOST_QUESTIONS = 10
MOST_OPTIONS = 8
FACES = 5
ADULT = 18
YOUNGEST, OLDEST = 5, 27
LONGEST_OPEN = timedelta(days=92)
LATEST_DID = timedelta(days=60)
DID_DAYS = timedelta(days=28)  # offered as the day by which it is said what was done


class Audience(StrEnum):
    ALL = "all"
    LEAVERS = "leavers"
    AGES = "ages"
    GROUP = "group"


class Kind(StrEnum):
    ONE = "one"
    SEVERAL = "several"
    FACES = "faces"
    WORDS = "words"


@dataclass(frozen=True)
class To:
    """Whom a poll is for."""

    audience: Audience
    age_from: int = 0
    age_to: int = 0
    group_id: int | None = None


def is_for(to: To, born: date | None, advised: bool, in_group: bool, day: date) -> bool:
    """advised: they have a personal adviser. Of somebody whose birth date is not known no age is
    guessed."""
    if to.audience is Audience.ALL:
        return True
    if to.audience is Audience.GROUP:
        return in_group
    age = age_on(born, day) if born else None
    if to.audience is Audience.LEAVERS:
        return advised or (age is not None and age >= ADULT)
    return age is not None and to.age_from <= age <= to.age_to


def ages_fit(first: int, last: int) -> bool:
    return YOUNGEST <= first <= last <= OLDEST


def days_fit(opens: date, closes: date, today: date) -> bool:
    """closes: the last day, included."""
    return today <= opens <= closes <= opens + LONGEST_OPEN


def did_fits(closes: date, did_by: date) -> bool:
    return closes < did_by <= closes + LATEST_DID


def options_of(text: str) -> tuple[str, ...]:
    """One on each line, without those that say the same."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


@dataclass(frozen=True)
class Shown:
    """Of one question: a number for each place, None where it is left out. joined: the five faces
    are three (`few.FACES`), each number at the first place of its three."""

    cells: tuple[int | None, ...]
    joined: bool = False


def shown(kind: Kind, counts: Sequence[int], of: int) -> Shown:
    """What is shown of a question, of `of` people who could have answered."""
    if kind is Kind.SEVERAL:
        return Shown(few.each(counts, of))
    if kind is Kind.FACES:
        found = few.coarser(counts, few.FACES, of)
        cells: list[int | None] = [None] * len(counts)
        for group, cell in zip(found.groups, found.cells, strict=True):
            cells[group[0]] = cell
        return Shown(tuple(cells), len(found.groups) < len(counts))
    return Shown(few.one_of(counts, of))
