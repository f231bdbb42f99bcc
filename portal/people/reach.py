"""Reach: whom a viewer may see, as one EXISTS over dated connections.

Every room's policy query is composed from `reach`; no room reads connections to decide. Whether
a connection holds is said in one place (`holds`): its days, its hours, and nobody barred. Who must
not know of a young person learns nothing through any of them (`barred`), whatever was granted.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, not_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from portal.core import clock
from portal.core.access import Role, Viewer
from portal.people.rules import GRACE_GRANTS, Grant, PersonKind
from portal.people.tables import Connection, MustNotKnow, Person

PersonKey = InstrumentedAttribute[int] | InstrumentedAttribute[int | None] | ColumnElement[Any]
Link = type[Connection]
SomeDay = date | ColumnElement[Any]
SomeMoment = datetime | ColumnElement[Any]

# A name of its own, so that a query which joins connections too keeps the two apart.
_mine = aliased(Connection, name="mine")
_bar = aliased(MustNotKnow, name="bar")

# Roles that reach others through a connection. An advocate or an editor reaches nobody.
REACHING = frozenset({Role.CARER, Role.WORKER, Role.IRO, Role.DUTY, Role.MANAGER})


def barred(person: PersonKey | int, other: PersonKey | int) -> ColumnElement[bool]:
    """Whether `other` must not know of `person`."""
    return exists(
        select(_bar.id).where(
            _bar.person_id == person, _bar.other_id == other, _bar.lifted_at.is_(None)
        )
    )


def not_of(person: PersonKey, viewer_id: PersonKey | int) -> ColumnElement[bool]:
    """For what stands on a page beside others: it is of nobody, or of nobody whom the viewer must
    not know of. `person` may be NULL."""
    return or_(person.is_(None), not_(barred(person, viewer_id)))


def on_day(link: Link, day: SomeDay) -> Sequence[ColumnElement[bool]]:
    """Whether a connection's days cover this one, both ends included."""
    return (link.starts <= day, or_(link.ends.is_(None), link.ends >= day))


def lasting(link: Link, day: SomeDay) -> Sequence[ColumnElement[bool]]:
    """Whether a connection that is no emergency's holds on this day, and nobody is barred: for
    who answers, and whose people somebody is."""
    return (*on_day(link, day), *lasting_some_day(link))


def lasting_some_day(link: Link) -> Sequence[ColumnElement[bool]]:
    """The same, on whichever days it covers."""
    return (link.ends_at.is_(None), not_(barred(link.of_id, link.with_id)))


def holds(link: Link, day: SomeDay, now: SomeMoment) -> Sequence[ColumnElement[bool]]:
    """Whether a connection lets its adult see what it grants at this moment."""
    return (
        *on_day(link, day),
        or_(link.ends_at.is_(None), link.ends_at > now),
        not_(barred(link.of_id, link.with_id)),
    )


def living(link: Link, day: SomeDay) -> ColumnElement[bool]:
    """Whether nobody has left: in the days of grace after a stay, somebody has."""
    return or_(link.left_on.is_(None), link.left_on >= day)


def granted(link: Link, day: SomeDay) -> ColumnElement[int]:
    """The fields that a connection grants on this day: after the last day of a stay, what is left
    in the days of grace."""
    left = link.grants.bitwise_and(int(GRACE_GRANTS))
    return case((living(link, day), link.grants), else_=left)


def granting(link: Link, grant: Grant, day: SomeDay | None = None) -> ColumnElement[bool]:
    """Whether it grants all of these fields, on this day. Asked without a day, one that somebody
    has left or will leave grants no more than in the days of grace."""
    whole = link.grants.bitwise_and(int(grant)) == int(grant)
    if grant & ~GRACE_GRANTS:
        return and_(whole, link.left_on.is_(None) if day is None else living(link, day))
    return and_(whole)


def reach(viewer: Viewer, person: PersonKey, grant: Grant, now: datetime) -> ColumnElement[bool]:
    """Whether `viewer` may see field `grant` of `person`: it is their own, or a connection of
    theirs holds now and grants it."""
    day = clock.today(now)
    return reach_of(viewer.role, viewer.council_id, viewer.person_id, person, grant, day, now)


def reach_of(
    role: Role,
    council_id: int,
    viewer_id: int,
    person: PersonKey,
    grant: Grant,
    day: SomeDay,
    now: SomeMoment,
) -> ColumnElement[bool]:
    """`reach`, for queries that are built once: the role shapes it, the rest may be gaps."""
    if role is Role.YOUNG:
        return person == viewer_id
    if role not in REACHING:
        return false()
    return exists(
        select(_mine.id).where(
            _mine.council_id == council_id,
            _mine.with_id == viewer_id,
            _mine.of_id == person,
            *holds(_mine, day, now),
            granting(_mine, grant, day),
        )
    )


def young_people(viewer: Viewer, grant: Grant, now: datetime) -> Select[Person]:
    """Young people of this council whom the viewer reaches for `grant` (themselves included)."""
    return select(Person).where(
        Person.council_id == viewer.council_id,
        Person.kind == PersonKind.YOUNG,
        reach(viewer, Person.id, grant, now),
    )


def shown_name(known_as: str, code: str) -> str:
    """The name people use; where none is known, the council's code: a name is never guessed."""
    return known_as or code
