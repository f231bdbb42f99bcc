"""One review, as the young person sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portal.core import audit
from portal.core.access import Viewer
from portal.core.db import Db
from portal.reviews import policy
from portal.reviews.tables import Review


@dataclass(frozen=True)
class ReviewPage:
    """wall times are naive, as on the wall in England."""

    who: str
    kind: str
    wall: datetime
    wall_end: datetime | None
    all_day: bool
    where: str
    note: str
    state: str


def review_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> ReviewPage:
    """Raises NoResultFound when there is none for this viewer."""
    found = db.scalars(policy.visible(viewer, now).where(Review.ref == ref)).one()
    audit.looked_at(viewer, found.person_id, now)
    return ReviewPage(
        found.run_by_label, found.kind, found.wall, found.wall_end, found.all_day, found.where,
        found.note, found.state,
    )  # fmt: skip
