"""On which day a feast is. Its days are data with their source (`feasts.toml`), because no rule of
ours reckons the moon: past the last year that is written there, its day is not known, and nothing
is made up."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).with_name("feasts.toml")


@dataclass(frozen=True)
class Feast:
    """about: its day may be one earlier or later. yearly: (month, day), or None where `days` has
    the day of each year that is known."""

    code: str
    about: bool
    yearly: tuple[int, int] | None
    days: tuple[date, ...]
    source: str

    def in_year(self, year: int) -> date | None:
        if self.yearly is not None:
            return date(year, *self.yearly)
        return next((day for day in self.days if day.year == year), None)

    def next(self, today: date) -> date | None:
        """None where it is not known."""
        found = (self.in_year(year) for year in (today.year, today.year + 1))
        return next((day for day in found if day is not None and day >= today), None)


@cache
def feasts() -> Mapping[str, Feast]:
    rows = tomllib.loads(DATA.read_text(encoding="utf-8"))["feast"]
    return {row["code"]: _feast(row) for row in rows}


def _feast(row: Mapping[str, Any]) -> Feast:
    yearly = (row["month"], row["day"]) if "month" in row else None
    return Feast(
        row["code"], row.get("about", False), yearly, tuple(row.get("days", ())), row["source"]
    )


def is_about(code: str) -> bool:
    feast = feasts().get(code)
    return feast is not None and feast.about


def soonest_first(today: date) -> tuple[tuple[Feast, date | None], ...]:
    """Each with its next day; last those whose day is not known."""
    found = [(feast, feast.next(today)) for feast in feasts().values()]
    return tuple(sorted(found, key=lambda one: (one[1] is None, one[1] or today)))
