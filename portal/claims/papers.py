"""Kept documents that go with what is asked for: the room that keeps them says which there are, and
neither has to know the other."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from portal.core.access import Viewer
from portal.core.db import Db


@dataclass(frozen=True)
class Paper:
    """name: as its owner calls it, or what it is. endpoint: the page that opens it (takes its
    `ref`). open: the reader may open it."""

    ref: str
    name: str
    icon: str
    endpoint: str
    open: bool


# Of a young person (their key), as this viewer sees them: all, or those with these refs. One
# statement.
Keeps = Callable[[Db, Viewer, int, Collection[str] | None, datetime], tuple[Paper, ...]]
_keeps: list[Keeps] = []


def keeps_papers(do: Keeps) -> Keeps:
    """Declare the room that keeps documents: a decorator."""
    if do not in _keeps:
        _keeps.append(do)
    return do


def papers_of(
    db: Db, viewer: Viewer, person_id: int, refs: Collection[str] | None, now: datetime
) -> tuple[Paper, ...]:
    if not _keeps or (refs is not None and not refs):
        return ()
    return _keeps[0](db, viewer, person_id, refs, now)
