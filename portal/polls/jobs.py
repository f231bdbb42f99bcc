"""What happens by itself: a poll opens on its first day and closes after its last; a quarter of the
promise closes when it is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from portal.core import clock
from portal.core.db import Database
from portal.core.jobs import job
from portal.polls import actions
from portal.polls.pledge import actions as pledge
from portal.polls.tables import Poll


@job("polls", timedelta(minutes=15))
def polls(database: Database, now: datetime) -> None:
    """Each in a commit of its own: killed between two, the rest comes next time."""
    day = clock.today(now)
    with database.reader() as db:
        opens = db.scalars(
            select(Poll.id).where(
                Poll.sent_at.is_not(None), Poll.told_at.is_(None), Poll.opens <= day,
                Poll.closes >= day,
            )
        ).all()  # fmt: skip
        closes = db.scalars(
            select(Poll.id).where(
                Poll.sent_at.is_not(None), Poll.closed_at.is_(None), Poll.closes < day
            )
        ).all()
        over = pledge.quarters_over(db, day)
    for id in opens:
        with database.committing() as db:
            actions.open_one(db, id, now)
    for id in closes:
        with database.committing() as db:
            actions.close_one(db, id, now)
    for council_id, quarter in over:
        with database.committing() as db:
            pledge.close_quarter(db, council_id, quarter, now)
