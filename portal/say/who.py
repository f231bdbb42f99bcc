"""Whose turn it is today: the worker, the reviewing officer, or a manager; one statement for one
young person, and the same for a whole council."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, not_, or_, select, true
from sqlalchemy.orm import aliased

from portal.core import clock
from portal.core.access import Role
from portal.core.db import Db, Query
from portal.core.json_rows import json_rows, rows_of
from portal.hours import pages as hours
from portal.hours.rules import Calendar, Days
from portal.people import answers
from portal.people.answers import Answers, answers_for
from portal.people.reach import barred, granting, lasting
from portal.people.rules import PLACED_WITH
from portal.people.stops import stopped
from portal.people.tables import Account, Connection, Council, Leave, Membership, Person
from portal.say.policy import FOR_CARER, FOR_IRO, FOR_WORKER, OFFICER
from portal.say.rules import Owner

_link = aliased(Connection, name="say_link")
_adult = aliased(Person, name="say_adult")
_member = aliased(Membership, name="say_member")
_away = aliased(Leave, name="say_away")
MOST = 40  # managers of one council that are thought of for one thing


@dataclass(frozen=True)
class Adult:
    """Somebody whose turn it can be. name: in the young person's word where they have one. away:
    the days from today on which they are not there."""

    id: int
    name: str
    away: tuple[Days, ...] = ()

    def is_away(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.away)


@dataclass(frozen=True)
class Turn:
    """Whose turn it would be, and the calendar by which they read."""

    id: int
    name: str
    reading: Calendar


@dataclass(frozen=True)
class Desk:
    """Everybody whose turn it can be for one young person, those who come first first. also: what
    another room asked of the council in the same statement."""

    answers: Answers | None
    officers: tuple[Adult, ...]
    managers: tuple[Adult, ...]
    carers: tuple[str, ...]
    reply_days: int
    calendar: Calendar
    reading: Calendar
    duty_phone: str
    night_phone: str
    stopped: bool
    also: tuple[Any, ...] = ()

    def turn(self, owner: Owner) -> Turn | None:
        """None where there is nobody; for a worker the caller may ask who stands in."""
        if owner is Owner.WORKER:
            if self.answers is None:
                return None
            return Turn(self.answers.id, self.answers.name, self.reading)
        found = self.officers if owner is Owner.IRO else self.managers
        if not found:
            return None
        return Turn(found[0].id, found[0].name, self.calendar.without(found[0].away))


def desk(
    db: Db, council_id: int, person_id: int, now: datetime,
    also: Sequence[ColumnElement[Any]] = (),
) -> Desk:  # fmt: skip
    """One statement. also: columns of the council (`Council`) that another room reads besides."""
    more = [column.label(f"also_{place}") for place, column in enumerate(also)]
    day = clock.today(now)
    one = (_link.council_id == council_id, _link.of_id == person_id)
    officers, managers, carers = (
        found.scalar_subquery().label(name)
        for name, found in (
            ("officers", _of_link(*one, *is_officer(day))),
            ("managers", _of_managers(council_id, person_id, day)),
            ("carers", _of_link(*one, *_is_carer(day))),
        )
    )
    absences = json_rows(_away.person_id, _away.starts, _away.ends).where(
        _away.council_id == council_id, _away.cancelled_at.is_(None), _away.ends >= day,
        or_(_away.person_id.in_(select(_link.with_id).where(*one)),
            _away.person_id.in_(select(_member.person_id).where(
                _member.council_id == council_id, _member.role == Role.MANAGER.value))),
    )  # fmt: skip
    row = db.execute(
        answers.with_who_answers(
            select(
                Council.reply_days, Council.duty_phone, Council.night_phone, officers, managers,
                carers, absences.scalar_subquery().label("absences"),
                stopped(person_id).label("stopped"),
                *answers.columns(answers.worker), *answers.absences(day), *hours.columns(), *more,
            ).select_from(Council),
            Council.id, person_id, day,
        )
        .where(Council.id == council_id)
        .order_by(*answers.FIRST)
        .limit(1)
    ).one()  # fmt: skip
    away: dict[int, list[Days]] = defaultdict(list)
    for id, starts, ends in rows_of(row.absences):
        away[id].append((date.fromisoformat(starts), date.fromisoformat(ends)))
    calendar = hours.calendar_of(row)
    return Desk(
        answers_for(row, day), _in_order(rows_of(row.officers), away, day),
        _in_order(rows_of(row.managers), away, day),
        tuple(name for _id, name, *_rest in sorted(rows_of(row.carers))), row.reply_days, calendar,
        hours.reading_of(row, calendar, day), row.duty_phone, row.night_phone, bool(row.stopped),
        tuple(getattr(row, column.name) for column in more),
    )  # fmt: skip


def _in_order(rows: Any, away: Mapping[int, Sequence[Days]], day: date) -> tuple[Adult, ...]:
    """Who is there before who is away; then in the order that the rows say (`order`)."""
    found: dict[int, tuple[Any, Adult]] = {}
    for id, name, *order in sorted(rows, key=lambda row: row[2:], reverse=True):
        adult = Adult(id, name, tuple(away.get(id, ())))
        found.setdefault(id, (order, adult))
    return tuple(
        sorted((adult for _order, adult in found.values()), key=lambda one: one.is_away(day))
    )


# --- officers -----------------------------------------------------------------------------------


def is_officer(day: date, link: type[Connection] = _link) -> tuple[ColumnElement[bool], ...]:
    """Whether a connection names a reviewing officer who can read and answer today."""
    return (
        link.kind.in_(OFFICER),
        *lasting(link, day),
        granting(link, FOR_IRO, day),
        answers.signs_in(link.with_id, day),
    )


def _is_carer(day: date) -> tuple[ColumnElement[bool], ...]:
    has_a_place = exists(
        select(_member.id)
        .join(Account, Account.id == _member.account_id)
        .where(
            _member.person_id == _link.with_id, _member.role == Role.CARER.value,
            _member.starts <= day, or_(_member.ends.is_(None), _member.ends >= day),
            Account.state == "open",
        )
        .correlate(_link)
    )  # fmt: skip
    return (
        _link.kind.in_([kind.value for kind in PLACED_WITH]),
        *lasting(_link, day),
        granting(_link, FOR_CARER, day),
        has_a_place,
    )


def _of_link(*which: ColumnElement[bool]) -> Select[tuple[str]]:
    """(key, name, since, connection) of adults connected with one young person."""
    plain = func.coalesce(func.nullif(_adult.known_as, ""), _adult.code)
    name = func.coalesce(func.nullif(_link.label, ""), plain)
    return (
        json_rows(_adult.id, name, _link.starts, _link.id)
        .join_from(_link, _adult, _adult.id == _link.with_id)
        .where(*which)
    )


def officers(
    db: Db, council_id: int, now: datetime, of_id: int | None = None
) -> dict[int, tuple[int, ...]]:
    """Young person → their reviewing officers who can answer today, the first first: of a whole
    council, or of one."""
    query = _officers(council_id, clock.today(now))
    if of_id is not None:
        query = query.where(_link.of_id == of_id)
    rows = db.execute(query)
    found: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        if row.with_id not in found[row.of_id]:
            found[row.of_id].append(row.with_id)
    return {of_id: tuple(ids) for of_id, ids in found.items()}


def last_officer(db: Db, council_id: int, of_id: int) -> int | None:
    """Whoever was their reviewing officer last, on whatever days."""
    return db.scalar(
        select(_link.with_id)
        .where(_link.council_id == council_id, _link.of_id == of_id, _link.kind.in_(OFFICER))
        .order_by(_link.starts.desc(), _link.id.desc())
        .limit(1)
    )


def _officers(council_id: int, day: date) -> Query:
    return (
        select(_link.of_id, _link.with_id)
        .where(_link.council_id == council_id, *is_officer(day))
        .order_by(
            _link.of_id, case((answers.away_on(_link.with_id, day), 1), else_=0),
            _link.starts.desc(), _link.id.desc(),
        )
    )  # fmt: skip


# --- managers -----------------------------------------------------------------------------------


def _near(council_id: Any, person_id: Any, day: date) -> ColumnElement[bool]:
    """Whether a manager reads this young person's messages."""
    return exists(
        select(_link.id)
        .where(
            _link.council_id == council_id, _link.of_id == person_id,
            _link.with_id == _member.person_id, _link.kind.not_in(OFFICER),
            *lasting(_link, day), granting(_link, FOR_WORKER, day),
        )
        .correlate(_member)
    )  # fmt: skip


