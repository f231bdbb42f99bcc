"""Each day: who is reminded of a hello."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from portal.core.db import Database
from portal.core.jobs import DAY, job
from portal.opportunities.hellos import actions
from portal.people.tables import Council


@job("hellos", DAY)
def hellos(database: Database, now: datetime) -> None:
    """Each council in a commit of its own: killed between two, the rest comes next time."""
    with database.reader() as db:
        councils = db.scalars(select(Council.id).order_by(Council.id)).all()
    for council_id in councils:
        with database.committing() as db:
            actions.remind(db, council_id, now)
