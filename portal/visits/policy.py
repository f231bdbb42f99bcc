"""Who may see a visit: the young person, and who was granted DATES."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, select

from portal.core.access import Viewer
from portal.core.db import Db
from portal.people.reach import reach
from portal.people.rules import Grant
from portal.visits.tables import Visit


def visible(viewer: Viewer, now: datetime) -> Select[Visit]:
    return select(Visit).where(
        Visit.council_id == viewer.council_id,
        reach(viewer, Visit.person_id, Grant.DATES, now),
    )


def may_see(db: Db, viewer: Viewer, visit: Visit, now: datetime) -> bool:
    """`visible` as a question about one visit."""
    return db.scalar(visible(viewer, now).where(Visit.id == visit.id)) is not None
