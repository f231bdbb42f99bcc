"""Who may see a review: the young person, and who was granted DATES."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, select

from portal.core.access import Viewer
from portal.core.db import Db
from portal.people.reach import reach
from portal.people.rules import Grant
from portal.reviews.tables import Review


def visible(viewer: Viewer, now: datetime) -> Select[Review]:
    return select(Review).where(
        Review.council_id == viewer.council_id,
        reach(viewer, Review.person_id, Grant.DATES, now),
    )


def may_see(db: Db, viewer: Viewer, review: Review, now: datetime) -> bool:
    """`visible` as a question about one review."""
    return db.scalar(visible(viewer, now).where(Review.id == review.id)) is not None
