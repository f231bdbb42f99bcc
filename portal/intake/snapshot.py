"""What a council has in the database now: one query a table, as plain rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from portal.care.tables import (
    ArrivedAlone,
    CareEpisode,
    HealthReturn,
    LeavingReturn,
    MissingEpisode,
)
from portal.core.db import Base, Db
from portal.family_time.tables import FamilyTime
from portal.intake.changes import Values
from portal.intake.reading import Reading
from portal.intake.records import TableName
from portal.people.placements import grace_of
from portal.people.tables import Connection, Membership, MustNotKnow, Person
from portal.plan.tables import Plan, PlanPart, PlanVersion, Wording
from portal.promises.tables import Promise, PromiseStep
from portal.reviews.tables import Review
from portal.visits.tables import Visit

_PLANS = (Plan, PlanVersion, PlanPart, Wording, Promise)
_CONNECTED = (Connection,)

# The tables that the rows of a file touch; a table that no file touches is not read.
NEEDS: dict[TableName, tuple[type[Base], ...]] = {
    TableName.EPISODES: (CareEpisode,),
    TableName.REVIEWS: (Review,),
    TableName.UASC: (ArrivedAlone,),
    TableName.OC2: (HealthReturn,),
    TableName.OC3: (LeavingReturn,),
    TableName.MISSING: (MissingEpisode,),
    TableName.SOCIAL_WORKERS: _CONNECTED,
    TableName.CONNECTIONS: _CONNECTED,
    TableName.PLANS: (*_PLANS, *_CONNECTED),
    TableName.DATES: (Visit, FamilyTime, Review, *_CONNECTED),
}

# Long words that are compared by their hash, or not at all, stay in the database.
LEFT_OUT = {
    PlanPart: {"need", "official", "who", "by_when", "change_note"},
    Wording: {"need", "text", "author"},
    PlanVersion: {"recalled_why"},
}


@dataclass
class Snapshot:
    """rows: by table. roles: what a person with an account is, by person. walked: promises whose
    state somebody has set in the portal."""

    council_id: int
    rows: dict[type[Base], list[Values]] = field(default_factory=dict)
    roles: dict[int, str] = field(default_factory=dict)
    walked: frozenset[int] = frozenset()
    grace_days: int = 0  # for how long a carer may still write after somebody has left

    def of(self, table: type[Base]) -> list[Values]:
        return self.rows.get(table, [])


def take(db: Db, council_id: int, reading: Reading) -> Snapshot:
    """The council's rows in the tables that this reading touches."""
    wanted: dict[type[Base], None] = {Person: None, MustNotKnow: None}
    for table in reading.tables:
        wanted.update(dict.fromkeys(NEEDS.get(table, ())))
    roles = db.execute(
        select(Membership.person_id, Membership.role).where(Membership.council_id == council_id)
    )
    walked: frozenset[int] = frozenset()
    if Promise in wanted:
        steps = select(PromiseStep.promise_id).where(PromiseStep.council_id == council_id)
        walked = frozenset(db.scalars(steps.distinct()))
    return Snapshot(
        council_id,
        {table: _rows(db, table, council_id) for table in wanted},
        {row.person_id: row.role for row in roles},
        walked,
        grace_of(db, council_id),
    )


def _rows(db: Db, table: type[Base], council_id: int) -> list[Values]:
    columns: Any = table.__table__.c
    wanted = [column for column in columns if column.name not in LEFT_OUT.get(table, ())]
    names = [column.name for column in wanted]
    found = db.execute(select(*wanted).where(columns.council_id == council_id).order_by(columns.id))
    return [dict(zip(names, row, strict=True)) for row in found]
