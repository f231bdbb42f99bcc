"""A coming promise's row in what is owed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from portal.core import clock
from portal.core.db import Db
from portal.promises.tables import Promise


def owed_rows(db: Db, council_id: int) -> list[dict[str, Any]]:
    rows = db.execute(
        select(
            Promise.id,
            Promise.ref,
            Promise.person_id,
            Promise.owner_id,
            Promise.due,
            Promise.made_at,
            Promise.chased_id,
            Promise.chased_at,
        ).where(
            Promise.council_id == council_id,
            Promise.state == "coming",
            Promise.owner_id.is_not(None),
        )
    )
    return [
        owed_row(
            council_id,
            r.id,
            r.ref,
            r.person_id,
            r.owner_id,
            r.due,
            r.made_at,
            r.chased_id,
            r.chased_at,
        )
        for r in rows
    ]


def owed_row(
    council_id: int,
    id: int,
    ref: str,
    person_id: int,
    owner_id: int,
    due: date,
    made_at: datetime,
    chased_id: int | None = None,
    chased_at: datetime | None = None,
) -> dict[str, Any]:
    """Late from the first moment of the day after `due`, on the wall in England."""
    midnight = datetime.combine(due + timedelta(days=1), datetime.min.time())
    return {
        "council_id": council_id,
        "debtor_id": owner_id,
        "person_id": person_id,
        "kind": "promise",
        "since": made_at,
        "due_at": clock.at_wall(midnight),
        "urgent": False,
        "rule": "",
        "source": "",
        "source_kind": "promise",
        "source_id": id,
        "source_ref": ref,
        "passes_to_id": chased_id,
        "passes_at": chased_at,
    }
