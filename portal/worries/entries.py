"""A worry's row in what is owed, until somebody takes it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import and_, select

from portal.core.db import Db
from portal.owed.tables import Owed
from portal.worries import policy
from portal.worries.tables import Worry


def owed_rows(db: Db, council_id: int, now: datetime) -> list[dict[str, Any]]:
    """One row for each worry that nobody has taken. Whoever it was passed on to keeps it; one that
    is on nobody's list gets whoever sees to it now."""
    rows = db.execute(
        select(Worry, Owed.debtor_id, Owed.passes_to_id, Owed.passes_at, Owed.next_at)
        .outerjoin(
            Owed,
            and_(
                Owed.source_kind == policy.SOURCE,
                Owed.source_id == Worry.id,
                Owed.kind == policy.SOURCE,
            ),
        )
        .where(Worry.council_id == council_id, Worry.taken_at.is_(None))
        .order_by(Worry.id)
    ).all()
    found = []
    for row in rows:
        worry: Worry = row.Worry
        debtor_id = row.debtor_id or policy.sees_to_it(
            db, council_id, worry.person_id, worry.from_id, now
        )
        if debtor_id is not None:
            made = owed_row(
                council_id, worry.id, worry.ref, worry.person_id, debtor_id, worry.raised_at
            )
            found.append({**made, "passes_to_id": row.passes_to_id, "passes_at": row.passes_at})
    return found


def owed_row(
    council_id: int, id: int, ref: str, person_id: int, debtor_id: int, since: datetime
) -> dict[str, Any]:
    """Due from the moment it was written."""
    return {
        "council_id": council_id,
        "debtor_id": debtor_id,
        "person_id": person_id,
        "kind": policy.SOURCE,
        "since": since,
        "due_at": since,
        "urgent": True,
        "rule": "",
        "source": "",
        "source_kind": policy.SOURCE,
        "source_id": id,
        "source_ref": ref,
        "passes_to_id": None,
        "passes_at": None,
    }
