"""Who may see a review, who looks after it, and who writes the letter.

Its day is seen by the young person and by who was granted DATES; who comes, what is talked about,
the letter and what was decided, by case staff who were granted REVIEWS besides. Their worker, their
manager and their reviewing officer look after it. What the young person wishes of who comes is read
by whoever runs it, their reviewing officer and their worker, save whom it is about; whether they
want to talk alone, by their reviewing officer. The letter is written by whoever runs the
review, and by their reviewing officer. None of this for some hours only.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select
from sqlalchemy.orm import aliased

from portal.core import clock
from portal.core.access import CASE_STAFF, Role, Viewer
from portal.core.db import Db
from portal.people.reach import granting, lasting, reach
from portal.people.rules import WORKERS, Grant, Kind
from portal.people.tables import Connection
from portal.reviews.tables import Review

NEEDED = Grant.NAME | Grant.DATES | Grant.REVIEWS
RUNNERS = CASE_STAFF - {Role.DUTY}
_KEEPERS = (*WORKERS, Kind.IRO, Kind.MANAGER)
_near = aliased(Connection, name="looks_after")


def visible(viewer: Viewer, now: datetime) -> Select[Review]:
    return select(Review).where(
        Review.council_id == viewer.council_id,
        reach(viewer, Review.person_id, Grant.DATES, now),
    )


def may_see(db: Db, viewer: Viewer, review: Review, now: datetime) -> bool:
    """`visible` as a question about one review."""
    return db.scalar(visible(viewer, now).where(Review.id == review.id)) is not None


def mine(viewer: Viewer) -> tuple[ColumnElement[bool], ...]:
    """A review of the young person who asks."""
    return (Review.council_id == viewer.council_id, Review.person_id == viewer.person_id)


def read_by(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Which reviews an adult reads about: who comes, what is talked about, the letter."""
    if viewer.role not in CASE_STAFF:
        return false()
    return and_(
        Review.council_id == viewer.council_id, reach(viewer, Review.person_id, NEEDED, now)
    )


def _is(viewer: Viewer, now: datetime, as_what: ColumnElement[bool]) -> ColumnElement[bool]:
    day = clock.today(now)
    return exists(
        select(_near.id).where(
            _near.council_id == viewer.council_id, _near.with_id == viewer.person_id,
            _near.of_id == Review.person_id, as_what, *lasting(_near, day),
            granting(_near, NEEDED, day),
        )
    )  # fmt: skip


def looked_after(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Which reviews an adult looks after: says who comes, puts points on the agenda."""
    if viewer.role not in RUNNERS:
        return false()
    return _is(viewer, now, _near.kind.in_(_KEEPERS))


def written_by(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Of which reviews the viewer writes the letter."""
    if viewer.role not in RUNNERS:
        return false()
    runs = and_(Review.run_by_id == viewer.person_id, _near.kind.in_(_KEEPERS))
    return _is(viewer, now, or_(_near.kind == Kind.IRO, runs))


def wishes_read_by(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Of which reviews the viewer reads whom the young person would rather not have there."""
    if viewer.role not in RUNNERS:
        return false()
    runs = and_(Review.run_by_id == viewer.person_id, _near.kind.in_(_KEEPERS))
    return _is(viewer, now, or_(_near.kind.in_((*WORKERS, Kind.IRO)), runs))


def officer_of(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Of which reviews the viewer is the reviewing officer of the young person."""
    if viewer.role not in RUNNERS:
        return false()
    return _is(viewer, now, _near.kind == Kind.IRO)