def _is_manager(council_id: Any, person_id: Any, day: date) -> tuple[ColumnElement[bool], ...]:
    return (
        _member.council_id == council_id,
        _member.role == Role.MANAGER.value,
        answers.signs_in(_member.person_id, day),
        not_(barred(person_id, _member.person_id)),
        not_(stopped(_member.person_id)),
    )


def _of_managers(council_id: int, person_id: int, day: date) -> Select[tuple[str]]:
    """(key, name, whether near, the oldest first) of whoever can answer as a manager."""
    near = case((_near(council_id, person_id, day), 1), else_=0)
    chosen = (
        select(_member.person_id, near.label("near"))
        .where(*_is_manager(council_id, person_id, day))
        .order_by(near.desc(), _member.id)
        .limit(MOST)
        .subquery("managing")
    )
    plain = func.coalesce(func.nullif(_adult.known_as, ""), _adult.code)
    return json_rows(_adult.id, plain, chosen.c.near, -_adult.id).join_from(
        chosen, _adult, _adult.id == chosen.c.person_id
    )


@dataclass(frozen=True)
class Manager:
    id: int
    near: bool


def managers(
    db: Db, council_id: int, person_id: int, now: datetime, *, away: bool = False
) -> tuple[Manager, ...]:
    """Who can be asked as a manager today, who is near first; away: also those on leave."""
    day = clock.today(now)
    near = _near(council_id, person_id, day).label("near")
    rows = db.execute(
        select(_member.person_id, near)
        .where(
            *_is_manager(council_id, person_id, day),
            true() if away else not_(answers.away_on(_member.person_id, day)),
        )
        .order_by(near.desc(), _member.person_id)
        .limit(MOST)
    )
    return tuple(Manager(row.person_id, bool(row.near)) for row in rows)
