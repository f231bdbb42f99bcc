"""Who answers a young person today: one rule for every page that names them, and for what is
owed.

Their social worker, else their adviser; the newest of two. Only somebody who can really open the
conversation is named: a connection that covers today and grants it, and an account that is in
this council today. While that worker is away it is whoever covers, if they can open it too and are
not away themselves. If they cannot, nobody takes it over, and pages say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, not_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from portal.core.access import Role
from portal.core.json_rows import json_rows
from portal.people.reach import SomeDay, granting, lasting, lasting_some_day, shown_name
from portal.people.rules import WORKERS, Grant, Kind
from portal.people.tables import Account, Connection, Leave, Membership, Person

# What somebody must be granted to read what a young person writes, and to be named for it.
NEEDED = Grant.NAME | Grant.MESSAGES
# Roles that may open a young person's conversation.
ROLES = (Role.WORKER, Role.IRO, Role.DUTY, Role.MANAGER)
# Of these, who answers. The reviewing officer sees to it that somebody does.
ANSWERING = (Role.WORKER, Role.DUTY, Role.MANAGER)

Key = InstrumentedAttribute[int] | InstrumentedAttribute[int | None] | ColumnElement[Any]

worker = aliased(Person, name="answering")
cover = aliased(Person, name="covering")
leave = aliased(Leave, name="leave_now")
_theirs = aliased(Connection, name="theirs")
_before = aliased(Connection, name="before")
_next = aliased(Connection, name="next_who_can")
_place = aliased(Membership, name="place_of_next")
_absence = aliased(Leave, name="absence")
_of_cover = aliased(Leave, name="absence_of_cover")


@dataclass(frozen=True)
class Answers:
    """The worker, and who covers for them today, if anybody does.

    worker_name: in the young person's own word where they have one. plain_name: for others.
    away_until: the last day of a leave that has not ended. cover_id: only while the worker is
    away, and only of somebody who can open the conversation.
    """

    worker_id: int
    worker_name: str
    plain_name: str
    away_until: date | None
    cover_id: int | None
    cover_name: str

    @property
    def id(self) -> int:
        """Who owes the answer today."""
        return self.cover_id if self.cover_id is not None else self.worker_id

    @property
    def name(self) -> str:
        """Who reads today, in the young person's words."""
        return self.cover_name if self.cover_id is not None else self.worker_name

    @property
    def nobody_covers(self) -> bool:
        """The worker is away, and nobody reads in their place."""
        return self.away_until is not None and self.cover_id is None


def signs_in(person_id: Key, day: SomeDay) -> ColumnElement[bool]:
    """Whether this adult has an open account in a role that opens conversations, today."""
    return exists(
        select(Membership.id)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.person_id == person_id,
            Membership.role.in_(ROLES),
            Membership.starts <= day,
            or_(Membership.ends.is_(None), Membership.ends >= day),
            Account.state == "open",
        )
        # Whoever is meant may stand outside of more than one question around this one.
        .correlate_except(Membership, Account)
    )


def can_open(
    council_id: Key, adult_id: Key, young_id: Key, day: SomeDay, needed: Grant = NEEDED
) -> ColumnElement[bool]:
    """Whether this adult can open this young person's conversation today; or what else of theirs
    needs these grants (`needed`)."""
    return and_(
        exists(
            select(_theirs.id)
            .where(
                _theirs.council_id == council_id,
                _theirs.of_id == young_id,
                _theirs.with_id == adult_id,
                *lasting(_theirs, day),
                granting(_theirs, needed),
            )
            .correlate_except(_theirs)
        ),
        signs_in(adult_id, day),
    )


def is_answering(
    day: SomeDay, link: type[Connection] = Connection, needed: Grant = NEEDED
) -> ColumnElement[bool]:
    """Whether a row of Connection names a worker who can answer today; or what needs more."""
    return and_(
        link.kind.in_(WORKERS),
        *lasting(link, day),
        granting(link, needed),
        signs_in(link.with_id, day),
    )


def comes_first(day: SomeDay) -> ColumnElement[bool]:
    """Whether no other worker of the young person who can answer comes before a row of Connection
    that does: the order of `FIRST`, as a question."""
    other, mine = _before, Connection
    rank = [case((link.kind == Kind.SOCIAL_WORKER, 0), else_=1) for link in (other, mine)]
    newer = or_(other.starts > mine.starts, and_(other.starts == mine.starts, other.id > mine.id))
    before = or_(rank[0] < rank[1], and_(rank[0] == rank[1], newer))
    return not_(
        exists(
            select(other.id).where(
                other.council_id == mine.council_id,
                other.of_id == mine.of_id,
                is_answering(day, other),
                before,
            )
        )
    )


def is_away(adult: type[Person], day: date) -> ColumnElement[bool]:
    """How `leave` joins `adult`: the leave that is running."""
    return and_(
        leave.person_id == adult.id,
        leave.starts <= day,
        leave.ends >= day,
        leave.cancelled_at.is_(None),
    )


def away_on(person_id: Key, day: date) -> ColumnElement[bool]:
    """Whether somebody is on leave on this day."""
    there = (_of_cover.person_id == person_id, *_still(_of_cover))
    return exists(
        select(_of_cover.id).where(*there, _of_cover.starts <= day, _of_cover.ends >= day)
    )


def _still(one: type[Leave]) -> Sequence[ColumnElement[bool]]:
    return (one.cancelled_at.is_(None),)


