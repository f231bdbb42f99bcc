"""One family time, as the young person sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portal.core import audit
from portal.core.access import Viewer
from portal.core.db import Db
from portal.family_time import policy
from portal.family_time.tables import FamilyTime


@dataclass(frozen=True)
class FamilyTimePage:
    """wall times are naive, as on the wall in England."""

    who: str
    how: str
    wall: datetime
    wall_end: datetime | None
    where: str
    brings: str
    there: str
    note: str
    state: str
    why_cancelled: str


def family_time_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> FamilyTimePage:
    """Raises NoResultFound when there is none for this viewer."""
    found = db.scalars(policy.visible(viewer, now).where(FamilyTime.ref == ref)).one()
    audit.looked_at(viewer, found.person_id, now)
    return FamilyTimePage(
        found.with_label, found.how, found.wall, found.wall_end, found.where, found.brings,
        found.there, found.note, found.state, found.why_cancelled,
    )  # fmt: skip
