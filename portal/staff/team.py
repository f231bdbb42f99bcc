"""A manager's view: who waits how long with whom, without a word of what was written.

It is there to see who needs a hand to answer, and says so: no figures beside each other to be
compared, no order of merit. A worker stands under what their young people need today, by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, distinct, func, not_, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from portal.core import audit, clock
from portal.core.access import Viewer
from portal.core.db import Db, Query
from portal.owed.pages import SORTS, OwedRow, known_to, owed_by
from portal.owed.tables import Owed
from portal.owed.wish import can_pay, seen_by
from portal.people.reach import granting, lasting, shown_name
from portal.people.rules import WORKERS, Grant
from portal.people.stops import stopped
from portal.people.tables import Connection, Leave, Person
from portal.worries import policy as worries
from portal.worries.tables import Worry

MOST_WORKERS = 200
MOST_YOUNG = 200
# Whoever could read what waits may see that it waits.
NEEDED = Grant.NAME | Grant.MESSAGES
_near = aliased(Connection, name="near_manager")
_theirs = aliased(Connection, name="with_worker")
_cover = aliased(Person, name="stands_in")


class Hand(StrEnum):
    """What a worker's young people need of the team."""

    TODAY = "today"  # somebody worries us, or waits longer than they were told
    SOON = "soon"  # somebody waits, in time
    NONE = "none"


@dataclass(frozen=True)
class Colleague:
    """One worker. waits, late_answers: young people's messages without an answer, and those of them
    later than was told; since: the oldest; late: visits, contacts and other things late; worries:
    open ones. young: how many the viewer shares with them. away_until, cover: leave of today."""

    id: int
    ref: str
    name: str
    young: int
    waits: int
    late_answers: int
    since: datetime | None
    late_touch: int
    late: int
    worries: int
    away_until: date | None
    cover: str

    @property
    def hand(self) -> Hand:
        if self.worries or self.late_answers or (self.away_until and not self.cover and self.waits):
            return Hand.TODAY
        return Hand.SOON if self.waits or self.late or self.late_touch else Hand.NONE


@dataclass(frozen=True)
class TeamPage:
    workers: tuple[Colleague, ...]
    today: date


@dataclass(frozen=True)
class TheirYoung:
    ref: str
    name: str


@dataclass(frozen=True)
class WorkerPage:
    worker: Colleague
    owed: tuple[OwedRow, ...]
    young: tuple[TheirYoung, ...]
    today: date


def _shared(viewer: Viewer, day: date) -> Select[Any]:
    """Keys of the young people with whom the viewer works, too, and to whom something may go."""
    return select(_near.of_id).where(
        _near.council_id == viewer.council_id,
        _near.with_id == viewer.person_id,
        *lasting(_near, day),
        granting(_near, NEEDED),
        not_(stopped(_near.of_id)),
    )


def team_page(db: Db, viewer: Viewer, now: datetime) -> TeamPage:
    """Every worker who shares a young person with the viewer. Three statements, however many."""
    audit.listed(viewer, now)
    return TeamPage(_workers(db, viewer, now), clock.today(now))


def _workers(
    db: Db, viewer: Viewer, now: datetime, ref: str | None = None
) -> tuple[Colleague, ...]:
    day = clock.today(now)
    people = db.execute(_who(viewer, day, now, ref)).all()
    owed = {row.debtor_id: row for row in db.execute(_what(viewer, day, now))}
    # Of one worker it is counted in the first question.
    open_worries = (
        {row.id: row.open for row in people}
        if ref is not None
        else {row.with_id: row.open for row in db.execute(_worries(viewer, day, now))}
    )
    found = (_colleague(row, owed.get(row.id), open_worries.get(row.id, 0)) for row in people)
    return tuple(sorted(found, key=lambda one: one.name.casefold()))


def _who(viewer: Viewer, day: date, now: datetime, ref: str | None) -> Query:
    away = and_(Leave.person_id == Person.id, Leave.starts <= day, Leave.ends >= day,
                Leave.cancelled_at.is_(None))  # fmt: skip
    return (
        select(
            Person.id, Person.ref, Person.known_as, Person.first_name, Person.last_name,
            Person.code, func.count(distinct(_theirs.of_id)).label("young"),
            func.max(Leave.ends).label("away_until"),
            func.max(_cover.known_as).label("cover"),
            *([] if ref is None else [_worries_of(viewer, day, now)]),
        )
        .join(_theirs, _theirs.with_id == Person.id)
        .outerjoin(Leave, away)
        .outerjoin(_cover, _cover.id == Leave.cover_id)
        .where(
            _theirs.council_id == viewer.council_id,
            _theirs.kind.in_(WORKERS),
            *lasting(_theirs, day),
            _theirs.of_id.in_(_shared(viewer, day)),
            Person.id != viewer.person_id,
            Person.ref == ref if ref is not None else Person.ref.is_not(None),
        )
        .group_by(Person.id)
        .order_by(Person.known_as, Person.id)
        .limit(MOST_WORKERS)
    )  # fmt: skip


