"""The statute data, read once into frozen objects; bad data is refused with its place."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any, Protocol

from portal.clocks.days import HOURS_IN_A_DAY
from portal.clocks.kinds import Clock, Sure, Unit

DATA = Path(__file__).with_name("statute.toml")


class BadStatute(ValueError):
    """The data cannot be what the law says; the message names the row and what to mend."""


class UnknownRule(LookupError):
    """No rule of this key was ever in the data: a slip in the code or in a standard."""


@dataclass(frozen=True)
class Rule:
    """One duty with its interval, as it stood from `valid_from` to `valid_to` (both included).

    number and unit are None together: a duty for which the law sets no figure.
    cite: short, for a screen; source: full, for someone who goes to look.
    """

    key: str
    clock: Clock
    number: int | None
    unit: Unit | None
    runs_from: str
    valid_from: date
    valid_to: date | None
    source: str
    cite: str
    sure: Sure
    age_from: int | None = None
    age_below: int | None = None
    categories: tuple[str, ...] = ()

    def fits_age(self, age: int) -> bool:
        """age: whole years."""
        return (self.age_from is None or age >= self.age_from) and (
            self.age_below is None or age < self.age_below
        )

    def fits_category(self, category: str | None) -> bool:
        return not self.categories or category in self.categories


class Dated(Protocol):
    """Anything in force from one day to another, both included; None: still in force."""

    @property
    def valid_from(self) -> date: ...

    @property
    def valid_to(self) -> date | None: ...


def in_force(item: Dated, day: date) -> bool:
    return item.valid_from <= day and (item.valid_to is None or day <= item.valid_to)


def overlap(one: Dated, other: Dated) -> bool:
    """Whether some day falls in both."""
    first, second = sorted((one, other), key=lambda item: item.valid_from)
    return first.valid_to is None or second.valid_from <= first.valid_to


@dataclass(frozen=True)
class Statute:
    """All rules, past and present.

    adult_age: whole years; first_year_months: how long a placement counts as in its first year.
    """

    rules: tuple[Rule, ...]
    adult_age: int
    first_year_months: int

    def rule(self, key: str, day: date) -> Rule | None:
        """The rule of this key as in force on `day`, or None if it was not in force.

        Raises UnknownRule if no rule ever had the key.
        """
        versions = [rule for rule in self.rules if rule.key == key]
        if not versions:
            raise UnknownRule(f"There is no rule {key!r} in the statute data.")
        return next((rule for rule in versions if in_force(rule, day)), None)


@cache
def load_statute() -> Statute:
    """The law that comes with the portal."""
    return read_statute(tomllib.loads(DATA.read_text(encoding="utf-8")))


def read_statute(data: Mapping[str, Any]) -> Statute:
    """Parsed TOML as a Statute. Raises BadStatute."""
    try:
        terms = data["terms"]
        rules = tuple(_rule(row) for row in data["rule"])
        statute = Statute(rules, terms["adult_age"], terms["first_year_months"])
    except KeyError as missing:
        raise BadStatute(f"The statute data has no {missing}.") from None
    _refuse_overlaps(rules)
    return statute


KEYS = frozenset(Rule.__dataclass_fields__)


def _rule(row: Mapping[str, Any]) -> Rule:
    name = row.get("key", "a row without a key")
    if extra := set(row) - KEYS:
        raise BadStatute(f"{name}: {', '.join(sorted(extra))} is not a field of a rule.")
    number, unit = read_interval(row, name, BadStatute)
    try:
        rule = Rule(
            key=row["key"],
            clock=Clock(row["clock"]),
            number=number,
            unit=unit,
            runs_from=row["runs_from"],
            valid_from=row["valid_from"],
            valid_to=row.get("valid_to"),
            source=row["source"],
            cite=row["cite"],
            sure=Sure(row["sure"]),
            age_from=row.get("age_from"),
            age_below=row.get("age_below"),
            categories=tuple(row.get("categories", ())),
        )
    except KeyError as missing:
        raise BadStatute(f"{name}: {missing} is missing.") from None
    except ValueError as wrong:
        raise BadStatute(f"{name}: {wrong}.") from None
    refuse_backwards(rule, name, BadStatute)
    return rule


def read_interval(
    row: Mapping[str, Any], name: str, bad: type[ValueError]
) -> tuple[int | None, Unit | None]:
    """Number and unit of a row, or None and None; `bad` is raised for anything else."""
    number, word = row.get("number"), row.get("unit")
    if number is None and word is None:
        return None, None
    if word not in set(Unit):
        raise bad(f"{name}: {word!r} is not a unit; use one of {', '.join(Unit)}.")
    if type(number) is not int or number < 1:
        raise bad(f"{name}: the number must be a whole one, 1 or more, not {number!r}.")
    if word == Unit.HOURS and number % HOURS_IN_A_DAY:
        raise bad(f"{name}: {number} hours do not make whole days, and we only keep days.")
    return number, Unit(word)


def refuse_backwards(item: Dated, name: str, bad: type[ValueError]) -> None:
    if item.valid_to is not None and item.valid_to < item.valid_from:
        raise bad(f"{name}: it ends on {item.valid_to}, before it begins.")


def _refuse_overlaps(rules: Iterable[Rule]) -> None:
    for one, other in combinations(rules, 2):
        if one.key == other.key and overlap(one, other):
            raise BadStatute(
                f"{one.key}: two rows are in force on one day; "
                "give the older one a valid_to before the newer one's valid_from."
            )
