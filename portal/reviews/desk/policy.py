"""Whose reviews stand on somebody's desk: an officer's or a manager's, of those young people with
whom they work for longer than some hours and whose reviews they were granted; and of whom one of
the council is asked to answer a dispute."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, false, select
from sqlalchemy.orm import aliased

from portal.core import clock
from portal.core.access import CASE_STAFF, Role, Viewer
from portal.people.reach import PersonKey, granting, lasting, reach
from portal.people.rules import Grant
from portal.people.tables import Connection
from portal.reviews.desk.tables import DisputeStep, ReviewDispute

NEEDED = Grant.NAME | Grant.DATES | Grant.REVIEWS
AT_DESK = frozenset({Role.IRO, Role.MANAGER})
_near = aliased(Connection, name="at_desk")
_later = aliased(DisputeStep, name="later_step")


def works_on(viewer: Viewer, person: PersonKey, now: datetime) -> ColumnElement[bool]:
    """Whether this young person's reviews are the viewer's to look after."""
    if viewer.role not in AT_DESK:
        return false()
    day = clock.today(now)
    return exists(
        select(_near.id).where(
            _near.council_id == viewer.council_id,
            _near.with_id == viewer.person_id,
            _near.of_id == person,
            *lasting(_near, day),
            granting(_near, NEEDED, day),
        )
    )


def asked_of(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Which steps of a dispute are the viewer's to answer: they were named, and work with the young
    person still."""
    if viewer.role not in CASE_STAFF:
        return false()
    return and_(
        DisputeStep.council_id == viewer.council_id,
        DisputeStep.to_id == viewer.person_id,
        reach(viewer, DisputeStep.person_id, Grant.NAME, now),
    )


def waits() -> ColumnElement[bool]:
    """Which steps wait for an answer: the newest of a dispute that goes on. Where the officer went
    a step up, whoever was asked before is not waited for any more."""
    later = exists(
        select(_later.id).where(
            _later.dispute_id == DisputeStep.dispute_id, _later.number > DisputeStep.number
        )
    )
    return and_(DisputeStep.answered_at.is_(None), ReviewDispute.ended_at.is_(None), ~later)
