"""Who sees what could not be delivered: whoever administers the council or manages its workers, of
their own council's people, and of nobody whom they must not know of."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select

from portal.channels.tables import Delivery
from portal.core.access import Role, Viewer
from portal.people.reach import not_of
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
