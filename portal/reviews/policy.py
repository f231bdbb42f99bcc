"""Who may see a review: the young person, and who was granted DATES."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, select

from portal.core.access import Viewer
from portal.reviews.tables import Review
from portal.people.reach import reach
from portal.people.rules import Grant


def visible(viewer: Viewer, now: datetime) -> Select[Review]:
    return select(Review).where(
        Review.council_id == viewer.council_id,
        reach(viewer, Review.person_id, Grant.DATES, now),
    )
