"""What every step so far says in a row of what is owed, for rows that are made afresh."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.core.db import Db
from portal.hours.rules import Calendar
from portal.owed.steps import Begun, Taken, To, next_at
from portal.owed.tables import OwedStep

Wait = tuple[str, int, datetime]  # source_kind, source_id, since


def every_step(db: Db, council_id: int, kind: str) -> Mapping[Wait, Sequence[Taken]]:
    """Every step of a council's waits of this kind, in order."""
    found: dict[Wait, list[Taken]] = defaultdict(list)
    rows = db.scalars(
        select(OwedStep)
        .where(OwedStep.council_id == council_id, OwedStep.kind == kind)
        .order_by(OwedStep.number)
    )
    for row in rows:
        taken = Taken(row.number, To(row.step), row.to_id, row.due_at, row.at)
        found[row.source_kind, row.source_id, row.since].append(taken)
    return found


def with_steps(
    row: Mapping[str, Any], calendar: Calendar, begun: Sequence[Begun], taken: Sequence[Taken]
) -> dict[str, Any]:
    """The row, as every message that waits and every step that was taken have left it."""
    last = taken[-1] if taken else None
    return {
        **row,
        "passes_to_id": last.to_id if last else None,
        "passes_at": last.at if last else None,
        "next_at": next_at(calendar, begun, taken),
    }
