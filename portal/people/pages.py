"""Whose record a page is about, and who somebody's people are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, literal, not_, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from portal.core import audit, clock
from portal.core.access import Band, Viewer, band_for
from portal.core.db import Db, Query, built_once
from portal.people.answers import (
    FIRST,
    Answers,
    answers_for,
    columns,
    cover,
    covers,
    is_answering,
    is_away,
    leave,
)
from portal.people.oversight import oversees
from portal.people.reach import (
    REACHING,
    PersonKey,
    barred,
    granted,
    holds,
    lasting,
    not_of,
    on_day,
    reach,
    shown_name,
)
from portal.people.rules import ALL_GRANTS, GRACE_GRANTS, WORKERS, Grant, Kind, PersonKind, age_on
from portal.people.tables import Connection, Person, Stop


@dataclass(frozen=True)
class Subject:
    """The young person a page is about, and which of their fields this viewer was granted.
    stopped_at: since when nothing goes to them any more, and stopped_why; None where it does."""

    id: int
    ref: str
    name: str
    pronouns: str
    age: int | None
    language: str
    grants: Grant
    own: bool
    band: Band  # the ages of words they read, unless they chose others
    stopped_at: datetime | None = None
    stopped_why: str = ""
    also: tuple[Any, ...] = ()  # what other rooms asked of them in the same statement

    def may(self, grant: Grant) -> bool:
        return grant in self.grants


def own(viewer: Viewer) -> Subject:
    """The viewer's own record: everything is theirs, and no question is needed."""
    return Subject(
        viewer.person_id,
        "",
        viewer.known_as,
        "",
        None,
        viewer.language,
        ALL_GRANTS,
        True,
        viewer.band,
    )


def subject(
    db: Db, viewer: Viewer, ref: str, now: datetime, *, by_the_hour: bool = True,
    kinds: Collection[Kind] | None = None,
) -> Subject:  # fmt: skip
    """The young person with this ref, if a connection of the viewer's covers today; the look is
    noted for the audit. by_the_hour: what was opened in an emergency counts, too. kinds: only what
    the viewer is to them as one of these counts, and what was granted for it.

    Raises NoResultFound (shown as 404) when there is nobody, or nobody for this viewer.
    """
    if viewer.role not in REACHING:
        raise NoResultFound
    day = clock.today(now)
    covers_now = holds(Connection, day, now) if by_the_hour else lasting(Connection, day)
    if kinds is not None:
        covers_now = (*covers_now, Connection.kind.in_(kinds))
    rows = db.execute(
        select(*_ABOUT, granted(Connection, day).label("grants"))
        .join(Connection, Connection.of_id == _about.id)
        .where(*_is_young(viewer, ref), Connection.council_id == viewer.council_id,
               *covers_now, Connection.with_id == viewer.person_id)
    ).all()  # fmt: skip
    return _subject(rows, viewer, now)


def overseen(db: Db, viewer: Viewer, ref: str, now: datetime) -> Subject:
    """The young person with this ref, by name only, for whoever oversees the whole council and
    may know of them; the look is noted for the audit. Raises NoResultFound."""
    if not oversees(viewer):
        raise NoResultFound
    grants = literal(int(Grant.NAME)).label("grants")
    rows = db.execute(
        select(*_ABOUT, grants).where(*_is_young(viewer, ref), not_of(_about.id, viewer.person_id))
    ).all()
    return _subject(rows, viewer, now)


_about = aliased(Person, name="about")
_in_force = (Stop.person_id == _about.id, Stop.agreed_at.is_not(None), Stop.lifted_at.is_(None))
_ABOUT = (
    _about.id.label("about_id"),
    _about.ref.label("about_ref"),
    _about.known_as.label("about_known_as"),
    _about.code.label("about_code"),
    _about.pronouns,
    _about.born,
    _about.language,
    select(Stop.agreed_at).where(*_in_force).limit(1).scalar_subquery().label("stopped_at"),
    select(Stop.why).where(*_in_force).limit(1).scalar_subquery().label("stopped_why"),
)


