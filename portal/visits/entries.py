"""A visit's row in the agenda."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from portal.core.db import Db
from portal.visits.tables import Visit


def agenda_rows(db: Db, council_id: int) -> list[dict[str, Any]]:
    rows = db.execute(
        select(
            Visit.id,
            Visit.ref,
            Visit.person_id,
            Visit.by_label,
            Visit.wall,
            Visit.zone,
            Visit.state,
        ).where(Visit.council_id == council_id)
    )
    return [
        agenda_row(council_id, r.id, r.ref, r.person_id, r.by_label, r.wall, r.state) for r in rows
    ]


def agenda_row(
    council_id: int, id: int, ref: str, person_id: int, by_label: str, wall: Any, state: str
) -> dict[str, Any]:
    return {
        "council_id": council_id,
        "person_id": person_id,
        "kind": "visit",
        "with_label": by_label,
        "day": wall.date(),
        "wall": wall,
        "zone": "Europe/London",
        "state": state,
        "source_kind": "visit",
        "source_id": id,
        "source_ref": ref,
    }
