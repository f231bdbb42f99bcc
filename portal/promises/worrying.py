"""Words of a promise that was not kept, where not everybody reads that promise: seen by whoever
promised; where they are not there, by whoever is on duty or over the workers, who rings and does
not read them. Never by whom the promise is kept from."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select

from portal.core import clock
from portal.core.access import Viewer
from portal.core.db import Db
from portal.people.answers import away_on, signs_in
from portal.people.reach import reach
from portal.people.rules import Grant
from portal.promises import areas, policy
from portal.promises.tables import Promise, PromiseStep
from portal.worries.alone import USUAL, Usual, read_by_some
from portal.worries.tables import Worry

IN_STEP = "promise_step"


def _reads(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    whose = func.coalesce(Promise.owner_id, Promise.keeper_id, 0)
    messages = reach(viewer, Worry.person_id, Grant.NAME | Grant.MESSAGES, now)
    not_theirs = (
        select(Promise.id)
        .join(PromiseStep, PromiseStep.promise_id == Promise.id)
        .where(
            PromiseStep.id == Worry.source_id,
            Promise.area == areas.NOBODYS,
            or_(not_(policy.known_to(viewer.person_id)), whose != viewer.person_id),
        )
    )
    return and_(messages, not_(exists(not_theirs.correlate(Worry))))


def _whose(db: Db, council_id: int, id: int, now: datetime) -> int | Usual | None:
    day = clock.today(now)
    who = func.coalesce(Promise.owner_id, Promise.keeper_id)
    there = and_(signs_in(who, day), not_(away_on(who, day)))
    row = db.execute(
        select(Promise.area, who.label("who"), there.label("there"))
        .join(PromiseStep, PromiseStep.promise_id == Promise.id)
        .where(PromiseStep.council_id == council_id, PromiseStep.id == id)
    ).first()
    if row is None or row.area != areas.NOBODYS:
        return USUAL
    return int(row.who) if row.there else None


read_by_some(IN_STEP, _reads, _whose)
