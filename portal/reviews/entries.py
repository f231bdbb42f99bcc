"""A review's row in the agenda."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from portal.core.db import Db
from portal.reviews.tables import Review


def agenda_rows(db: Db, council_id: int) -> list[dict[str, Any]]:
    rows = db.execute(
        select(
            Review.id,
            Review.ref,
            Review.person_id,
            Review.run_by_label,
            Review.wall,
            Review.all_day,
            Review.state,
        ).where(Review.council_id == council_id)
    )
    return [
        agenda_row(council_id, r.id, r.ref, r.person_id, r.run_by_label, r.wall, r.state, r.all_day)
        for r in rows
    ]


def agenda_row(
    council_id: int,
    id: int,
    ref: str,
    person_id: int,
    run_by_label: str,
    wall: Any,
    state: str,
    all_day: bool = False,
) -> dict[str, Any]:
    return {
        "council_id": council_id,
        "person_id": person_id,
        "kind": "review",
        "with_label": run_by_label,
        "day": wall.date(),
        "wall": None if all_day else wall,
        "zone": "Europe/London",
        "state": state,
        "source_kind": "review",
        "source_id": id,
        "source_ref": ref,
    }
