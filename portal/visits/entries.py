"""Visits in the agenda; and, once they took place, in when somebody was last heard from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import func, select

from portal.agenda.entries import rows_of
from portal.core.appointments import State
from portal.core.db import Db
from portal.visits.tables import Visit


def agenda_rows(db: Db, council_id: int) -> list[dict[str, Any]]:
    return rows_of(db, council_id, Visit, "visit", Visit.by_label)


def last_visits(db: Db, council_id: int, person_id: int | None) -> Iterable[tuple[int, date]]:
    """The newest visit to each that took place."""
    query = (
        select(Visit.person_id, func.max(Visit.wall).label("wall"))
        .where(Visit.council_id == council_id, Visit.state == State.DONE.value)
        .group_by(Visit.person_id)
    )
    if person_id is not None:
        query = query.where(Visit.person_id == person_id)
    return [(row.person_id, row.wall.date()) for row in db.execute(query)]
