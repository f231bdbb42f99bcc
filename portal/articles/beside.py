"""What other rooms show among pages: things of theirs on a need, in a town, with some words.

A room declares a `Source` when it is loaded, so that neither has to know the other. What it has for
a council is kept in the process together with the pages (`reading.Shelf`), and its stamp is asked
in the same statement as theirs: a page that shows such things asks the database no more often.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from sqlalchemy import ScalarSelect

from portal.core.access import Viewer
from portal.core.db import Db


@dataclass(frozen=True)
class Look:
    """What a page is about; "" for what it does not say."""

    need: str = ""
    town: str = ""
    words: str = ""


@dataclass(frozen=True)
class Thing:
    """One line: title as somebody wrote it, line in the reader's language. icon: a name in
    templates/parts/icon.html."""

    title: str
    href: str
    line: str
    icon: str


@dataclass(frozen=True)
class Beside:
    """A heading, some things, and where all of them are."""

    heading: str
    things: tuple[Thing, ...]
    all_href: str
    all_link: str


class Source(Protocol):
    def stamp(self, council_id: int) -> ScalarSelect[Any]:
        """Another value after each change."""

    def read(self, db: Db, council_id: int) -> Any:
        """Everything of a council, whoever looks: frozen."""

    def shown(self, kept: Any, viewer: Viewer, look: Look, today: date) -> Beside | None:
        """What this viewer may see and what fits, of what `read` gave; None for nothing."""


_sources: list[Source] = []


def show_beside(source: Source) -> None:
    """Once, when the room is loaded."""
    if source not in _sources:
        _sources.append(source)


def sources() -> tuple[Source, ...]:
    return tuple(_sources)


def fitting(
    kept: Iterable[tuple[Source, Any]], viewer: Viewer, look: Look, today: date
) -> tuple[Beside, ...]:
    shown = (source.shown(each, viewer, look, today) for source, each in kept)
    return tuple(one for one in shown if one is not None and one.things)
