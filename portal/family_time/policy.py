"""Who may see family time: the young person, and who was granted FAMILY."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, select

from portal.core.access import Viewer
from portal.core.db import Db
from portal.family_time.tables import FamilyTime
from portal.people.reach import not_of, reach
from portal.people.rules import Grant


def visible(viewer: Viewer, now: datetime) -> Select[FamilyTime]:
    return select(FamilyTime).where(
        FamilyTime.council_id == viewer.council_id,
        reach(viewer, FamilyTime.person_id, Grant.FAMILY, now),
        not_of(FamilyTime.with_id, viewer.person_id),
    )


def may_see(db: Db, viewer: Viewer, time: FamilyTime, now: datetime) -> bool:
    """`visible` as a question about one family time."""
    return db.scalar(visible(viewer, now).where(FamilyTime.id == time.id)) is not None
