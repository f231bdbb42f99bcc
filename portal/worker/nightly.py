"""What became due today stands on the lists in the morning, without an import and without anybody
opening a page."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from portal.core.db import Database
from portal.core.jobs import DAY, job
from portal.people.tables import Council
from portal.rebuild import rebuild_beside


@job("dues", DAY)
def what_is_due(database: Database, now: datetime) -> None:
    """Each council's agenda and what is owed, in a transaction of its own: a worker that is killed
    leaves whole councils, and begins again."""
    with database.reader() as db:
        councils = db.scalars(select(Council.id).order_by(Council.id)).all()
    for council_id in councils:
        rebuild_beside(database, council_id, now)
