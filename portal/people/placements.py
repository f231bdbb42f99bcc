"""When somebody's stay ends, and until when those they lived with may still write: said here alone.

The last day of a stay is `Connection.left_on`; the last day of access, `ends`, is that day and the
council's days of grace. What is left in those days is `rules.GRACE_GRANTS` (`reach.granted`). The
day is England's: at midnight after it, nothing has to run for it to be so.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from portal.core.db import Db
from portal.people.rules import PLACED_WITH
from portal.people.tables import Connection, Council

MOST_GRACE = 28


def is_stay(kind: str) -> bool:
    """Whether somebody of this kind is lived with."""
    return kind in PLACED_WITH


def grace_of(db: Db, council_id: int) -> int:
    """The council's days of grace."""
    return db.scalar(select(Council.grace_days).where(Council.id == council_id)) or 0


def ending(left_on: date, grace_days: int, known_ends: date | None, today: date) -> dict[str, Any]:
    """The columns of a stay whose last day is `left_on`. known_ends: the last day of access that
    is kept so far. What is over stays over: more days of grace, said later, give nothing back."""
    ends = left_on + timedelta(days=max(0, min(grace_days, MOST_GRACE)))
    if known_ends is not None and known_ends < today:
        ends = min(ends, max(known_ends, left_on))
    return {"left_on": left_on, "ends": ends}


def leave(link: Connection, left_on: date, grace_days: int, today: date) -> None:
    """They live with this carer until `left_on`, that day included."""
    for name, value in ending(left_on, grace_days, link.ends, today).items():
        setattr(link, name, value)


def goes_back(link: Connection, left_on: date | None, ends: date | None) -> None:
    """They do not leave after all: as it was before somebody said so."""
    link.left_on, link.ends = left_on, ends
