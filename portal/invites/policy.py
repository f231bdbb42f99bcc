"""Who gives whom a way in, and whom somebody can have told."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, case, exists, false, select
from sqlalchemy.orm import aliased

from portal.core import clock
from portal.core.access import Role, Viewer
from portal.core.db import Query
from portal.people.actions import BY_PASSPHRASE
from portal.people.answers import FIRST, columns, cover, covers, is_answering, signs_in
from portal.people.reach import PersonKey, granting, lasting, reach
from portal.people.rules import ALL_GRANTS, PLACED_WITH, WORKERS, Grant, Kind, PersonKind
from portal.people.tables import Connection, Person

GIVERS = frozenset({Role.WORKER, Role.MANAGER})
TOLD = frozenset({Role.WORKER, Role.MANAGER, Role.DUTY, Role.IRO})
GETTERS = BY_PASSPHRASE
MOST_WORKERS = 30

_given = aliased(Connection, name="given")
_placed = aliased(Connection, name="placed")


def gives(viewer: Viewer, young: PersonKey, now: datetime) -> ColumnElement[bool]:
    """Whether the viewer gives this young person, and the carers they are placed with, a way in:
    everything was granted to them, and not by the hour."""
    if viewer.role not in GIVERS:
        return false()
    return exists(
        select(_given.id).where(
            _given.council_id == viewer.council_id,
            _given.with_id == viewer.person_id,
            _given.of_id == young,
            *lasting(_given, clock.today(now)),
            granting(_given, ALL_GRANTS),
        )
    )


def is_placed_with(young: PersonKey | int, adult: PersonKey, day: date) -> ColumnElement[bool]:
    """Whether this young person lives with this carer today."""
    return exists(
        select(_placed.id).where(
            _placed.with_id == adult,
            _placed.of_id == young,
            _placed.kind.in_(PLACED_WITH),
            *lasting(_placed, day),
        )
    )


def knows_of(viewer: Viewer, person: PersonKey, now: datetime) -> ColumnElement[bool]:
    """Whether the viewer may read the name of somebody who used a way in: a young person they
    reach, or a carer of one whose address they were granted."""
    cared_for = exists(
        select(_placed.id).where(
            _placed.with_id == person,
            _placed.kind.in_(PLACED_WITH),
            *lasting(_placed, clock.today(now)),
            reach(viewer, _placed.of_id, Grant.ADDRESS, now),
        )
    )
    own = reach(viewer, person, Grant.NAME, now)
    return case((Person.kind == PersonKind.YOUNG, own), else_=cared_for)


def workers_of(viewer: Viewer, now: datetime) -> Query:
    """Who can be told for this young person or carer: workers and reviewing officers who sign in
    here, whoever answers today first; and whoever covers for each."""
    day = clock.today(now)
    whose: Any = Connection.of_id == viewer.person_id
    if not viewer.is_young:
        whose = is_placed_with(Connection.of_id, viewer.person_id, day)  # type: ignore[arg-type]
    return (
        select(
            Person.ref,
            cover.ref.label("cover_ref"),
            Connection.kind,
            case((is_answering(day), 1), else_=0).label("answering"),
            *columns(Person),
        )
        .join(Connection, Connection.with_id == Person.id)
        .outerjoin(cover, covers(Person, day))
        .where(
            Connection.council_id == viewer.council_id,
            whose,
            Connection.kind.in_((*WORKERS, Kind.IRO)),
            *lasting(Connection, day),
            signs_in(Person.id, day),
        )
        .order_by(case((is_answering(day), 0), else_=1), *FIRST)
        .limit(MOST_WORKERS)
    )
