"""What people need, in the order of the screen: the first list on the way to a page."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).with_name("needs.toml")


@dataclass(frozen=True)
class Need:
    """code: as in the pages. icon: a name in templates/parts/icon.html. line: what is behind it.
    Titles and lines are English here; `words.NEEDS` has them for every language."""

    code: str
    title: str
    icon: str
    line: str


@cache
def needs() -> tuple[Need, ...]:
    rows = tomllib.loads(DATA.read_text(encoding="utf-8"))["need"]
    return tuple(Need(**row) for row in rows)


@cache
def codes() -> frozenset[str]:
    return frozenset(need.code for need in needs())
