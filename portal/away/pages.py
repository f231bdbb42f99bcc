"""Who is away when, who covers, and for whom nobody does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, not_, select
from sqlalchemy.orm import aliased

from portal.agenda.tables import AgendaItem
from portal.away import policy
from portal.core import audit, clock
from portal.core.access import Role, Viewer
from portal.core.db import Db, Query
from portal.people.answers import can_open
from portal.people.reach import barred, shown_name
from portal.people.stops import stopped
from portal.people.tables import Connection, Leave, Person

MOST_LEAVES = 200
MOST_VISITS = 200
MOST_COLLEAGUES = 500
_who, _cover = aliased(Person, name="who_is_away"), aliased(Person, name="who_covers")


@dataclass(frozen=True)
class Away:
    """uncovered: for how many young people nobody answers meanwhile; None where it is not said."""

    ref: str
    who: str
    cover: str
    starts: date
    ends: date
    uncovered: int | None = None


@dataclass(frozen=True)
class Colleague:
    ref: str
    name: str
    job: str


@dataclass(frozen=True)
class MinePage:
    """covering: colleagues for whom the viewer answers, now or soon."""

    today: date
    leaves: tuple[Away, ...]
    covering: tuple[Away, ...]
    colleagues: tuple[Colleague, ...]


@dataclass(frozen=True)
class TeamPage:
    today: date
    leaves: tuple[Away, ...]
    colleagues: tuple[Colleague, ...]


@dataclass(frozen=True)
class Booked:
    """A visit that is booked while somebody is away. by: who is to come, as the calendar says it.
    wall: naive local time, None for a whole day."""

    name: str
    day: date
    wall: datetime | None
    by: str


@dataclass(frozen=True)
class LeavePage:
    """covered, alone: young people for whom somebody answers meanwhile, and those for whom nobody
    does, by name. may_let_in: the viewer may give access to whoever covers. visits: what is booked
    on these days with young people whose dates the viewer knows."""

    today: date
    away: Away
    own: bool
    covered: tuple[str, ...]
    alone: tuple[str, ...]
    has_cover: bool
    may_let_in: bool
    visits: tuple[Booked, ...]


def mine_page(db: Db, viewer: Viewer, now: datetime) -> MinePage:
    today = clock.today(now)
    own = _leaves(today).where(
        Leave.council_id == viewer.council_id, Leave.person_id == viewer.person_id
    )
    covering = _leaves(today).where(
        Leave.council_id == viewer.council_id, Leave.cover_id == viewer.person_id
    )
    reads = (
        select(Connection.id)
        .where(
            Connection.council_id == viewer.council_id,
            Connection.with_id == viewer.person_id,
            policy.theirs(today),
            can_open(Connection.council_id, Person.id, Connection.of_id, today),
        )
        .exists()
    )
    near = policy.colleagues(viewer, today).where(reads, Person.id != viewer.person_id)
    return MinePage(
        today,
        tuple(_away(row) for row in db.execute(own)),
        tuple(_away(row) for row in db.execute(covering)),
        _colleagues(db, near),
    )


def team_page(db: Db, viewer: Viewer, now: datetime) -> TeamPage:
    """For a manager: everybody who is away or will be, and for how many nobody answers."""
    today = clock.today(now)
    day = policy.first_day(today)
    alone = (
        select(func.count())
        .select_from(Connection)
        .where(
            Connection.council_id == Leave.council_id,
            Connection.with_id == Leave.person_id,
            policy.theirs(day),
            not_(policy.is_covered(day)),
            policy.may_be_named(viewer, now),
        )
        .correlate(Leave)
        .scalar_subquery()
    )
    rows = db.execute(
        _leaves(today)
        .add_columns(alone.label("alone"))
        .where(Leave.council_id == viewer.council_id)
    )
    return TeamPage(
        today,
        tuple(_away(row, row.alone) for row in rows),
        _colleagues(db, policy.colleagues(viewer, today)),
    )


def leave_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> LeavePage:
    """Raises NoResultFound unless it is the viewer's own, or they are a manager."""
    audit.listed(viewer, now)
    today = clock.today(now)
    seen = policy.visible(viewer).where(Leave.ref == ref).with_only_columns(Leave.id)
    row = db.execute(
        _leaves(today).add_columns(Leave.cover_id, Leave.person_id).where(Leave.id.in_(seen))
    ).one()
    young = whom(db, viewer, ref, now)
    alone = tuple(one.name for one in young if not one.covered)
    return LeavePage(
        today,
        _away(row, len(alone)),
        row.person_id == viewer.person_id,
        tuple(one.name for one in young if one.covered),
        alone,
        row.cover_id is not None,
        policy.may_let_in(viewer, row.cover_id),
        _visits(db, viewer, ref, now),
    )


