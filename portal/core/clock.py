"""The time, read once a request and handed down. Tests move it with `fixed`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_fixed: ContextVar[datetime | None] = ContextVar("fixed_clock", default=None)
_fixed_everywhere: list[datetime] = []


def now() -> datetime:
    """This moment, aware, UTC."""
    held = _fixed.get() or (_fixed_everywhere[-1] if _fixed_everywhere else None)
    return held or datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """The same moment on the wall in England, aware."""
    return moment.astimezone(LONDON)


def today(moment: datetime) -> date:
    """The calendar day in England at this moment."""
    return moment.astimezone(LONDON).date()


def at_wall(wall: datetime) -> datetime:
    """The UTC moment at which a clock on the wall in England shows `wall` (naive).

    In the hour that happens twice the first one is meant; in the hour that is skipped the clock
    is read as it would have been, which lands one hour later on the wall.
    """
    return wall.replace(tzinfo=LONDON, fold=0).astimezone(UTC)


@contextmanager
def fixed(moment: datetime, everywhere: bool = False) -> Iterator[None]:
    """Hold the clock for a test; `everywhere` also for other threads of this process."""
    if everywhere:
        _fixed_everywhere.append(moment)
        try:
            yield
        finally:
            _fixed_everywhere.pop()
        return
    token = _fixed.set(moment)
    try:
        yield
    finally:
        _fixed.reset(token)
