"""How an appointment of another room stands in the agenda: with whom and when, never where."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, literal, null, select
from sqlalchemy.orm import InstrumentedAttribute

from portal.core.db import Base, Db


def row(
    council_id: int,
    kind: str,
    id: int,
    ref: str,
    person_id: int,
    with_label: str,
    wall: datetime,
    state: str,
    all_day: bool = False,
    with_id: int | None = None,
) -> dict[str, Any]:
    """wall: naive, as on the wall in England; of a whole day only its date counts."""
    return {
        "council_id": council_id,
        "person_id": person_id,
        "kind": kind,
        "with_label": with_label,
        "with_id": with_id,
        "day": wall.date(),
        "wall": None if all_day else wall,
        "zone": "Europe/London",
        "state": state,
        "source_kind": kind,
        "source_id": id,
        "source_ref": ref,
    }


def rows_of(
    db: Db,
    council_id: int,
    table: type[Base],
    kind: str,
    with_label: InstrumentedAttribute[str],
    all_day: InstrumentedAttribute[bool] | ColumnElement[bool] | None = None,
) -> list[dict[str, Any]]:
    """Every appointment of a table (one with `core.appointments.Appointment`'s columns)."""
    c = table.__table__.c
    whole = all_day if all_day is not None else literal(False)
    with_id = c.with_id if "with_id" in c else null()
    found = db.execute(
        select(c.id, c.ref, c.person_id, with_label, c.wall, c.state, whole, with_id).where(
            c.council_id == council_id
        )
    )
    return [row(council_id, kind, *each) for each in found]
