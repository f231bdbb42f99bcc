"""Reach: whom a viewer may see, as one EXISTS over dated connections.

Every room's policy query is composed from `reach`; no room reads connections to decide.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, exists, false, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from portal.core import clock
from portal.core.access import Role, Viewer
from portal.people.rules import Grant, PersonKind
from portal.people.tables import Connection, Person

PersonKey = InstrumentedAttribute[int] | ColumnElement[int]

# A name of its own, so that a query which joins connections too keeps the two apart.
_mine = aliased(Connection, name="mine")

# Roles that reach others through a connection. An advocate or an editor reaches nobody.
REACHING = frozenset({Role.CARER, Role.WORKER, Role.IRO, Role.DUTY, Role.MANAGER})


def reach(viewer: Viewer, person: PersonKey, grant: Grant, now: datetime) -> ColumnElement[bool]:
    """Whether `viewer` may see field `grant` of `person`: it is their own, or a connection of
    theirs covers today and holds the grant."""
    day = clock.today(now)
    return reach_of(viewer.role, viewer.council_id, viewer.person_id, person, grant, day)


def reach_of(
    role: Role, council_id: int, viewer_id: int, person: PersonKey, grant: Grant, day: date
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
            _mine.starts <= day,
            or_(_mine.ends.is_(None), _mine.ends >= day),
            _mine.grants.bitwise_and(int(grant)) == int(grant),
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
