"""What a young person put on their dates, in their agenda: nobody else's page reads these."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import not_, select

from portal.agenda.entries import row
from portal.core.db import Db
from portal.opportunities.tables import Opportunity, OpportunityDate
from portal.people.stops import stopped

KIND = "chance"


def agenda_rows(db: Db, council_id: int, opportunity_id: int | None = None) -> list[dict[str, Any]]:
    query = (
        select(
            OpportunityDate.id, OpportunityDate.person_id, Opportunity.ref, Opportunity.title,
            Opportunity.wall, Opportunity.closed_at,
        )
        .join(Opportunity, Opportunity.id == OpportunityDate.opportunity_id)
        .where(
            OpportunityDate.council_id == council_id, Opportunity.wall.is_not(None),
            not_(stopped(OpportunityDate.person_id)),
        )
    )  # fmt: skip
    if opportunity_id is not None:
        query = query.where(Opportunity.id == opportunity_id)
    return [
        agenda_row(council_id, r.id, r.ref, r.person_id, r.title, r.wall, r.closed_at is not None)
        for r in db.execute(query)
    ]


def agenda_row(
    council_id: int, id: int, ref: str, person_id: int, title: str, wall: datetime, off: bool
) -> dict[str, Any]:
    state = "cancelled" if off else "coming"
    return row(council_id, KIND, id, ref, person_id, title, wall, state)
