"""Who may write a hello, and who is named for it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, false, literal, not_, or_, select

from portal.core import clock
from portal.core.access import Role, Viewer
from portal.opportunities.hellos import rules
from portal.opportunities.hellos.tables import Hello, HelloGiver, HelloWish
from portal.people.answers import can_open, is_answering
from portal.people.reach import barred
from portal.people.stops import stopped
from portal.people.tables import Connection, Leave

WRITERS = frozenset({Role.WORKER, Role.DUTY, Role.MANAGER})
NAMERS = frozenset({Role.MANAGER})


def could_write(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Which rows of Hello the viewer may write: as their worker, or whoever covers for that worker
    today; and, named for it, of those who allow that. Never of somebody whom they must not know of.

    Whoever else reads what they write (a manager, somebody on duty) does not: on which days they
    would like a hello, and which feasts are theirs, they told their worker."""
    if viewer.role not in WRITERS:
        return false()
    allowed = exists(
        select(HelloWish.id).where(
            HelloWish.council_id == Hello.council_id, HelloWish.person_id == Hello.person_id,
            HelloWish.others,
        )
    )  # fmt: skip
    named = exists(
        select(HelloGiver.id).where(
            HelloGiver.council_id == viewer.council_id, HelloGiver.person_id == viewer.person_id
        )
    )
    return and_(
        Hello.council_id == viewer.council_id,
        not_(barred(Hello.person_id, viewer.person_id)),
        not_(stopped(Hello.person_id)),
        or_(answers_them(viewer, now), and_(allowed, named)),
    )


def answers_them(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Whether the viewer answers the young person of a row of Hello today."""
    return or_(*_as_their_worker(viewer, clock.today(now)))


def written_by_others(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Hellos that somebody else wrote to those whom the viewer answers: so that what a colleague
    without a tie writes to a child is not read by that child alone."""
    if viewer.role not in WRITERS:
        return false()
    return and_(
        Hello.council_id == viewer.council_id, Hello.sent_at.is_not(None),
        Hello.by_id != viewer.person_id, Hello.day >= clock.today(now) - rules.READ_FOR,
        not_(barred(Hello.person_id, viewer.person_id)), answers_them(viewer, now),
    )  # fmt: skip


def _as_their_worker(viewer: Viewer, day: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    worker = (
        Connection.council_id == Hello.council_id, Connection.of_id == Hello.person_id,
        is_answering(day),
    )  # fmt: skip
    own = exists(select(Connection.id).where(*worker, Connection.with_id == viewer.person_id))
    covered = exists(
        select(Connection.id)
        .join(Leave, Leave.person_id == Connection.with_id)
        .where(
            *worker, Leave.cover_id == viewer.person_id, Leave.starts <= day, Leave.ends >= day,
            Leave.cancelled_at.is_(None),
        )
    )  # fmt: skip
    return own, and_(
        covered, can_open(Hello.council_id, literal(viewer.person_id), Hello.person_id, day)
    )


def waits(now: datetime) -> ColumnElement[bool]:
    """Not written yet, and not too late."""
    day = clock.today(now)
    return and_(
        Hello.sent_at.is_(None), Hello.day >= day - rules.AFTER, Hello.day <= day + rules.BEFORE
    )
