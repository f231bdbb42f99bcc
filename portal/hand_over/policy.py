"""Who may hand a young person over, to whom, and who agrees."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, not_, or_, select, true
from sqlalchemy.orm import aliased

from portal.core import clock
from portal.core.access import Role, Viewer
from portal.core.db import Query
from portal.hand_over.tables import HandOver
from portal.people.reach import PersonKey, granting, lasting, not_of, reach
from portal.people.rules import WORKERS, Grant, PersonKind
from portal.people.stops import stopped
from portal.people.tables import Account, Connection, Membership, Person

ASKERS = frozenset({Role.WORKER, Role.MANAGER})
# So long somebody who does not know the young person any more can look up what was agreed.
FRESH = timedelta(days=28)
_near = aliased(Connection, name="near")
_theirs = aliased(Connection, name="of_worker")


def theirs(viewer: Viewer, worker_id: PersonKey | int, now: datetime) -> Query:
    """Young people of this worker whom the viewer may hand over: the worker's own; or, for a
    manager, those with whom the manager works, too. Nobody to whom nothing goes any more. A row is
    the young person and the worker's connection with them."""
    day = clock.today(now)
    return (
        select(Person, _theirs)
        .join(_theirs, _theirs.of_id == Person.id)
        .where(
            Person.council_id == viewer.council_id,
            Person.kind == PersonKind.YOUNG,
            _theirs.council_id == viewer.council_id,
            _theirs.with_id == worker_id,
            _theirs.kind.in_(WORKERS),
            *lasting(_theirs, day),
            not_(stopped(Person.id)),
            _works_with(viewer, day),
        )
    )


def _works_with(viewer: Viewer, day: date) -> ColumnElement[bool]:
    """The viewer works with the young person of a row themselves, and not for some hours."""
    near = (
        select(_near.id)
        .where(
            _near.council_id == viewer.council_id,
            _near.of_id == Person.id,
            _near.with_id == viewer.person_id,
            *lasting(_near, day),
            granting(_near, Grant.NAME | Grant.MESSAGES),
        )
        .correlate(Person)
    )
    return near.exists()


def workers_of(viewer: Viewer, young_id: int, day: date) -> Query:
    """The young person's workers of today whose place somebody else may take: of a worker, only
    their own."""
    return (
        select(Person, _theirs)
        .join(_theirs, _theirs.with_id == Person.id)
        .where(
            _theirs.council_id == viewer.council_id,
            _theirs.of_id == young_id,
            _theirs.kind.in_(WORKERS),
            *lasting(_theirs, day),
            true() if viewer.role is Role.MANAGER else Person.id == viewer.person_id,
        )
        .order_by(_theirs.starts.desc(), _theirs.id.desc())
    )


def could_take_over(council_id: int, day: date) -> Query:
    """Workers who sign in here today."""
    return (
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Person.council_id == council_id,
            Membership.council_id == council_id,
            Membership.role == Role.WORKER.value,
            Membership.starts <= day,
            or_(Membership.ends.is_(None), Membership.ends >= day),
            Account.state == "open",
        )
    )


def visible(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Hand-overs that the viewer reads: whoever asked, takes over or hands over, while it waits or
    is fresh, and after that only while they reach the young person; and every manager, who may have
    to agree. None of somebody whom they must not know of."""
    ends = func.coalesce(HandOver.until, HandOver.day)
    fresh = or_(
        and_(HandOver.agreed_at.is_(None), HandOver.refused_at.is_(None)),
        HandOver.refused_at > now - FRESH,
        and_(HandOver.agreed_at.is_not(None), ends >= clock.today(now) - FRESH),
    )
    concerned = and_(
        or_(
            HandOver.asked_by_id == viewer.person_id,
            HandOver.to_id == viewer.person_id,
            HandOver.from_id == viewer.person_id,
        ),
        or_(fresh, reach(viewer, HandOver.person_id, Grant.NAME, now)),
    )
    return and_(
        HandOver.council_id == viewer.council_id,
        not_of(HandOver.person_id, viewer.person_id),
        true() if viewer.role is Role.MANAGER else concerned,
    )


def may_answer(viewer: Viewer, one: HandOver) -> bool:
    """The second person: the manager whom a worker asked, never whoever asked or takes over; or the
    worker who is to take over, whom a manager asked."""
    if viewer.person_id == one.asked_by_id:
        return False
    if one.by_worker:
        return viewer.role is Role.MANAGER and viewer.person_id != one.to_id
    return viewer.person_id == one.to_id
