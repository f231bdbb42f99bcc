"""Family time's row in the agenda: with whom and when, never where."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from portal.core.db import Db
from portal.family_time.tables import FamilyTime


def agenda_rows(db: Db, council_id: int) -> list[dict[str, Any]]:
    rows = db.execute(
        select(
            FamilyTime.id,
            FamilyTime.ref,
            FamilyTime.person_id,
            FamilyTime.with_label,
            FamilyTime.wall,
            FamilyTime.state,
        ).where(FamilyTime.council_id == council_id)
    )
    return [
        agenda_row(council_id, r.id, r.ref, r.person_id, r.with_label, r.wall, r.state)
        for r in rows
    ]


def agenda_row(
    council_id: int, id: int, ref: str, person_id: int, with_label: str, wall: Any, state: str
) -> dict[str, Any]:
    return {
        "council_id": council_id,
        "person_id": person_id,
        "kind": "family_time",
        "with_label": with_label,
        "day": wall.date(),
        "wall": wall,
        "zone": "Europe/London",
        "state": state,
        "source_kind": "family_time",
        "source_id": id,
        "source_ref": ref,
    }
