"""What a young person turned on and was sent; and what waits to be written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from portal.core import audit, clock
from portal.core.access import Viewer
from portal.core.db import Db, Query
from portal.opportunities.hellos import policy, rules
from portal.opportunities.hellos.rules import Days
from portal.opportunities.hellos.tables import Hello, HelloGiver, HelloWish
from portal.people.reach import shown_name
from portal.people.tables import Person

MOST = 100
_writer = aliased(Person, name="who_wrote_it")
_holder = aliased(Person, name="who_kept_it_back")


@dataclass(frozen=True)
class Sent:
    """A hello as it is read."""

    text: str
    language: str
    by: str
    occasion: str
    day: date


@dataclass(frozen=True)
class Mine:
    """days None: it is off. born: whether a birthday is known."""

    days: Days | None
    group: bool
    born: bool
    hellos: tuple[Sent, ...]


def mine(db: Db, viewer: Viewer, now: datetime) -> Mine:
    """Two statements."""
    row = db.execute(
        select(Person.born, HelloWish)
        .select_from(Person)
        .outerjoin(
            HelloWish,
            and_(HelloWish.council_id == viewer.council_id, HelloWish.person_id == Person.id),
        )
        .where(Person.council_id == viewer.council_id, Person.id == viewer.person_id)
    ).one()
    wish: HelloWish | None = row.HelloWish
    return Mine(
        days_of(wish) if wish else None, bool(wish and wish.others), row.born is not None,
        _sent(db, viewer, now),
    )  # fmt: skip


def days_of(wish: HelloWish) -> Days:
    return Days(wish.birthday, frozenset(wish.feasts.split()), wish.own, wish.moved)


def _sent(db: Db, viewer: Viewer, now: datetime) -> tuple[Sent, ...]:
    rows = db.execute(
        select(Hello, _writer.known_as, _writer.code)
        .select_from(Hello)
        .join(_writer, _writer.id == Hello.by_id)
        .where(
            Hello.council_id == viewer.council_id, Hello.person_id == viewer.person_id,
            Hello.sent_at.is_not(None), Hello.held_at.is_(None), Hello.day <= clock.today(now),
        )
        .order_by(Hello.day.desc(), Hello.id.desc())
        .limit(MOST)
    )  # fmt: skip
    return tuple(
        Sent(one.text, one.language, shown_name(known_as, code), one.occasion, one.day)
        for one, known_as, code in rows
    )


# --- those who write them -----------------------------------------------------------------------


@dataclass(frozen=True)
class Waiting:
    """name: what the young person is called, and nothing else of them. occasion: "" where the
    writer is not told. answers: the writer answers them, so nobody else has to read it."""

    ref: str
    name: str
    occasion: str
    day: date
    answers: bool


def waiting(db: Db, viewer: Viewer, now: datetime) -> tuple[Waiting, ...]:
    """What the viewer could write, the nearest day first. Whoever has no other tie to a young
    person is in *Who looked at my information* by each of them, as their lists are in nobody's. One
    statement."""
    rows = db.execute(
        _for_the_writer(viewer, now).order_by(Hello.day, Hello.id).limit(MOST)
    ).all()  # fmt: skip
    audit.listed(viewer, now)
    for person_id in dict.fromkeys(row.person_id for row in rows if not row.answers):
        audit.looked_at(viewer, person_id, now)
    return tuple(map(_waiting, rows))


def one(db: Db, viewer: Viewer, ref: str, now: datetime) -> Waiting:
    """One that waits. One statement. Raises NoResultFound."""
    row = db.execute(_for_the_writer(viewer, now).where(Hello.ref == ref)).one()
    audit.looked_at(viewer, row.person_id, now)
    return _waiting(row)


def _for_the_writer(viewer: Viewer, now: datetime) -> Query:
    return (
        select(
            Hello.ref, Hello.person_id, Person.known_as, Person.code, Hello.occasion, Hello.day,
            policy.answers_them(viewer, now).label("answers"),
        )
        .join(Person, Person.id == Hello.person_id)
        .where(policy.could_write(viewer, now), policy.waits(now))
    )  # fmt: skip


def _waiting(row: Any) -> Waiting:
    name, answers = shown_name(row.known_as, row.code), bool(row.answers)
    return Waiting(row.ref, name, rules.told_of(row.occasion, answers), row.day, answers)


@dataclass(frozen=True)
class Written:
    """By somebody else, to somebody whom the viewer answers. held_by, held_at: who kept it back;
    held_by is "" where nobody did."""

    ref: str
    name: str
    by: str
    day: date
    text: str
    language: str
    held_by: str
    held_at: datetime | None


def written(db: Db, viewer: Viewer, now: datetime) -> tuple[Written, ...]:
    """The newest first. One statement."""
    rows = db.execute(
        select(
            Hello.ref, Hello.person_id, Person.known_as, Person.code, Hello.day, Hello.text,
            Hello.language, Hello.held_at, _writer.known_as.label("by_as"),
            _writer.code.label("by_code"), _holder.known_as.label("held_as"),
            _holder.code.label("held_code"),
        )
        .join(Person, Person.id == Hello.person_id)
        .join(_writer, _writer.id == Hello.by_id)
        .outerjoin(_holder, _holder.id == Hello.held_by_id)
        .where(policy.written_by_others(viewer, now))
        .order_by(Hello.day.desc(), Hello.id.desc())
        .limit(MOST)
    ).all()  # fmt: skip
    for person_id in dict.fromkeys(row.person_id for row in rows):
        audit.looked_at(viewer, person_id, now)
    return tuple(
        Written(
            r.ref, shown_name(r.known_as, r.code), shown_name(r.by_as, r.by_code), r.day, r.text,
            r.language, shown_name(r.held_as, r.held_code) if r.held_at else "", r.held_at,
        )
        for r in rows
    )  # fmt: skip


@dataclass(frozen=True)
class Giver:
    ref: str
    name: str


def givers(db: Db, viewer: Viewer) -> tuple[Giver, ...]:
    rows = db.execute(
        select(Person.ref, Person.known_as, Person.code)
        .join(HelloGiver, HelloGiver.person_id == Person.id)
        .where(HelloGiver.council_id == viewer.council_id)
        .order_by(Person.known_as, Person.id)
        .limit(MOST)
    )
    return tuple(Giver(r.ref, shown_name(r.known_as, r.code)) for r in rows)
