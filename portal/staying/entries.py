"""Booked steps in the agenda: as "An appointment", on the young person's own dates alone."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from portal.agenda.entries import row
from portal.core.db import Db
from portal.staying.rules import State, Topic
from portal.staying.tables import StayingEntry

KIND = "appointment"
_newer = aliased(StayingEntry, name="newer")


def newest(council_id: int) -> Any:
    """Of every topic and key of a council's people the key of the row that holds."""
    return (
        select(func.max(_newer.id))
        .where(_newer.council_id == council_id)
        .group_by(_newer.person_id, _newer.topic, _newer.key)
    )


def agenda_rows(db: Db, council_id: int, person_id: int | None = None) -> list[dict[str, Any]]:
    ids = newest(council_id)
    if person_id is not None:
        ids = ids.where(_newer.person_id == person_id)
    query = select(StayingEntry).where(
        StayingEntry.council_id == council_id,
        StayingEntry.id.in_(ids),
        StayingEntry.topic == Topic.STEP.value,
        StayingEntry.state == State.BOOKED.value,
        StayingEntry.day.is_not(None),
    )
    return [agenda_row(one) for one in db.scalars(query)]


def agenda_row(one: StayingEntry) -> dict[str, Any]:
    assert one.day is not None
    wall = one.wall or datetime.combine(one.day, time())
    return row(
        one.council_id, KIND, one.id, one.ref, one.person_id, "", wall, "coming",
        all_day=one.wall is None,
    )  # fmt: skip
