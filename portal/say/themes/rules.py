"""Quarters, and which numbers of one may be shown. Plain functions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median
from typing import NamedTuple

from portal.care.rules import HomeKind
from portal.core import few
from portal.core.few import FEW as FEW  # for the page, which says what is left out
from portal.say.rules import Found

ANSWERS_STILL_COME = timedelta(days=28)
MOST_QUARTERS = 8


class Quarter(NamedTuple):
    """Three months of the calendar: 1 begins in January."""

    year: int
    number: int

    @property
    def code(self) -> str:
        return f"{self.year}-q{self.number}"

    @property
    def first(self) -> date:
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def last(self) -> date:
        return self.next.first - timedelta(days=1)

    @property
    def next(self) -> Quarter:
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def closes(self) -> date:
        """The last day on which an answer still counts."""
        return self.last + ANSWERS_STILL_COME


def quarter_of(day: date) -> Quarter:
    return Quarter(day.year, (day.month + 2) // 3)


def closed_since(first: date, today: date) -> Iterator[Quarter]:
    """Every quarter from the one of `first` on to which nothing is added any more, the newest
    `MOST_QUARTERS` of them."""
    found, quarter = [], quarter_of(first)
    while quarter.closes < today:
        found.append(quarter)
        quarter = quarter.next
    yield from found[-MOST_QUARTERS:]


class Age(StrEnum):
    CHILD = "child"
    TEEN = "teen"
    NEARLY = "nearly"
    ADULT = "adult"


def age_band(age: int | None) -> Age:
    """One whose age is not known counts with the oldest."""
    if age is None or age >= 18:
        return Age.ADULT
    if age >= 16:
        return Age.NEARLY
    return Age.TEEN if age >= 12 else Age.CHILD


class Home(StrEnum):
    FOSTER = "foster"
    FAMILY = "family"
    RESIDENTIAL = "residential"
    OWN = "own"
    OTHER = "other"
    LEFT = "left"  # no home of the council's on the last day of the quarter


_HOMES = {
    HomeKind.FOSTER: Home.FOSTER, HomeKind.ADOPTIVE: Home.FOSTER,
    HomeKind.FAMILY_FOSTER: Home.FAMILY, HomeKind.PARENTS: Home.FAMILY,
    HomeKind.CHILDRENS_HOME: Home.RESIDENTIAL, HomeKind.SECURE: Home.RESIDENTIAL,
    HomeKind.SUPPORTED: Home.OWN, HomeKind.OWN: Home.OWN,
}  # fmt: skip


def home_of(kind: HomeKind | None) -> Home:
    return Home.LEFT if kind is None else _HOMES.get(kind, Home.OTHER)


class Time(StrEnum):
    IN_TIME = "in_time"  # every answer
    LATE = "late"  # at least one, or it still waits


class Heard(StrEnum):
    """What they said last of an answer."""

    YES = Found.YES.value
    PARTLY = Found.PARTLY.value
    NO = Found.NO.value
    NOT_SAID = "not_said"


class Kept(StrEnum):
    """What became of what answers promised them; the worst of several."""

    KEPT = "kept"
    LATE = "late"
    COMING = "coming"
    NONE = "none"


@dataclass(frozen=True)
class Voice:
    """One young person who said something in a quarter. headings: (kind, heading) of everything
    that may be counted; () where all of it was private. days: until each first answer."""

    headings: frozenset[tuple[str, str]]
    time: Time = Time.IN_TIME
    heard: Heard = Heard.NOT_SAID
    kept: Kept = Kept.NONE
    age: Age = Age.CHILD
    home: Home = Home.FOSTER
    days: tuple[int, ...] = ()


class What(StrEnum):
    """What a part of the page tells apart."""

    KIND = "kind"
    HEADING = "heading"
    TIME = "time"
    HEARD = "heard"
    KEPT = "kept"
    AGE = "age"
    HOME = "home"


@dataclass(frozen=True)
class Part:
    """cells: young people in each group; None: left out. of: of headings, the kind. A group holds
    several codes where these were joined. Kinds and headings that are left out are not listed."""

    what: What
    of: str
    groups: tuple[tuple[str, ...], ...]
    cells: few.Cells


@dataclass(frozen=True)
class Shown:
    """said: young people who said anything; counted: those of them behind the parts. None: left
    out. days: until the first answer, half of them sooner; None where few have one."""

    said: int | None
    counted: int | None
    days: int | None
    parts: tuple[Part, ...]


# Which are joined where some are few, the finest first (`few.coarser`).
_ONE_BY_ONE = {
    What.TIME: tuple(Time), What.HEARD: tuple(Heard), What.KEPT: tuple(Kept),
    What.AGE: tuple(Age), What.HOME: tuple(Home),
}  # fmt: skip
_WAYS: dict[What, few.Ways] = {
    What.TIME: (((0,), (1,)),),
    What.HEARD: (((0,), (1,), (2,), (3,)), ((0,), (1, 2), (3,)), ((0,), (1, 2, 3))),
    What.KEPT: (((0,), (1,), (2,), (3,)), ((0,), (1,), (2, 3)), ((0,), (1, 2, 3))),
    What.AGE: (((0,), (1,), (2,), (3,)), ((0, 1), (2,), (3,)), ((0, 1), (2, 3))),
    What.HOME: (
        ((0,), (1,), (2,), (3,), (4,), (5,)), ((0, 1), (2, 3, 4), (5,)), ((0, 1), (2, 3, 4, 5)),
    ),
}  # fmt: skip


def shown(voices: Sequence[Voice]) -> Shown:
    """All that may be shown of one quarter."""
    counted = [voice for voice in voices if voice.headings]
    private = len(voices) - len(counted)
    open_ = few.alone(len(counted))
    everybody = len(voices) if few.enough(private) else open_
    if open_ is None:
        # Of just five, nobody but those who spoke in private can have said anything.
        hides_any = len(voices) >= 2 * few.FEW - 1
        return Shown(everybody if hides_any else None, None, None, ())
    parts = [*_kinds(counted), *(_joined(what, counted) for what in _WAYS)]
    return Shown(everybody, open_, _days(counted), tuple(part for part in parts if any(part.cells)))


def _kinds(voices: Sequence[Voice]) -> Iterable[Part]:
    """Each kind, and the headings of each that is shown. A young person may be in several."""
    kinds = _each(What.KIND, "", [{kind for kind, _heading in v.headings} for v in voices])
    yield kinds
    for (kind,) in kinds.groups:
        within = [{heading for of, heading in v.headings if of == kind} for v in voices]
        yield _each(What.HEADING, kind, [headings for headings in within if headings])


def _each(what: What, of: str, said: Sequence[set[str]]) -> Part:
    counts: dict[str, int] = defaultdict(int)
    for codes in said:
        for code in codes - {""}:
            counts[code] += 1
    order = sorted(counts)
    cells = few.each([counts[code] for code in order], len(said))
    found = [(code, cell) for code, cell in zip(order, cells, strict=True) if cell is not None]
    return Part(what, of, tuple((code,) for code, _ in found), tuple(cell for _, cell in found))


def _joined(what: What, voices: Sequence[Voice]) -> Part:
    codes = _ONE_BY_ONE[what]
    where = [getattr(voice, what.value) for voice in voices]
    counts = [where.count(code) for code in codes]
    found = few.coarser(counts, _WAYS[what])
    groups = tuple(tuple(codes[at].value for at in group) for group in found.groups)
    return Part(what, "", groups, found.cells)


def _days(voices: Sequence[Voice]) -> int | None:
    answered = [voice for voice in voices if voice.days]
    if not few.enough(len(answered)):
        return None
    return round(median(day for voice in answered for day in voice.days))
