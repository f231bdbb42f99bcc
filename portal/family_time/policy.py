"""Who may see family time: the young person, and who was granted FAMILY."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, not_, or_, select

from portal.core import clock
from portal.core.access import Viewer
from portal.core.db import Db
from portal.family_time.tables import FamilyTime
from portal.people.reach import not_of, reach
from portal.people.rules import Grant
from portal.people.stops import died


def visible(viewer: Viewer, now: datetime) -> Select[FamilyTime]:
    """A coming time with somebody who has died is on nobody's page: a person says it first."""
    wall = clock.local(now).replace(tzinfo=None)
    return select(FamilyTime).where(
        FamilyTime.council_id == viewer.council_id,
        reach(viewer, FamilyTime.person_id, Grant.FAMILY, now),
        not_of(FamilyTime.with_id, viewer.person_id),
        or_(FamilyTime.with_id.is_(None), FamilyTime.wall < wall, not_(died(FamilyTime.with_id))),
    )


def may_see(db: Db, viewer: Viewer, time: FamilyTime, now: datetime) -> bool:
    """`visible` as a question about one family time."""
    return db.scalar(visible(viewer, now).where(FamilyTime.id == time.id)) is not None
