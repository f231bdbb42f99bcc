"""What people need, in the order of the screen: the first list on the way to a page."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).with_name("needs.toml")
# What stands in an address for a need whose code would tell who is reading.
_SLUGS = {
    "in_care": "now",
    "leaving": "next",
    "new_in_uk": "first-weeks",
    "baby": "small-ones",
    "feelings": "calm",
    "carers": "at-home",
    "parents": "mums-and-dads",
    "law": "rules",
}
_NEEDS = {slug: need for need, slug in _SLUGS.items()}


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


def slug_of(need: str) -> str:
    return _SLUGS.get(need, need)


def need_of(slug: str) -> str:
    """The code; whatever was typed where there is none of that name."""
    return "" if slug in _SLUGS else _NEEDS.get(slug, slug)
