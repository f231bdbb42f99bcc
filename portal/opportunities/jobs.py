"""Each day: editors are told what nobody has made sure of for three months."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from portal.core.db import Database
from portal.core.jobs import DAY, job
from portal.opportunities import actions
from portal.people.tables import Council


@job("opportunities", DAY)
def opportunities(database: Database, now: datetime) -> None:
    """Each council in a commit of its own: killed between two, the rest comes next time."""
    with database.reader() as db:
        councils = db.scalars(select(Council.id).order_by(Council.id)).all()
    for council_id in councils:
        with database.committing() as db:
            actions.remind(db, council_id, now)
