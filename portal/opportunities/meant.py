"""Something to do as it was typed, and how that is kept until a second person agrees."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Meant:
    """The fields are those of `tables.Opportunity`."""

    sort: str
    audience: str
    need: str
    title: str
    text: str
    who_can: str
    how: str
    bring: str
    town: str
    place: str
    web: str
    age_from: int
    age_to: int
    opens: date
    closes: date | None
    wall: datetime | None
    open_to_all: bool


NAMES = tuple(field.name for field in fields(Meant))


def meant_of(one: Any) -> Meant:
    """What a row of the table says."""
    return Meant(**{name: getattr(one, name) for name in NAMES})


def packed(meant: Meant) -> str:
    return json.dumps(asdict(meant), default=lambda day: day.isoformat(), ensure_ascii=False)


def unpacked(text: str) -> Meant:
    told = json.loads(text)
    closes, wall = told["closes"], told["wall"]
    return Meant(
        **{
            **told, "opens": date.fromisoformat(told["opens"]),
            "closes": date.fromisoformat(closes) if closes else None,
            "wall": datetime.fromisoformat(wall) if wall else None,
        }
    )  # fmt: skip
