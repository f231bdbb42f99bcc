"""Who reads a promise, and who may say what becomes of it.

It tells of the part of the plan it came from: read by whoever may read that part, and by whoever
made or keeps it; so it can be put only in the name of somebody who may (`may_own`). Of a part that
is given by wish (`areas.by_wish`) these read no word unless it was given to them. One that belongs
to no part needs every grant. What becomes of it is said by whoever promised, by the worker who
looks after it where that is nobody of the council's, and by a manager who may read it; always only
while they reach the young person.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select

from portal.core import clock
from portal.core.access import Role, Viewer
from portal.core.db import Db
from portal.people.reach import granting, lasting, reach
from portal.people.rules import WORKER_GRANTS, Grant
from portal.people.tables import Connection
from portal.promises import areas
from portal.promises.tables import Promise

NEEDED = Grant.NAME | Grant.PLAN


def of_mine(viewer: Viewer) -> ColumnElement[bool]:
    """Whether it stands on the viewer's own list."""
    return or_(
        Promise.owner_id == viewer.person_id,
        and_(Promise.owner_id.is_(None), Promise.keeper_id == viewer.person_id),
    )


def may_read_area(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    ways = [
        and_(Promise.area.in_(names), reach(viewer, Promise.person_id, Grant.NAME | grant, now))
        for grant, names in areas.by_grant().items()
    ]
    return or_(
        false(), *ways,
        and_(Promise.area == "", reach(viewer, Promise.person_id, WORKER_GRANTS, now)),
    )  # fmt: skip


def readable(viewer: Viewer, now: datetime) -> Select[Promise]:
    """Promises that this adult may read."""
    mine = and_(of_mine(viewer), reach(viewer, Promise.person_id, Grant.NAME, now))
    return select(Promise).where(
        Promise.council_id == viewer.council_id, or_(mine, may_read_area(viewer, now))
    )


def acted_on(viewer: Viewer, now: datetime) -> Select[Promise]:
    """Promises of which the viewer may say what becomes of them."""
    mine = and_(of_mine(viewer), reach(viewer, Promise.person_id, Grant.PLAN, now))
    may = or_(mine, may_read_area(viewer, now)) if viewer.role is Role.MANAGER else mine
    return select(Promise).where(Promise.council_id == viewer.council_id, may)


def may_act(db: Db, viewer: Viewer, promise: Promise, now: datetime) -> bool:
    """`acted_on` as a question about one promise."""
    return db.scalar(acted_on(viewer, now).where(Promise.id == promise.id)) is not None


def may_own(
    db: Db, council_id: int, person_id: int, owner_id: int, area: str, now: datetime
) -> bool:
    """Whether a promise about this area can be this adult's: it was granted to them, today."""
    day = clock.today(now)
    return bool(
        db.scalar(
            select(
                exists(
                    select(Connection.id).where(
                        Connection.council_id == council_id,
                        Connection.of_id == person_id,
                        Connection.with_id == owner_id,
                        *lasting(Connection, day),
                        granting(Connection, areas.to_own(area), day),
                    )
                )
            )
        )
    )


def to_me(viewer: Viewer) -> Select[Promise]:
    """Promises to the young person who asks."""
    return select(Promise).where(
        Promise.council_id == viewer.council_id, Promise.person_id == viewer.person_id
    )
