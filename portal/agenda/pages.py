"""Reads of the agenda: what is coming for a person, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import not_, or_, select

from portal.agenda.tables import AgendaItem
from portal.core.access import Viewer
from portal.core.db import Db, Query, built_once
from portal.people.reach import not_of
from portal.people.stops import died, stopped

_ITEM = (  # the columns of an Item, in its order
    AgendaItem.kind,
    AgendaItem.with_label,
    AgendaItem.day,
    AgendaItem.wall,
    AgendaItem.state,
    AgendaItem.source_ref,
    AgendaItem.person_id,
)
APPOINTMENTS = ("visit", "family_time", "review")


@dataclass(frozen=True)
class Item:
    """One thing. wall: naive local time, None for a whole day. `by`: it is a day by which
    something should be, not a day on which it is."""

    kind: str
    with_label: str
    day: date
    wall: datetime | None
    state: str
    ref: str
    person_id: int

    @property
    def by(self) -> bool:
        return self.kind.startswith("by_")


def coming(
    db: Db,
    viewer: Viewer,
    person_ids: Sequence[int],
    kinds: Sequence[str] | None,
    today: date,
    days: int,
    limit: int = 60,
) -> tuple[Item, ...]:
    """What comes from today on for these people, whom the viewer reaches; earliest first.
    Deadlines that went by are kept in: they are still due. `kinds` None: all of them."""
    until = today + timedelta(days=days)
    some = kinds is not None
    rows = db.execute(
        *_coming(
            viewer.council_id,
            viewer.person_id,
            person_ids,
            kinds or (),
            today,
            until,
            limit,
            some_kinds=some,
        )
    )
    return tuple(Item(*row) for row in rows)


@built_once
def _coming(
    council_id: int,
    viewer_id: int,
    person_ids: Sequence[int],
    kinds: Sequence[str],
    today: date,
    until: date,
    limit: int,
    *,
    some_kinds: bool,
) -> Query:
    query = select(*_ITEM).where(
        AgendaItem.council_id == council_id,
        AgendaItem.person_id.in_(person_ids),
        AgendaItem.day >= today,
        AgendaItem.day <= until,
        AgendaItem.state != "done",
        not_of(AgendaItem.with_id, viewer_id),
        not_(stopped(AgendaItem.person_id)),
        # A person speaks with a brother or sister first.
        or_(AgendaItem.with_id.is_(None), not_(died(AgendaItem.with_id))),
    )
    if some_kinds:
        query = query.where(AgendaItem.kind.in_(kinds))
    return query.order_by(AgendaItem.day, AgendaItem.wall).limit(limit)


def past(db: Db, viewer: Viewer, person_id: int, today: date, days: int) -> tuple[Item, ...]:
    """What has been in the last `days` for somebody whom the viewer reaches, newest first."""
    rows = db.execute(
        select(*_ITEM)
        .where(
            AgendaItem.council_id == viewer.council_id,
            AgendaItem.person_id == person_id,
            AgendaItem.day < today,
            AgendaItem.day >= today - timedelta(days=days),
            AgendaItem.kind.in_(APPOINTMENTS),
            not_of(AgendaItem.with_id, viewer.person_id),
        )
        .order_by(AgendaItem.day.desc(), AgendaItem.wall.desc())
        .limit(30)
    )
    return tuple(Item(*row) for row in rows)


BOOKED_BY = {
    "by_visit": "visit",
    "by_first_visit": "visit",
    "by_pa_visit": "visit",
    "by_review": "review",
    "by_pathway_review": "review",
}


def not_booked(items: Sequence[Item], today: date, within_days: int) -> tuple[Item, ...]:
    """Days soon by which something should be, where nothing of the kind is arranged yet."""
    booked = {item.kind for item in items if not item.by and item.state == "coming"}
    return tuple(
        item
        for item in items
        if item.by
        and (item.day - today).days <= within_days
        and BOOKED_BY.get(item.kind) not in booked
    )
