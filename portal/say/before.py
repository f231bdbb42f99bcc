"""What a young person is asked before a meeting, by the room that asks it: the page of the meeting
leads there and says how it stands, and neither room has to know the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from portal.core.access import Viewer
from portal.core.db import Db


@dataclass(frozen=True)
class Before:
    """endpoint, given: the page that begins it, goes on with it, or shows what was sent. begun: a
    draft is there; parts: in how many parts they said something. sent_on: when something was sent
    for this meeting, None where nothing was. alone: they said in it that they want to talk alone
    first with whoever runs the meeting."""

    endpoint: str
    given: Mapping[str, str]
    begun: bool = False
    parts: int = 0
    sent_on: date | None = None
    alone: bool = False


# Of the viewer's own review with this ref. One statement.
Asks = Callable[[Db, Viewer, str, datetime], Before]
_asks: list[Asks] = []


def asks_before(do: Asks) -> Asks:
    """Declare what is asked before a review: a decorator."""
    if do not in _asks:
        _asks.append(do)
    return do


def before(db: Db, viewer: Viewer, review_ref: str, now: datetime) -> Before | None:
    """None where no room asks anything."""
    return _asks[0](db, viewer, review_ref, now) if _asks else None
