"""Whose worker is whose today: who owes what the clocks ask for."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from portal.core.db import Db
from portal.people.reach import lasting
from portal.people.rules import Kind
from portal.people.tables import Connection

_RANK = {Kind.PERSONAL_ADVISER.value: 0, Kind.SOCIAL_WORKER.value: 1}


def allocated(
    db: Db, council_id: int, today: date, person_id: int | None = None
) -> tuple[dict[int, int], dict[int, int]]:
    """By young person: their worker now (the adviser where there is no social worker; the newest of
    two), and their reviewing officer. person_id: of one young person only."""
    query = (
        select(Connection.of_id, Connection.with_id, Connection.kind)
        .where(
            Connection.council_id == council_id,
            Connection.kind.in_([*_RANK, Kind.IRO.value]),
            *lasting(Connection, today),
        )
        .order_by(Connection.starts, Connection.id)
    )
    if person_id is not None:
        query = query.where(Connection.of_id == person_id)
    workers: dict[int, int] = {}
    iros: dict[int, int] = {}
    for row in sorted(db.execute(query), key=lambda row: _RANK.get(row.kind, 2)):
        (iros if row.kind == Kind.IRO.value else workers)[row.of_id] = row.with_id
    return workers, iros
