"""Who gives whom a way in, and whom somebody can have told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, not_, or_, select, true
from sqlalchemy.orm import aliased

from portal.core import clock
from portal.core.access import Role, Viewer
from portal.core.db import Query
from portal.opened.rules import What
from portal.opened.tables import Opening
from portal.people.actions import BY_PASSPHRASE
from portal.people.answers import (
    FIRST,
    columns,
    cover,
    covers,
    is_answering,
    is_away,
    leave,
    signs_in,
)
from portal.people.reach import PersonKey, barred, granting, holds, lasting, reach
from portal.people.rules import PLACED_WITH, WORKER_GRANTS, WORKERS, Grant, Kind, PersonKind
from portal.people.stops import stopped
from portal.people.tables import Account, Connection, Membership, Person

GIVERS = frozenset({Role.WORKER, Role.MANAGER})
TOLD = frozenset({Role.WORKER, Role.MANAGER, Role.DUTY, Role.IRO})
GETTERS = BY_PASSPHRASE
MOST_WORKERS = 30

_given = aliased(Connection, name="given")
_placed = aliased(Connection, name="placed")
_opened = aliased(Connection, name="opened_to")
_near = aliased(Connection, name="near")


def gives(viewer: Viewer, young: PersonKey, now: datetime) -> ColumnElement[bool]:
    """Whether the viewer gives this young person, and the carers they are placed with, a way in:
    everything was granted to them, and not by the hour. Nobody gives one to somebody to whom
    nothing goes any more."""
    return and_(Giver(viewer.council_id, viewer.person_id).gives(young, now), not_(stopped(young)))


@dataclass(frozen=True)
class Giver:
    """Somebody who gives a way in, or gave one: whether it is theirs to give at this moment."""

    council_id: int
    person_id: int

    def gives(self, young: PersonKey | int, now: datetime) -> ColumnElement[bool]:
        """They are a worker or manager of this council, and were granted everything of this young
        person's, not by the hour."""
        return and_(
            self._is_in((Role.WORKER, Role.MANAGER), now),
            exists(
                select(_given.id).where(
                    _given.council_id == self.council_id,
                    _given.with_id == self.person_id,
                    _given.of_id == young,
                    *lasting(_given, clock.today(now)),
                    granting(_given, WORKER_GRANTS),
                )
            ),
        )

    def asks_their_manager(self, young: PersonKey | int, now: datetime) -> ColumnElement[bool]:
        """Somebody looks into their messages with this young person, or wants to: a way into the
        pages of either would let them look first."""
        return exists(
            select(Opening.id).where(
                Opening.council_id == self.council_id,
                Opening.person_id == young,
                Opening.kind == What.MESSAGES.value,
                Opening.adult_id == self.person_id,
                Opening.refused.is_(False),
                or_(Opening.ends_at.is_(None), Opening.ends_at > now),
            )
        )

    def gives_carer(self, carer: PersonKey | int, now: datetime) -> ColumnElement[bool]:
        """Through a carer's account all their children can be read. So it is given by whoever gives
        each of them a way in, or by a manager who gives one of them one and oversees the others."""
        day = clock.today(now)
        young: Any = _opened.of_id
        theirs = and_(self.gives(young, now), not_(self.asks_their_manager(young, now)))
        one_lives_there = exists(
            select(_opened.id).where(
                _opened.council_id == self.council_id,
                _opened.with_id == carer,
                _opened.kind.in_(PLACED_WITH),
                *lasting(_opened, day),
                theirs,
            )
        )
        another = exists(
            select(_opened.id).where(
                _opened.council_id == self.council_id,
                _opened.with_id == carer,
                *holds(_opened, day, now),
                not_(or_(theirs, self._oversees(young, now))),
            )
        )
        return and_(one_lives_there, not_(another))

    def _oversees(self, young: Any, now: datetime) -> ColumnElement[bool]:
        """A manager who is connected with the young person, or any where none is (as in
        `people.oversight`); nobody who must not know of them."""
        managers = select(_near.id).where(
            _near.council_id == self.council_id,
            _near.of_id == young,
            *lasting(_near, clock.today(now)),
            _is_member(_near.with_id, (Role.MANAGER,), now),
        )
        return and_(
            self._is_in((Role.MANAGER,), now),
            not_(barred(young, self.person_id)),
            not_(self.asks_their_manager(young, now)),
            or_(exists(managers.where(_near.with_id == self.person_id)), not_(exists(managers))),
        )

    def _is_in(self, roles: Sequence[Role], now: datetime) -> ColumnElement[bool]:
        return _is_member(self.person_id, roles, now, self.council_id)


def _is_member(
    person: PersonKey | int, roles: Sequence[Role], now: datetime, council_id: int | None = None
) -> ColumnElement[bool]:
    """Whether they sign in to this council today, in one of these roles."""
    day = clock.today(now)
    return exists(
        select(Membership.id)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.person_id == person,
            true() if council_id is None else Membership.council_id == council_id,
            Membership.role.in_(roles),
            Membership.starts <= day,
            or_(Membership.ends.is_(None), Membership.ends >= day),
            Account.state == "open",
        )
        # The query around may have the person's own membership beside.
        .correlate_except(Membership, Account)
    )


def children_of(council_id: int, carer_id: int, now: datetime) -> Query:
    """Keys of every young person whom this carer's account opens today."""
    return (
        select(_opened.of_id)
        .where(
            _opened.council_id == council_id,
            _opened.with_id == carer_id,
            *holds(_opened, clock.today(now), now),
        )
        .distinct()
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
        .outerjoin(leave, is_away(Person, day))
        .outerjoin(cover, covers(day))
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
