"""Whose record a page is about, and who somebody's people are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.exc import NoResultFound

from portal.core import audit, clock
from portal.core.access import Viewer
from portal.core.db import Db
from portal.people.reach import REACHING, shown_name
from portal.people.rules import ALL_GRANTS, PLACED_WITH, WORKERS, Grant, Kind, PersonKind, age_on
from portal.people.tables import Connection, Person


@dataclass(frozen=True)
class Subject:
    """The young person a page is about, and which of their fields this viewer was granted."""

    id: int
    ref: str
    name: str
    pronouns: str
    age: int | None
    language: str
    grants: Grant
    own: bool

    def may(self, grant: Grant) -> bool:
        return grant in self.grants


def own(viewer: Viewer) -> Subject:
    """The viewer's own record: everything is theirs, and no question is needed."""
    return Subject(
        viewer.person_id, "", viewer.known_as, "", None, viewer.language, ALL_GRANTS, True
    )


def subject(db: Db, viewer: Viewer, ref: str, now: datetime) -> Subject:
    """The young person with this ref, if a connection of the viewer's covers today; the look is
    noted for the audit.

    Raises NoResultFound (shown as 404) when there is nobody, or nobody for this viewer.
    """
    if viewer.role not in REACHING:
        raise NoResultFound
    day = clock.today(now)
    rows = db.execute(
        select(
            Person.id,
            Person.ref,
            Person.known_as,
            Person.code,
            Person.pronouns,
            Person.born,
            Person.language,
            Connection.grants,
        )
        .join(Connection, Connection.of_id == Person.id)
        .where(
            Person.council_id == viewer.council_id,
            Person.ref == ref,
            Person.kind == PersonKind.YOUNG,
            Connection.council_id == viewer.council_id,
            Connection.with_id == viewer.person_id,
            Connection.starts <= day,
            or_(Connection.ends.is_(None), Connection.ends >= day),
        )
    ).all()
    granted = Grant(0)
    for row in rows:
        granted |= Grant(row.grants)
    if Grant.NAME not in granted:
        raise NoResultFound
    first = rows[0]
    audit.looked_at(viewer, first.id, now)
    return Subject(
        first.id,
        first.ref,
        shown_name(first.known_as, first.code),
        first.pronouns,
        age_on(first.born, day) if first.born else None,
        first.language,
        granted,
        False,
    )


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

    @property
    def is_worker(self) -> bool:
        return self.kind in WORKERS


_ORDER = {
    Kind.SOCIAL_WORKER: 0, Kind.PERSONAL_ADVISER: 1, Kind.FOSTER_CARER: 2, Kind.KEYWORKER: 2,
    Kind.FAMILY: 3, Kind.FRIEND: 4, Kind.IRO: 5, Kind.TEACHER: 6, Kind.NURSE: 7,
}  # fmt: skip


def my_people(db: Db, council_id: int, person_id: int, now: datetime) -> tuple[Known, ...]:
    """Everyone connected with this young person today; those who answer first come first."""
    day = clock.today(now)
    rows = db.execute(
        select(
            Person.id,
            Person.ref,
            Person.known_as,
            Person.first_name,
            Person.last_name,
            Person.code,
            Person.phone,
            Connection.kind,
            Connection.label,
            Connection.does,
            Connection.starts,
        )
        .join(Connection, Connection.with_id == Person.id)
        .where(
            Connection.council_id == council_id,
            Connection.of_id == person_id,
            Connection.kind != Kind.MANAGER,
            Connection.starts <= day,
            or_(Connection.ends.is_(None), Connection.ends >= day),
        )
        .order_by(Connection.starts)
        .limit(60)
    )
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
        )
        for r in rows
    ]
    return tuple(sorted(people, key=lambda known: _ORDER.get(known.kind, 9)))


def worker_of(people: tuple[Known, ...]) -> Known | None:
    """Who answers for this young person: their social worker, else their adviser."""
    return next((known for known in people if known.is_worker), None)


def lives_with(people: tuple[Known, ...]) -> Known | None:
    return next((known for known in people if known.kind in PLACED_WITH), None)
