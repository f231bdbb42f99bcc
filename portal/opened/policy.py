"""What a young person is not told of yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select

from portal.core.db import Db
from portal.opened.tables import Opening

EMERGENCY = "emergency"


@dataclass(frozen=True)
class KeptBack:
    """An opening that is not told yet. until: when it closed or will close; None: not known."""

    by_id: int
    emergency: bool
    since: datetime
    until: datetime | None


def not_told(now: datetime) -> ColumnElement[bool]:
    """Whether the young person has not been told of an opening: whoever asked holds it back until
    a moment, or the safeguarding lead has decided, and written down why, to hold it back longer."""
    lead_says_wait = and_(Opening.lead_at.is_not(None), Opening.lead_why != "")
    return and_(Opening.hold, or_(Opening.tell_at > now, lead_says_wait))


def kept_back(db: Db, council_id: int, person_id: int, now: datetime) -> tuple[KeptBack, ...]:
    """Every opening about this young person that they are not told of yet. One statement."""
    rows = db.execute(
        select(Opening.asked_by_id, Opening.kind, Opening.asked_at, Opening.ends_at)
        .where(Opening.council_id == council_id, Opening.person_id == person_id, not_told(now))
        .order_by(Opening.asked_at)
    )
    return tuple(
        KeptBack(row.asked_by_id, row.kind == EMERGENCY, row.asked_at, row.ends_at) for row in rows
    )
