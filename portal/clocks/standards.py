"""A council's own standards: they may ask for more than the law does, never for less."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

from portal.clocks.days import Holidays, after
from portal.clocks.kinds import Clock, Unit
from portal.clocks.statute import Rule, in_force, overlap, read_interval, refuse_backwards

EXAMPLES = Path(__file__).with_name("local_examples.toml")


class BadStandard(ValueError):
    """A council's standard cannot be read; the message says which and what to mend."""


@dataclass(frozen=True)
class Standard:
    """Every `number` `unit` or more often, in force from valid_from to valid_to (both included).

    rule: a key of the statute data, or None for every rule of the clock.
    source: where the council says so; shown to staff when this standard decided.
    """

    clock: Clock
    rule: str | None
    number: int
    unit: Unit
    source: str
    valid_from: date
    valid_to: date | None = None

    def is_for(self, rule: Rule) -> bool:
        return self.clock == rule.clock and self.rule in (None, rule.key)


def tighter(statutory: date | None, local: date | None) -> tuple[date | None, bool]:
    """The earlier day, and whether the local one decided.

    On the same day the law decides. With no statutory day the local one does; with neither
    there is no day.
    """
    if local is not None and (statutory is None or local < statutory):
        return local, True
    return statutory, False


def strictest(
    standards: Iterable[Standard], rule: Rule, trigger: date, today: date, holidays: Holidays
) -> tuple[date, Standard] | None:
    """The earliest local day for `rule`, running from `trigger`, with the standard that set it.

    Only standards in force on `today` count. None if there is none.
    """
    days = [
        (after(trigger, standard.number, standard.unit, holidays), standard)
        for standard in standards
        if standard.is_for(rule) and in_force(standard, today)
    ]
    return min(days, key=lambda pair: pair[0], default=None)


@cache
def load_examples() -> Mapping[str, tuple[Standard, ...]]:
    """The example sets that come with the portal, by name: "bexley-like", "keep-in-touch"."""
    return read_standards(tomllib.loads(EXAMPLES.read_text(encoding="utf-8")))


def read_standards(data: Mapping[str, Any]) -> dict[str, tuple[Standard, ...]]:
    """Parsed TOML as sets of standards. Raises BadStandard."""
    sets: dict[str, tuple[Standard, ...]] = {}
    for row in data.get("standard", ()):
        name = row.get("set", "")
        if not name:
            raise BadStandard("A standard does not say which set it belongs to.")
        sets[name] = (*sets.get(name, ()), _standard(row, name))
    for name, standards in sets.items():
        _refuse_overlaps(name, standards)
    return sets


def _standard(row: Mapping[str, Any], name: str) -> Standard:
    name = f"{name}, {row.get('rule') or row.get('clock', 'no clock')}"
    number, unit = read_interval(row, name, BadStandard)
    if number is None or unit is None:
        raise BadStandard(f"{name}: a standard needs a number and a unit.")
    try:
        standard = Standard(
            clock=Clock(row["clock"]),
            rule=row.get("rule"),
            number=number,
            unit=unit,
            source=row["source"],
            valid_from=row["valid_from"],
            valid_to=row.get("valid_to"),
        )
    except KeyError as missing:
        raise BadStandard(f"{name}: {missing} is missing.") from None
    except ValueError as wrong:
        raise BadStandard(f"{name}: {wrong}.") from None
    refuse_backwards(standard, name, BadStandard)
    return standard


def _refuse_overlaps(name: str, standards: Iterable[Standard]) -> None:
    for one, other in combinations(standards, 2):
        same = (one.clock, one.rule) == (other.clock, other.rule)
        if same and overlap(one, other):
            raise BadStandard(f"{name}, {one.rule or one.clock}: two are in force on one day.")
