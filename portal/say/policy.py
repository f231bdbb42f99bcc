"""Who reads what a young person said, who is named before it is sent, and whose turn it is.

The young person chose the readers, and nobody else reads it: a reviewing officer only as their
reviewing officer, a worker only as whoever reads their messages, a carer only while they live
together, and only what was said while they did: they ticked the name of that one. What a manager
has to answer (`Owner.MANAGER`) is read by a manager who reads their messages, and by one to whom it
was given. Who must not know of them reads nothing (`people.reach`).

Who answers: the officer or a worker who reads what the worker owes; of what the officer was asked,
the officer; of what a manager owes, a manager. Never somebody who is here for some hours only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select
from sqlalchemy.orm import aliased

from portal.core import clock
from portal.core.access import CASE_STAFF, Role, Viewer
from portal.owed.tables import Owed, OwedStep
from portal.people.reach import barred, granting, holds, lasting, on_day
from portal.people.rules import PLACED_WITH, Grant, Kind
from portal.people.tables import Connection
from portal.say.rules import OWED_KIND, Owner, Readers
from portal.say.tables import Said

# Names of their own, so that a query which joins these too keeps the two apart.
_to = aliased(Connection, name="said_to")
_then = aliased(Connection, name="said_then")
_given = aliased(Owed, name="said_given")
_went = aliased(OwedStep, name="said_went")
SOURCE = "said"  # where owed rows, notices and worries say that they come from
# What each reader is granted besides having been chosen.
FOR_IRO = Grant.NAME | Grant.REVIEWS
FOR_WORKER = Grant.NAME | Grant.MESSAGES
FOR_CARER = Grant.NAME | Grant.PLAN
OFFICER = (Kind.IRO.value,)


def reads(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Which rows of Said this viewer reads."""
    theirs = Said.council_id == viewer.council_id
    if viewer.role is Role.YOUNG:
        return and_(theirs, Said.person_id == viewer.person_id)
    if viewer.role is Role.CARER:
        placed = _to.kind.in_([kind.value for kind in PLACED_WITH])
        near = _connected(viewer, now, FOR_CARER, placed)
        return and_(theirs, _chosen(Readers.CARER), near, _lived_together(viewer))
    if viewer.role not in CASE_STAFF:
        return false()
    ways = [_as_officer(viewer, now), _as_worker(viewer, now), _as_manager(viewer, now)]
    return and_(theirs, or_(*ways))


def _lived_together(viewer: Viewer) -> ColumnElement[bool]:
    """When it was said: whoever came later was not named."""
    return exists(
        select(_then.id).where(
            _then.council_id == viewer.council_id,
            _then.with_id == viewer.person_id,
            _then.of_id == Said.person_id,
            _then.kind.in_([kind.value for kind in PLACED_WITH]),
            *on_day(_then, func.date(Said.said_at)),
        )
    )


def answers(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Which of these they may answer, while an answer is owed."""
    if viewer.role not in CASE_STAFF:
        return false()
    officer, worker, manager = (
        way(viewer, now, stays=True) for way in (_as_officer, _as_worker, _as_manager)
    )
    return and_(
        Said.council_id == viewer.council_id,
        or_(
            and_(Said.owner == Owner.IRO, officer),
            and_(Said.owner == Owner.WORKER, or_(officer, worker)),
            manager,
        ),
    )


def stays(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Which of what they read is theirs to read for more than some hours: whose name the young
    person sees as a reader's."""
    if viewer.role is Role.CARER:
        return reads(viewer, now)
    ways = (_as_officer, _as_worker, _as_manager)
    return or_(*(way(viewer, now, stays=True) for way in ways))


def _as_officer(viewer: Viewer, now: datetime, *, stays: bool = False) -> ColumnElement[bool]:
    near = _connected(viewer, now, FOR_IRO, _to.kind.in_(OFFICER), stays=stays)
    return and_(_chosen(Readers.IRO), near)


def _as_worker(viewer: Viewer, now: datetime, *, stays: bool = False) -> ColumnElement[bool]:
    near = _connected(viewer, now, FOR_WORKER, _to.kind.not_in(OFFICER), stays=stays)
    return and_(_chosen(Readers.WORKER), near)


def _as_manager(viewer: Viewer, now: datetime, *, stays: bool = False) -> ColumnElement[bool]:
    if viewer.role is not Role.MANAGER:
        return false()
    near = _connected(viewer, now, FOR_WORKER, _to.kind.not_in(OFFICER), stays=stays)
    given = and_(was_given(viewer.person_id), not_barred(viewer.person_id))
    return and_(Said.owner == Owner.MANAGER, or_(near, given))


def was_given(person_id: int) -> ColumnElement[bool]:
    """Whether what is owed for a row of Said is or was on this adult's list: that alone says
    nothing of what was said."""
    row = (
        _given.source_kind == SOURCE, _given.source_id == Said.id,
        _given.kind.in_(tuple(OWED_KIND.values())),
    )  # fmt: skip
    step = (
        _went.source_kind == SOURCE, _went.source_id == Said.id, _went.since == Said.turn_at,
        _went.to_id == person_id,
    )  # fmt: skip
    return or_(
        exists(select(_given.id).where(*row, _given.debtor_id == person_id)),
        exists(select(_went.id).where(*step)),
    )


def not_barred(person_id: int) -> ColumnElement[bool]:
    return ~barred(Said.person_id, person_id)


def _chosen(reader: Readers) -> ColumnElement[bool]:
    return Said.readers.bitwise_and(int(reader)) == int(reader)


def _connected(
    viewer: Viewer, now: datetime, grant: Grant, as_what: ColumnElement[bool], *,
    stays: bool = False,
) -> ColumnElement[bool]:  # fmt: skip
    day = clock.today(now)
    return exists(
        select(_to.id).where(
            _to.council_id == viewer.council_id,
            _to.with_id == viewer.person_id,
            _to.of_id == Said.person_id,
            as_what,
            *(lasting(_to, day) if stays else holds(_to, day, now)),
            granting(_to, grant, day),
        )
    )
