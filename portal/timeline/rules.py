"""What comes at which age, and what the portal's own sum says beside the council's category.

Plain dates in, plain values out. All days are calendar days in Europe/London.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from portal.clocks.category import (
    CareHistory,
    Category,
    category,
    days_counted,
    eligible_from,
)
from portal.clocks.days import add_months, age_on, birthday

DATA = Path(__file__).with_name("milestones.toml")
BANDS = ("child", "teen", "adult")
AUGUST = "august"  # the 31 August that begins the last school year that counts
AGES: dict[str, tuple[int, int]] = {  # years and months
    "15.5": (15, 6),
    "16": (16, 0),
    "17.5": (17, 6),
    "18": (18, 0),
    "21": (21, 0),
    "25": (25, 0),
}
BIRTHDAYS = (16, 18, 21, 25)
# 16 to 19 bursary: under 19 on 31 August before the school year.
BURSARY_UNDER = 19

C = Category
GROUPS: dict[str, frozenset[Category]] = {
    "in_care": frozenset({C.LOOKED_AFTER_UNDER_16, C.LOOKED_AFTER_NOT_YET_ELIGIBLE, C.ELIGIBLE}),
    "relevant": frozenset({C.RELEVANT}),
    "adult": frozenset({C.FORMER_RELEVANT}),
    "advice": frozenset({C.QUALIFYING, C.QUALIFYING_EDUCATION_TO_25}),
    "breaks": frozenset({C.NOT_ELIGIBLE_SHORT_BREAKS}),
}
# Of whom the law is not settled yet: what comes later holds if they are in care then.
IF_STILL = GROUPS["in_care"]
SAID = frozenset().union(*GROUPS.values())  # the categories that we can explain


class BadMilestones(ValueError):
    """The data cannot be read; the message names the row and what to mend."""


@dataclass(frozen=True)
class Thing:
    """One row of the data. words: by band, with gaps. valid_from None: not in force yet."""

    code: str
    at: str
    months: int
    until: str
    who: frozenset[Category]
    icon: str
    title: str
    words: Mapping[str, str]
    amount: str
    source: str
    cite: str
    sure: str
    law: bool
    checked_on: date
    valid_from: date | None
    valid_to: date | None

    def in_force(self, day: date) -> bool:
        return (
            self.valid_from is not None
            and self.valid_from <= day
            and (self.valid_to is None or day <= self.valid_to)
        )


@dataclass(frozen=True)
class Meaning:
    """What a category means. until, then: ages, as text; "" for none."""

    code: Category
    until: str
    then: str
    official: str
    title: str
    words: Mapping[str, str]


@dataclass(frozen=True)
class Milestones:
    things: tuple[Thing, ...]
    meanings: Mapping[Category, Meaning]


@cache
def milestones() -> Milestones:
    return read(tomllib.loads(DATA.read_text(encoding="utf-8")))


def read(data: Mapping[str, Any]) -> Milestones:
    """Parsed TOML. Raises BadMilestones."""
    things = tuple(_thing(row) for row in data.get("thing", ()))
    codes = [thing.code for thing in things]
    for thing in things:
        if codes.count(thing.code) > 1:
            raise BadMilestones(f"{thing.code}: there are two.")
    meanings = {m.code: m for m in (_meaning(row) for row in data.get("category", ()))}
    return Milestones(things, meanings)


def _thing(row: Mapping[str, Any]) -> Thing:
    name = row.get("code", "a row without a code")
    known = set(Thing.__dataclass_fields__) | set(BANDS)
    if extra := set(row) - known:
        raise BadMilestones(f"{name}: nothing reads {', '.join(sorted(extra))}.")
    try:
        thing = Thing(
            code=row["code"],
            at=row["at"],
            months=row.get("months", 0),
            until=row.get("until", ""),
            who=frozenset().union(*(GROUPS[group] for group in row["who"])),
            icon=row["icon"],
            title=row["title"],
            words={band: row[band] for band in BANDS},
            amount=row.get("amount", ""),
            source=row["source"],
            cite=row["cite"],
            sure=row["sure"],
            law=row.get("law", True),
            checked_on=row["checked_on"],
            valid_from=row.get("valid_from"),
            valid_to=row.get("valid_to"),
        )
    except KeyError as missing:
        raise BadMilestones(f"{name}: {missing} is missing, or not known.") from None
    if thing.at not in {*AGES, AUGUST} or (thing.until and thing.until not in AGES):
        raise BadMilestones(f"{name}: {thing.at} or {thing.until} is no age of ours.")
    if thing.sure not in ("read", "known"):
        raise BadMilestones(f"{name}: sure is read or known, not {thing.sure}.")
    return thing


def _meaning(row: Mapping[str, Any]) -> Meaning:
    try:
        return Meaning(
            Category(row["code"]), row["until"], row.get("then", ""), row["official"],
            row["title"], {band: row[band] for band in BANDS},
        )  # fmt: skip
    except (KeyError, ValueError) as wrong:
        raise BadMilestones(f"{row.get('code')}: {wrong}.") from None


# --- days -----------------------------------------------------------------------------------------


def day_at(born: date, at: str) -> date:
    """The day of one of our ages: a birthday, or months counted on from one (a half year), or the
    31 August that begins the last school year for the 16 to 19 bursary."""
    if at == AUGUST:
        return last_august(born)
    years, months = AGES[at]
    return add_months(birthday(born, years), months) if months else birthday(born, years)


def last_august(born: date) -> date:
    """The last 31 August on which they are under 19."""
    day = date(born.year + BURSARY_UNDER, 8, 31)
    return day if age_on(born, day) < BURSARY_UNDER else date(day.year - 1, 8, 31)


def recorded(code: str) -> Category | None:
    """The council's category, where it is one that we can explain."""
    tidy = code.strip().lower().replace(" ", "_").replace("-", "_")
    return Category(tidy) if tidy in {found.value for found in SAID} else None