def _what(viewer: Viewer, day: date, now: datetime) -> Query:
    reply = Owed.kind.in_(SORTS["reply"])
    touch = Owed.kind.in_(SORTS["touch"])
    late = Owed.due_at <= now

    def count(*which: Any) -> Any:
        return func.sum(case((and_(*which), 1), else_=0))

    return (
        select(
            Owed.debtor_id,
            count(reply).label("waits"),
            count(reply, or_(late, Owed.urgent)).label("late_answers"),
            func.min(case((reply, Owed.since))).label("since"),
            count(touch, late).label("late_touch"),
            count(not_(or_(reply, touch)), late).label("late"),
        )
        .where(
            Owed.council_id == viewer.council_id,
            Owed.person_id.in_(_shared(viewer, day)),
            Owed.done_at.is_(None),
            known_to(viewer, now),
            seen_by(viewer.role, viewer.council_id, viewer.person_id, day, now),
            can_pay(Owed.debtor_id, day),
        )
        .group_by(Owed.debtor_id)
    )


def _worries(viewer: Viewer, day: date, now: datetime) -> Query:
    """Open worries that the viewer sees, about whom each worker works with; those of somebody with
    two count for both."""
    return (
        select(_theirs.with_id, func.count(distinct(Worry.id)).label("open"))
        .join(Worry, Worry.person_id == _theirs.of_id)
        .where(
            _theirs.council_id == viewer.council_id,
            _theirs.kind.in_(WORKERS),
            *lasting(_theirs, day),
            _theirs.of_id.in_(_shared(viewer, day)),
            Worry.council_id == viewer.council_id,
            Worry.done_at.is_(None),
            worries.visible(viewer, now),
        )
        .group_by(_theirs.with_id)
    )


def _worries_of(viewer: Viewer, day: date, now: datetime) -> ColumnElement[int]:
    """The same, of the worker of the row."""
    near, about = aliased(Connection, name="works_with"), aliased(Worry, name="open_worry")
    return (
        select(func.count(distinct(about.id)))
        .join(near, about.person_id == near.of_id)
        .where(
            near.council_id == viewer.council_id,
            near.with_id == Person.id,
            near.kind.in_(WORKERS),
            *lasting(near, day),
            near.of_id.in_(_shared(viewer, day)),
            about.council_id == viewer.council_id,
            about.done_at.is_(None),
            about.id.in_(select(Worry.id).where(worries.visible(viewer, now))),
        )
        .correlate(Person)
        .scalar_subquery()
        .label("open")
    )


def _colleague(row: Any, owed: Any, worries: int) -> Colleague:
    full = f"{row.first_name} {row.last_name}".strip()
    return Colleague(
        row.id,
        row.ref,
        full or shown_name(row.known_as, row.code),
        row.young,
        owed.waits if owed else 0,
        owed.late_answers if owed else 0,
        owed.since if owed else None,
        owed.late_touch if owed else 0,
        owed.late if owed else 0,
        worries,
        row.away_until,
        row.cover or "",
    )


def worker_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> WorkerPage:
    """What one worker owes to the young people whom the viewer shares with them: names and days,
    nothing of what was written. Four statements. Raises NoResultFound."""
    audit.listed(viewer, now)
    day = clock.today(now)
    found = _workers(db, viewer, now, ref)
    if not found:
        raise NoResultFound
    worker_id = found[0].id
    owed = owed_by(db, viewer, worker_id, Owed.person_id.in_(_shared(viewer, day)), now)
    young = db.execute(
        select(Person.ref, Person.known_as, Person.code)
        .join(_theirs, _theirs.of_id == Person.id)
        .where(
            _theirs.council_id == viewer.council_id,
            _theirs.with_id == worker_id,
            _theirs.kind.in_(WORKERS),
            *lasting(_theirs, day),
            _theirs.of_id.in_(_shared(viewer, day)),
        )
        .distinct()
        .order_by(Person.known_as, Person.ref)
        .limit(MOST_YOUNG)
    )
    return WorkerPage(
        found[0],
        owed,
        tuple(TheirYoung(row.ref, shown_name(row.known_as, row.code)) for row in young),
        day,
    )
