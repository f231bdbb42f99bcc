"""The people of people.toml, and changes to them as the table writes them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from portal.clocks.category import CarePeriod, Category
from portal.clocks.days import birthday
from portal.entitlements.facts import Facts, Had, Study

FOLDER = Path(__file__).parent
COUNCILS = {"R": "Riverbank Council", "T": "Thornmere Council"}
DAY = timedelta(days=1)
KINDS = {field.name: str(field.type) for field in fields(Facts)}
AGE = re.compile(r"(\d{1,2})([+-]1)?")


def read(name: str, said: Any) -> Any:
    """A fact as it is written in people.toml or table.csv."""
    kind = KINDS[name]
    if said == "?":
        return None
    if not isinstance(said, str):
        return said
    if name == "had":
        return tuple(_had(one) for one in said.split("+") if one)
    if name == "periods":
        return tuple(_period(one) for one in said.split("+") if one)
    if name in ("responsible", "residence", "placement"):
        return COUNCILS.get(said, said)
    for start, make in {"bool": "true".__eq__, "int": int, "date": date.fromisoformat,
                        "Study": Study, "Category": Category}.items():  # fmt: skip
        if kind.startswith(start):
            return make(said)
    raise AssertionError(f"{name}: nobody reads {said}")


def _period(said: str) -> CarePeriod:
    started, ended = said.removeprefix("s").split("/")
    return CarePeriod(
        date.fromisoformat(started),
        date.fromisoformat(ended) if ended else None,
        said.startswith("s"),
    )


def _had(said: str) -> Had:
    item, paid = said.split(":")
    if paid == "done":
        return Had(item, done=True)
    return Had(item, None if paid == "?" else int(paid))


@cache
def people() -> dict[str, Facts]:
    rows = tomllib.loads((FOLDER / "people.toml").read_text(encoding="utf-8"))
    return {name: _person(rows, row) for name, row in rows.items()}


def _person(rows: dict[str, Any], row: dict[str, Any]) -> Facts:
    base = _person(rows, rows[row["like"]]) if "like" in row else Facts()
    told = {name: read(name, said) for name, said in row.items() if name != "like"}
    return replace(base, **told)


def changed(person: str, changes: str) -> Facts:
    pairs = (change.split("=", 1) for change in changes.split())
    return replace(people()[person], **{name: read(name, said) for name, said in pairs})


def day_of(said: str, born: date | None) -> date:
    """ "18" the birthday, "18-1" its eve, "18+1" the day after it, else a date."""
    found = AGE.fullmatch(said)
    if not found:
        return date.fromisoformat(said)
    assert born is not None, "an age needs a day of birth"
    day = birthday(born, int(found[1]))
    return day + int(found[2] or 0) * DAY
