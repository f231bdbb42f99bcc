"""What a young person put on their dates, in their agenda: nobody else's page reads these.

Up to two rows of one thing: its own day, and the last day to ask for it where that comes before.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import not_, or_, select

from portal.agenda.entries import row
from portal.core.db import Db
from portal.opportunities.rules import ends_before, tells_where
from portal.opportunities.tables import Opportunity, OpportunityDate
from portal.people.stops import stopped

KIND, ENDS = "chance", "chance_ends"
KINDS = (KIND, ENDS)


def agenda_rows(db: Db, council_id: int, opportunity_id: int | None = None) -> list[dict[str, Any]]:
    query = (
        select(
            OpportunityDate.id, OpportunityDate.person_id, Opportunity.ref, Opportunity.title,
            Opportunity.wall, Opportunity.closes, Opportunity.closed_at, Opportunity.sort,
            Opportunity.audience, Opportunity.open_to_all,
        )
        .join(Opportunity, Opportunity.id == OpportunityDate.opportunity_id)
        .where(
            OpportunityDate.council_id == council_id,
            or_(Opportunity.wall.is_not(None), Opportunity.closes.is_not(None)),
            not_(stopped(OpportunityDate.person_id)),
        )
    )  # fmt: skip
    if opportunity_id is not None:
        query = query.where(Opportunity.id == opportunity_id)
    return [
        each
        for r in db.execute(query)
        for each in rows_of(
            council_id,
            r.id,
            r.ref,
            r.person_id,
            r.title,
            r.wall if tells_where(r.sort, r.audience, r.open_to_all) else None,
            r.closes,
            r.closed_at is not None,
        )
    ]


def rows_of(
    council_id: int, id: int, ref: str, person_id: int, title: str, wall: datetime | None,
    closes: date | None, off: bool,
) -> Iterator[dict[str, Any]]:  # fmt: skip
    state = "cancelled" if off else "coming"
    if wall is not None:
        yield row(council_id, KIND, id, ref, person_id, title, wall, state)
    ends = ends_before(closes, wall)
    if ends is not None:
        day = datetime.combine(ends, time.min)
        yield row(council_id, ENDS, id, ref, person_id, title, day, state, all_day=True)