def covers(day: date, needed: Grant = NEEDED) -> ColumnElement[bool]:
    """How `cover` joins a row of Connection after `leave`: only while they are away, and whoever
    covers is there."""
    return and_(
        cover.id == leave.cover_id,
        can_open(Connection.council_id, cover.id, Connection.of_id, day, needed),
        not_(away_on(cover.id, day)),
    )


def _ahead(adult: type[Person], day: date) -> Sequence[ColumnElement[bool]]:
    return (_absence.person_id == adult.id, *_still(_absence), _absence.ends >= day)


def absent(adult: type[Person], day: date) -> ColumnElement[Any]:
    """When `adult` is away, on this day and after it: the first of the texts of `absences`."""
    found = json_rows(_absence.id, _absence.starts, _absence.ends).where(*_ahead(adult, day))
    return found.correlate(adult).scalar_subquery().label("absent")


def absences(day: date, needed: Grant = NEEDED) -> Sequence[ColumnElement[Any]]:
    """When `worker` is away, on this day and after it, and on which of those days somebody covers
    for them with this young person (`_theirs.of_id` is the row's `Connection.of_id`): three texts
    (`core.json_rows`) that `hours` makes a calendar of."""
    ahead = _ahead(worker, day)
    mine = json_rows(_absence.id, _absence.starts, _absence.ends).where(*ahead)
    covered = (
        json_rows(
            _absence.id, _theirs.starts, _theirs.ends, Membership.starts, Membership.ends
        )
        .join_from(_absence, _theirs, _theirs.with_id == _absence.cover_id)
        .join(Membership, Membership.person_id == _absence.cover_id)
        .join(Account, Account.id == Membership.account_id)
        .where(
            *ahead,
            _theirs.council_id == Connection.council_id,
            _theirs.of_id == Connection.of_id,
            *lasting_some_day(_theirs),
            granting(_theirs, needed),
            Membership.role.in_(ROLES),
            Account.state == "open",
        )
    )  # fmt: skip
    also_away = (
        json_rows(_absence.id, _of_cover.starts, _of_cover.ends)
        .join_from(_absence, _of_cover, _of_cover.person_id == _absence.cover_id)
        .where(*ahead, *_still(_of_cover))
    )
    outer = (worker, Connection)
    return tuple(
        found.correlate(*outer).scalar_subquery().label(name)
        for name, found in (("absent", mine), ("covered", covered), ("cover_absent", also_away))
    )


def columns(adult: type[Person]) -> Sequence[ColumnElement[Any]]:
    """What `answers_for` reads of a row, besides the order below."""
    return (
        adult.id.label("worker_id"),
        adult.known_as.label("worker_known_as"),
        adult.code.label("worker_code"),
        leave.ends.label("worker_away_until"),
        Connection.label.label("worker_label"),
        cover.id.label("cover_id"),
        cover.known_as.label("cover_known_as"),
        cover.code.label("cover_code"),
    )


def with_who_answers(
    query: Select[Any], council_id: Key | int, young_id: Key | int, day: date,
    needed: Grant = NEEDED,
) -> Select[Any]:  # fmt: skip
    """A question about one young person, joined to whoever answers them on this day, if anybody:
    for `columns(worker)` and the order of `FIRST`. needed: what they must be granted to answer
    this."""
    return (
        query.outerjoin(
            Connection,
            and_(
                Connection.council_id == council_id,
                Connection.of_id == young_id,
                is_answering(day, needed=needed),
            ),
        )
        .outerjoin(worker, worker.id == Connection.with_id)
        .outerjoin(leave, is_away(worker, day))
        .outerjoin(cover, covers(day, needed))
    )


# The first of two workers comes first in this order.
FIRST = (
    case((Connection.kind == Kind.SOCIAL_WORKER, 0), else_=1),
    Connection.starts.desc(),
    Connection.id.desc(),
)


def answers_for(row: Any, day: date) -> Answers | None:
    """From a row with `columns`; None when the outer join found nobody."""
    if row.worker_id is None:
        return None
    plain = shown_name(row.worker_known_as, row.worker_code)
    away = row.worker_away_until
    return Answers(
        worker_id=row.worker_id,
        worker_name=row.worker_label or plain,
        plain_name=plain,
        away_until=away if away is not None and away >= day else None,
        cover_id=row.cover_id,
        cover_name=shown_name(row.cover_known_as or "", row.cover_code or ""),
    )


def everybody_who_answers(council_id: int, day: date, needed: Grant = NEEDED) -> Select[Any]:
    """Young person (`of_id`) and who answers them today, for a whole council; of several rows
    for one young person the first counts."""
    return (
        select(Connection.of_id, *columns(worker))
        .join(worker, worker.id == Connection.with_id)
        .outerjoin(leave, is_away(worker, day))
        .outerjoin(cover, covers(day, needed))
        .where(Connection.council_id == council_id, is_answering(day, needed=needed))
        .order_by(Connection.of_id, *FIRST)
    )


def next_who_can(
    council_id: Key | int, young_id: Key | int, day: date, needed: Grant
) -> Select[Any]:
    """Where no worker answers: of the others who may read and answer what needs these grants the
    first, whoever is there before whoever is away."""
    return (
        select(_next.with_id)
        .join(_place, _place.person_id == _next.with_id)
        .where(
            _next.council_id == council_id,
            _next.of_id == young_id,
            *lasting(_next, day),
            granting(_next, needed),
            _place.role.in_(ANSWERING),
            signs_in(_next.with_id, day),
        )
        .order_by(case((away_on(_next.with_id, day), 1), else_=0), _next.starts, _next.id)
        .limit(1)
    )