def _is_young(viewer: Viewer, ref: str) -> Sequence[ColumnElement[bool]]:
    return (
        _about.council_id == viewer.council_id,
        _about.ref == ref,
        _about.kind == PersonKind.YOUNG,
    )


_ALSO = "also_"


def _subject(rows: Sequence[Any], viewer: Viewer, now: datetime) -> Subject:
    """From the viewer's own connections with one young person."""
    may = Grant(0)
    for row in rows:
        may |= Grant(row.grants)
    if Grant.NAME not in may:
        raise NoResultFound
    first = rows[0]
    audit.looked_at(viewer, first.about_id, now)
    age = age_on(first.born, clock.today(now)) if first.born else None
    return Subject(
        first.about_id,
        first.about_ref,
        shown_name(first.about_known_as, first.about_code),
        first.pronouns,
        age,
        first.language,
        may,
        False,
        band_for(age),
        first.stopped_at,
        first.stopped_why or "",
        tuple(value for name, value in first._mapping.items() if str(name).startswith(_ALSO)),
    )


NOTHING = Grant(0)


@dataclass(frozen=True)
class Known:
    """Somebody in a young person's life. name: the young person's own word where there is one."""

    id: int
    ref: str
    name: str
    full_name: str
    kind: Kind
    does: str
    phone: str
    since: date
    left_on: date | None = None  # the last day on which they lived with them, where it is known
    given: Grant = NOTHING  # what they may read of the young person, until the day they leave

    def may(self, grant: Grant, today: date) -> bool:
        """Whether they read this of the young person on this day."""
        return grant in (self.given & GRACE_GRANTS if self.left(today) else self.given)

    @property
    def is_worker(self) -> bool:
        return self.kind in WORKERS

    def left(self, today: date) -> bool:
        """Whether they lived with them, and have moved on: in the days of grace."""
        return self.left_on is not None and self.left_on < today


_ORDER = {
    Kind.SOCIAL_WORKER: 0, Kind.PERSONAL_ADVISER: 1, Kind.FOSTER_CARER: 2, Kind.KEYWORKER: 2,
    Kind.FAMILY: 3, Kind.FRIEND: 4, Kind.IRO: 5, Kind.TEACHER: 6, Kind.NURSE: 7,
}  # fmt: skip


MOST_PEOPLE = 60
_KNOWN = (
    Person.id,
    Person.ref,
    Person.known_as,
    Person.first_name,
    Person.last_name,
    Person.code,
    # Nobody is led to ring somebody who must not know of them.
    case((barred(Connection.of_id, Connection.with_id), ""), else_=Person.phone).label("phone"),
    Connection.kind,
    Connection.label,
    Connection.does,
    Connection.starts,
    Connection.left_on,
    Connection.grants.label("given"),
)


def my_people(db: Db, council_id: int, person_id: int, now: datetime) -> tuple[Known, ...]:
    """Everyone connected with this young person today; those who answer first come first."""
    return _in_order(db.execute(*_my_people(council_id, person_id, clock.today(now))))


@built_once
def _my_people(council_id: int, person_id: int, day: date) -> Query:
    return _people(_KNOWN, council_id, person_id, day).order_by(Connection.starts)


@dataclass(frozen=True)
class MyPeople:
    """now: everyone today. answers: who answers. soon: who will be their worker, in the order in
    which they begin; they were told of it."""

    now: tuple[Known, ...]
    answers: Answers | None
    soon: tuple[Known, ...]


SOON = timedelta(days=60)


def my_people_and_who_answers(db: Db, council_id: int, person_id: int, now: datetime) -> MyPeople:
    """`my_people`, who answers this young person today, and who soon will, in one statement."""
    day = clock.today(now)
    found = db.execute(*_my_people_and_who_answers(council_id, person_id, day, day + SOON)).all()
    answers = answers_for(found[0], day) if found and found[0].answering else None
    in_time = sorted(found, key=lambda row: row.starts)
    soon = [row for row in in_time if row.starts > day]
    return MyPeople(
        _in_order(row for row in in_time if row.starts <= day),
        answers,
        tuple(sorted(_in_order(soon), key=lambda known: known.since)),
    )


