"""Who reads what a young person said, who is named before it is sent, and whose turn it is.

The young person chose the readers, and nobody else reads it: a reviewing officer only as their
reviewing officer, a worker only as whoever reads their messages, a carer only while they live
together. Who must not know of them reads nothing (`people.reach`)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import aliased

from portal.core import clock
from portal.core.access import CASE_STAFF, Role, Viewer
from portal.people.reach import granting, holds
from portal.people.rules import PLACED_WITH, Grant, Kind
from portal.people.tables import Connection
from portal.say.rules import Readers
from portal.say.tables import Said

# A name of its own, so that a query which joins connections too keeps the two apart.
_to = aliased(Connection, name="said_to")
# What each reader is granted besides having been chosen.
FOR_IRO = Grant.NAME | Grant.REVIEWS
FOR_WORKER = Grant.NAME | Grant.MESSAGES
FOR_CARER = Grant.NAME | Grant.PLAN


def reads(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Which rows of Said this viewer reads."""
    theirs = Said.council_id == viewer.council_id
    if viewer.role is Role.YOUNG:
        return and_(theirs, Said.person_id == viewer.person_id)
    if viewer.role in CASE_STAFF:
        return and_(theirs, or_(_as_iro(viewer, now), _as_worker(viewer, now)))
    if viewer.role is Role.CARER:
        return and_(theirs, _as_carer(viewer, now))
    return false()


def _as_iro(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    return and_(_chosen(Readers.IRO), _connected(viewer, now, FOR_IRO, _to.kind == Kind.IRO.value))


def _as_worker(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    return and_(
        _chosen(Readers.WORKER), _connected(viewer, now, FOR_WORKER, _to.kind != Kind.IRO.value)
    )


def _as_carer(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    placed = _to.kind.in_([kind.value for kind in PLACED_WITH])
    return and_(_chosen(Readers.CARER), _connected(viewer, now, FOR_CARER, placed))


def _chosen(reader: Readers) -> ColumnElement[bool]:
    return Said.readers.bitwise_and(int(reader)) == int(reader)


def _connected(
    viewer: Viewer, now: datetime, grant: Grant, as_what: ColumnElement[bool]
) -> ColumnElement[bool]:
    day = clock.today(now)
    return exists(
        select(_to.id).where(
            _to.council_id == viewer.council_id,
            _to.with_id == viewer.person_id,
            _to.of_id == Said.person_id,
            as_what,
            *holds(_to, day, now),
            granting(_to, grant, day),
        )
    )