class State(StrEnum):
    DONE = "done"
    NEXT = "now"  # as `parts/trail.html` calls the step that is next
    COMING = "todo"


@dataclass(frozen=True)
class Dated:
    """A thing with its days. by: its own last day; until: when it ends."""

    thing: Thing
    day: date
    by: date | None
    until: date | None


@dataclass(frozen=True)
class Stage:
    """at: a key of AGES, or "august". A stage may be empty: the birthday itself is worth a day."""

    at: str
    day: date
    state: State
    things: tuple[Dated, ...]


def stages(born: date, found: Category | None, today: date) -> tuple[Stage, ...]:
    """Each age with its things, in order of days; for nobody's category without things. A stage is
    done when its day has come; the first that has not is next."""
    things: dict[str, list[Dated]] = {at: [] for at in AGES}
    for thing in milestones().things:
        if found is None or found not in thing.who or not thing.in_force(today):
            continue
        day = day_at(born, thing.at)
        by = add_months(day, thing.months) if thing.months else None
        until = day_at(born, thing.until) if thing.until else None
        things.setdefault(thing.at, []).append(Dated(thing, day, by, until))
    in_order = sorted(((day_at(born, at), at) for at in things), key=lambda pair: pair[0])
    coming = [at for day, at in in_order if day > today]
    made = []
    for day, at in in_order:
        state = State.DONE if day <= today else State.NEXT if at == coming[0] else State.COMING
        made.append(Stage(at, day, state, tuple(things[at])))
    return tuple(made)


# --- the hint for staff ---------------------------------------------------------------------------

SOON = timedelta(days=183)


class Verdict(StrEnum):
    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_RECORDED = "not_recorded"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True)
class Hint:
    """Our own sum beside the council's category. soon: the first day, within half a year, on which
    the sum changes if nothing else does, and to what."""

    verdict: Verdict
    recorded: Category | None
    ours: Category
    soon: tuple[date, Category] | None
    counted: int | None  # days in care since 14
    eligible_on: date | None

    @property
    def to_check(self) -> bool:
        return self.soon is not None or self.verdict is not Verdict.AGREES


def hint(found: Category | None, history: CareHistory, today: date) -> Hint:
    ours = category(history, today)
    if ours in (Category.NONE, Category.UNKNOWN):
        verdict = Verdict.CANNOT_TELL
    elif found is None:
        verdict = Verdict.NOT_RECORDED
    else:
        verdict = Verdict.AGREES if found is ours else Verdict.DIFFERS
    return Hint(
        verdict, found, ours, _soon(history, ours, today), days_counted(history, today),
        eligible_from(history, today),
    )  # fmt: skip


def _soon(history: CareHistory, ours: Category, today: date) -> tuple[date, Category] | None:
    if history.born is None:
        return None
    days = {birthday(history.born, age) for age in BIRTHDAYS}
    if (becomes := eligible_from(history, today)) is not None:
        days.add(becomes)
    for day in sorted(day for day in days if today < day <= today + SOON):
        then = category(history, day)
        if then not in (ours, Category.NONE, Category.UNKNOWN):
            return day, then
    return None