@built_once
def _my_people_and_who_answers(council_id: int, person_id: int, day: date, until: date) -> Query:
    answering = case((is_answering(day), 1), else_=0).label("answering")
    coming = and_(
        Connection.kind.in_(WORKERS),
        Connection.starts > day,
        Connection.starts <= until,
        # By a hand-over, of which they were told. What a file says of the weeks to come they were
        # not.
        Connection.granted_by_id.is_not(None),
        not_(barred(Connection.of_id, Connection.with_id)),
    )
    query = _people((*_KNOWN, *columns(Person), answering), council_id, person_id, day, coming)
    query = query.outerjoin(leave, is_away(Person, day)).outerjoin(cover, covers(day))
    # Those who answer come first, so that they are among them however many there are.
    return query.order_by(answering.desc(), *FIRST)


def _people(
    asked: Sequence[Any],
    council_id: int,
    person_id: int,
    day: date,
    or_else: ColumnElement[bool] | None = None,
) -> Query:
    return (
        select(*asked)
        .join(Connection, Connection.with_id == Person.id)
        .where(
            Connection.council_id == council_id,
            Connection.of_id == person_id,
            # Their own list: somebody who must not know of them stays on it. It is the young
            # person who would wonder, and read from it what nobody has told them.
            or_(and_(*on_day(Connection, day)), false() if or_else is None else or_else),
            Connection.ends_at.is_(None),
            Connection.kind != Kind.MANAGER,
            # A brother or sister who must not know of somebody does not meet them here either.
            not_of(Person.id, person_id),
        )
        .limit(MOST_PEOPLE)
    )


def subject_and_people(
    db: Db,
    viewer: Viewer,
    ref: str,
    now: datetime,
    also: Callable[[PersonKey], Sequence[ColumnElement[Any]]] | None = None,
) -> tuple[Subject, tuple[Known, ...]]:
    """`subject`, and who their people are, in one statement. also: columns about the young
    person (given their key) that other rooms read besides. Raises NoResultFound."""
    asked = () if also is None else also(_about.id)
    more = [column.label(f"{_ALSO}{n}") for n, column in enumerate(asked)]
    rows = db.execute(
        select(*_ABOUT, granted(Connection, clock.today(now)).label("grants"), *_KNOWN, *more)
        .join(Connection, Connection.of_id == _about.id)
        .join(Person, Person.id == Connection.with_id)
        .where(
            *_is_young(viewer, ref),
            Connection.council_id == viewer.council_id,
            *holds(Connection, clock.today(now), now),
            or_(Connection.ends_at.is_(None), Connection.with_id == viewer.person_id),
            reach(viewer, _about.id, Grant.NAME, now),
            not_of(Person.id, viewer.person_id),
        )
        .order_by(Connection.with_id != viewer.person_id, Connection.starts)
        .limit(MOST_PEOPLE)
    ).all()
    found = _subject([row for row in rows if row.id == viewer.person_id], viewer, now)
    others = sorted((row for row in rows if row.kind != Kind.MANAGER), key=lambda r: r.starts)
    return found, _in_order(others)


def _in_order(rows: Iterable[Any]) -> tuple[Known, ...]:
    people = [
        Known(
            r.id,
            r.ref,
            r.label or shown_name(r.known_as, r.code),
            f"{r.first_name} {r.last_name}".strip() or shown_name(r.known_as, r.code),
            Kind(r.kind),
            r.does,
            # A number is shown for people whose work it is to answer, never for family.
            r.phone if r.kind in (*WORKERS, Kind.IRO) else "",
            r.starts,
            r.left_on,
            Grant(r.given),
        )
        for r in rows
    ]
    return tuple(sorted(people, key=lambda known: _ORDER.get(known.kind, 9)))