def _visits(db: Db, viewer: Viewer, ref: str, now: datetime) -> tuple[Booked, ...]:
    """Visits on the days of this leave, to young people whom whoever is away answers."""
    day = policy.first_day(clock.today(now))
    rows = db.execute(
        select(Person.known_as, Person.code, AgendaItem.day, AgendaItem.wall, AgendaItem.with_label)
        .select_from(Leave)
        .join(
            Connection,
            (Connection.council_id == Leave.council_id) & (Connection.with_id == Leave.person_id),
        )
        .join(Person, Person.id == Connection.of_id)
        .join(
            AgendaItem,
            (AgendaItem.council_id == Leave.council_id) & (AgendaItem.person_id == Person.id),
        )
        .where(
            Leave.council_id == viewer.council_id,
            Person.council_id == viewer.council_id,
            Leave.ref == ref,
            policy.theirs(day),
            policy.dates_known(viewer, now),
            AgendaItem.kind == "visit",
            AgendaItem.state == "coming",
            AgendaItem.day >= day,
            AgendaItem.day <= Leave.ends,
            not_(stopped(Person.id)),
        )
        .order_by(AgendaItem.day, AgendaItem.wall, Person.known_as, AgendaItem.id)
        .limit(MOST_VISITS)
    )
    return tuple(
        Booked(shown_name(row.known_as, row.code), row.day, row.wall, row.with_label)
        for row in rows
    )


@dataclass(frozen=True)
class Young:
    """barred: whoever covers must not know of them."""

    id: int
    name: str
    covered: bool
    barred: bool


def whom(db: Db, viewer: Viewer, ref: str, now: datetime) -> tuple[Young, ...]:
    """The young people whom somebody answers and the viewer reaches, and whether whoever covers can
    answer them, by name."""
    day = policy.first_day(clock.today(now))
    rows = db.execute(
        select(
            Person.id, Person.known_as, Person.code, policy.is_covered(day).label("covered"),
            barred(Person.id, Leave.cover_id).label("barred"),
        )
        .select_from(Leave)
        .join(
            Connection,
            (Connection.council_id == Leave.council_id)
            & (Connection.with_id == Leave.person_id),
        )
        .join(Person, Person.id == Connection.of_id)
        .where(
            Leave.council_id == viewer.council_id,
            Person.council_id == viewer.council_id,  # a connection may have been joined wrongly
            Leave.ref == ref,
            policy.theirs(day),
            policy.may_be_named(viewer, now),
        )
        .order_by(Person.known_as, Person.id)
    )  # fmt: skip
    return tuple(
        Young(row.id, shown_name(row.known_as, row.code), bool(row.covered), bool(row.barred))
        for row in rows
    )


def _leaves(today: date) -> Query:
    """Leaves that are not over, the next first."""
    return (
        select(
            Leave.ref, Leave.starts, Leave.ends, _who.known_as, _who.code,
            _cover.known_as.label("cover_known_as"), _cover.code.label("cover_code"),
        )
        .join(_who, _who.id == Leave.person_id)
        .outerjoin(_cover, _cover.id == Leave.cover_id)
        .where(Leave.ends >= today, Leave.cancelled_at.is_(None))
        .order_by(Leave.starts, Leave.id)
        .limit(MOST_LEAVES)
    )  # fmt: skip


def _away(row: Any, uncovered: int | None = None) -> Away:
    return Away(
        row.ref,
        shown_name(row.known_as, row.code),
        shown_name(row.cover_known_as or "", row.cover_code or ""),
        row.starts,
        row.ends,
        uncovered,
    )


def _colleagues(db: Db, which: Select[Person]) -> tuple[Colleague, ...]:
    rows = db.execute(
        which.with_only_columns(
            Person.ref, Person.known_as, Person.code, Person.first_name, Person.last_name,
            Person.job,
        )
        .order_by(Person.known_as, Person.last_name, Person.id)
        .limit(MOST_COLLEAGUES)
    )  # fmt: skip
    return tuple(
        Colleague(
            row.ref,
            f"{row.first_name} {row.last_name}".strip() or shown_name(row.known_as, row.code),
            row.job,
        )
        for row in rows
    )


def is_manager(viewer: Viewer) -> bool:
    return viewer.role is Role.MANAGER
