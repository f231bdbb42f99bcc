"""Who sees that somebody is away, and who may change it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, Date, Select, and_, case, or_, select, true, type_coerce

from portal.core.access import Role, Viewer
from portal.people import answers
from portal.people.reach import SomeDay, not_of, reach
from portal.people.rules import Grant
from portal.people.tables import Account, Connection, Leave, Membership, Person


def visible(viewer: Viewer) -> Select[Leave]:
    """One's own, and for a manager those of the whole council."""
    own = true() if viewer.role is Role.MANAGER else Leave.person_id == viewer.person_id
    return select(Leave).where(Leave.council_id == viewer.council_id, own)


def may_let_in(viewer: Viewer, cover_id: int | None) -> bool:
    """To give access takes a manager, and nobody gives it to themselves."""
    return viewer.role is Role.MANAGER and cover_id is not None and cover_id != viewer.person_id


def colleagues(viewer: Viewer, day: date) -> Select[Person]:
    """Staff of the council who read young people's messages for a living, and are here today."""
    return (
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Person.council_id == viewer.council_id,
            Membership.council_id == viewer.council_id,
            Membership.role.in_(answers.ROLES),
            Membership.starts <= day,
            or_(Membership.ends.is_(None), Membership.ends >= day),
            Account.state == "open",
        )
    )


def theirs(day: SomeDay) -> ColumnElement[bool]:
    """Whether a row of Connection is of a young person who is answered by `with_id` on this day."""
    return and_(answers.is_answering(day), answers.comes_first(day))


def first_day(today: date) -> ColumnElement[date]:
    """The first day of a leave that is not over."""
    return case((Leave.starts > today, Leave.starts), else_=today)


def is_covered(day: SomeDay) -> ColumnElement[bool]:
    """Whether whoever covers in a row of Leave can open the conversation of the row's Connection,
    from this day until the last one."""
    return and_(
        *(
            answers.can_open(Connection.council_id, Leave.cover_id, Connection.of_id, on)
            for on in (day, type_coerce(Leave.ends, Date))
        )
    )


def may_be_named(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Young people whom the viewer reaches: a manager neither learns who is on the list of a worker
    of another team, nor lets anybody in there."""
    return and_(
        reach(viewer, Connection.of_id, Grant.NAME, now),
        not_of(Connection.of_id, viewer.person_id),
    )


def dates_known(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Young people whose dates the viewer knows, by name."""
    return and_(
        reach(viewer, Connection.of_id, Grant.NAME | Grant.DATES, now),
        not_of(Connection.of_id, viewer.person_id),
    )
