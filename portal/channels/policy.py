"""Who sees what could not be delivered: whoever administers the council or manages its workers, of
their own council's people, and of nobody whom they must not know of. Young people are named only to
whoever reaches them: to try again one need not know who is in care."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from portal.channels.tables import Delivery
from portal.core.access import Role, Viewer
from portal.people.reach import not_of, reach
from portal.people.rules import Grant, PersonKind
from portal.people.tables import Person

LOOK_AFTER = frozenset({Role.ADMIN, Role.MANAGER})


def undelivered(viewer: Viewer) -> Select[Any]:
    return (
        select(Delivery)
        .join(Person, Person.id == Delivery.person_id)
        .where(
            Delivery.council_id == viewer.council_id,
            Person.council_id == viewer.council_id,
            Delivery.state == "dead",
            not_of(Delivery.person_id, viewer.person_id),
        )
    )


def may_be_named(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Whether the viewer may know who a row of Delivery is for; the query has the Person."""
    known = reach(viewer, Delivery.person_id, Grant.NAME, now)
    return or_(Person.kind != PersonKind.YOUNG, known)
