"""The stories as they are written: read from `stories/*.toml`, shape checked, nothing worked out.

`people.toml` holds the adults, `councils.toml` the councils; every other file is one young person.
`ages.toml`, beside them, has young people in few lines.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("stories")
_NOT_YOUNG = ("councils", "people")
AGES = Path(__file__).with_name("ages.toml")

Table = dict[str, Any]

# What a story may say, and what each kind of entry in it may say.
_STORY = frozenset(
    "key council known_as first_name last_name pronouns age birthday_in language interpreter "
    "category home_authority about phone alone care people family plan promise visit family_time "
    "review talk looked leaving health band must_not_know first_time "
    "contact wish check_in lost own_line said question took_over done challenge".split()
)
_ENTRIES = {
    "care": "from to new status place provider ended change",
    "people": "who kind label does from to grants",
    "family": "key known_as pronouns job phone",
    "must_not_know": "who ground basis by on review",
    "promise": "text owner owner_label keeper area due made state on note by instead step",
    "took_over": "on old new kind words promised",
    "done": "clock on",
    "visit": "by at until where note kind cancelled",
    "family_time": "with at until every back times how where brings there note cancelled",
    "review": "run_by at until where note kind code cancelled comer point alone letter decided "
    "prep held moved",
    "challenge": "about by step",
    "talk": "with writer kind say unread_by_me unread_by_adult",
    "contact": "by on how began reached note",
    "wish": "on by weeks how best wish",
    "check_in": "why last answered feeling living doing words call_me",
    "lost": "since begun by found how step",
    "own_line": "area text at before",
    "said": "area question says why at answer again seen",
    "question": "question stands words decides decided ask_again by at",
}
_PLAN = frozenset("kind by review_by version part".split())
_PART = frozenset(
    "area official who by_when look_again child teen adult other changed before added "
    "need needs".split()
)


class BadStory(ValueError):
    """A story has something that cannot be read; the message says in whose story and what."""


@dataclass(frozen=True)
class Stories:
    """councils, adults and young people by key, in the order written. slim: young people without a
    whole story."""

    councils: dict[str, Table]
    adults: dict[str, Table]
    young: dict[str, Table]
    slim: dict[str, Table]


@cache
def read(folder: Path = FOLDER) -> Stories:
    """All stories. Raises BadStory."""
    councils, adults = (_toml(folder / f"{name}.toml") for name in _NOT_YOUNG)
    files = sorted(file for file in folder.glob("*.toml") if file.stem not in _NOT_YOUNG)
    young = {file.stem: _checked(file.stem, _toml(file)) for file in files}
    in_order = sorted(
        young.values(),
        key=lambda story: (story["council"] != "riverbank", story["age"], story["key"]),
    )
    slim = {one["key"]: _checked(one["key"], one) for one in _toml(AGES)["young"]}
    return Stories(councils, adults, {story["key"]: story for story in in_order}, slim)


def _toml(file: Path) -> Table:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as wrong:
        raise BadStory(f"{file.name}: {wrong}") from None


def _checked(name: str, story: Table) -> Table:
    if story.get("key") != name:
        raise BadStory(f"{name}: the key is not the file's name")
    _only(name, story, _STORY)
    for kind, allowed in _ENTRIES.items():
        for entry in story.get(kind, ()):
            _only(f"{name}, {kind}", entry, frozenset(allowed.split()))
    for plan in story.get("plan", ()):
        _only(f"{name}, plan", plan, _PLAN)
        for part in plan["part"]:
            _only(f"{name}, {part.get('area')}", part, _PART)
    return story


def _only(where: str, found: Table, allowed: frozenset[str]) -> None:
    unknown = sorted(found.keys() - allowed)
    if unknown:
        raise BadStory(f"{where}: nothing reads {', '.join(unknown)}")
