"""The lists of words that worry, read from their file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from portal.worries.reading import Lists, Step, bare, meant, read, split

DATA = Path(__file__).with_name("worrying.toml")
LANGUAGES = ("en", "ar", "ti")
ORDINARY = "ordinary"


class Group(StrEnum):
    """Which kind of words; the most pressing first."""

    SELF_HARM = "self_harm"
    VIOLENCE = "violence"
    UNSAFE = "unsafe"
    EXPLOITATION = "exploitation"
    NO_HOME = "no_home"


class BadWords(ValueError):
    """The lists cannot be read; the message says what to mend."""


@cache
def lists() -> Lists:
    with DATA.open("rb") as file:
        return read_lists(tomllib.load(file))


def read_lists(data: Mapping[str, Any]) -> Lists:
    """The lists from their file. Raises BadWords."""
    found = Lists()
    found.fillers = frozenset(bare(word) for word in data.get("fillers", ()))
    found.speak = {
        " ".join(_plain(said)): tuple(_plain(meant)) for said, meant in data["speak"].items()
    }
    found.first_of_two = frozenset(said.split()[0] for said in found.speak if " " in said)
    keys = [group["key"] for group in data["group"]]
    if keys != [group.value for group in Group]:
        raise BadWords(f"the groups are {keys}, not those of `Group` in their order")
    for group in data["group"]:
        if not group.get("reason", "").strip():
            raise BadWords(f"{group['key']}: say why")
        for language in LANGUAGES:
            _add(found, group["key"], group.get(language, ()))
    for ordinary in data.get("ordinary", ()):
        if not ordinary.get("why", "").strip():
            raise BadWords(f"ordinary, {ordinary.get('en', '?')}: say why")
        _add(found, ORDINARY, ordinary["en"])
    return found


def _plain(text: str) -> list[str]:
    return split(bare(text))[0]


def _add(lists: Lists, what: str, phrases: Iterable[str]) -> None:
    for phrase in phrases:
        for words in _written_out(phrase, lists):
            if not words or words[0] == "$":
                raise BadWords(f"{phrase!r} says nothing")
            step = lists.tree
            for word in words:
                step = step.then.setdefault(word, Step())
                lists.known.add(word)
            # The first group that a phrase stands in keeps it.
            step.what = step.what or what


def _written_out(phrase: str, lists: Lists) -> Iterator[tuple[str, ...]]:
    """Every wording that a phrase stands for, folded as a text is."""
    choices = []
    for part in phrase.split():
        may_go = part.endswith("?")
        words = part.rstrip("?").split("/")
        choices.append([*words, *([""] if may_go else [])])
    for chosen in product(*choices):
        words = [word for part in chosen for word in part.split("_") if word]
        begin = ["^"] if words[:1] == ["^"] else []
        end = ["$"] if words[-1:] == ["$"] else []
        middle = " ".join(words[len(begin) : len(words) - len(end)])
        folded = meant(*read(middle, lists), lists)
        yield (*begin, *(forms[0] for forms in folded.words), *end)
