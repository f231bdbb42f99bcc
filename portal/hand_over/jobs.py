"""On the day: what is owed goes over to the new worker, and back from whoever stood in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, select

from portal.core import clock
from portal.core.db import Database, Db
from portal.core.jobs import job
from portal.hand_over.actions import move, move_back
from portal.hand_over.tables import HandOver

AT_ONCE = 200


@job("hand over", timedelta(minutes=15))
def hand_over(database: Database, now: datetime) -> None:
    """One commit for each young person, so that one that fails keeps nobody else waiting."""
    today = clock.today(now)
    agreed = HandOver.agreed_at.is_not(None)
    starts = and_(agreed, HandOver.moved_at.is_(None), HandOver.day <= today)
    ends = and_(agreed, HandOver.moved_at.is_not(None), HandOver.back_at.is_(None),
                HandOver.until < today)  # fmt: skip
    _each(database, starts, move, now)
    _each(database, ends, move_back, now)


def _each(
    database: Database,
    which: ColumnElement[bool],
    do: Callable[[Db, HandOver, datetime], None],
    now: datetime,
) -> None:
    with database.reader() as db:
        due = db.scalars(select(HandOver.id).where(which).order_by(HandOver.id).limit(AT_ONCE))
        keys = list(due)
    for key in keys:
        with database.committing() as db:
            held = select(HandOver).where(HandOver.id == key, which).with_for_update()
            one = db.scalars(held).first()
            if one is not None:
                do(db, one, now)
