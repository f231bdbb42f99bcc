"""Whether what a young person wrote or keeps is shown to this viewer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, false, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from portal.core import clock
from portal.core.access import Role, Viewer
from portal.people.reach import REACHING, PersonKey, lasting
from portal.people.rules import PLACED_WITH, WORKERS
from portal.people.tables import Connection
from portal.shares.rules import Thing, To
from portal.shares.tables import Share

_share = aliased(Share, name="shown")
_shown_to = aliased(Connection, name="shown_to")


def shown(
    viewer: Viewer, person: PersonKey | int, thing: Thing, now: datetime,
    key: InstrumentedAttribute[str] | str = "",
) -> ColumnElement[bool]:  # fmt: skip
    """Whether the viewer may read it: it is their own, or it is shown to them, who are connected
    with the young person today (not for some hours only) and not barred."""
    if viewer.role is Role.YOUNG:
        return (
            literal(person == viewer.person_id)
            if isinstance(person, int)
            else (person == viewer.person_id)
        )
    if viewer.role not in REACHING:
        return false()
    to_them = or_(
        and_(_share.to == To.ONE, _share.with_id == viewer.person_id),
        and_(_share.to == To.WORKERS, _shown_to.kind.in_(WORKERS)),
        and_(_share.to == To.CARERS, _shown_to.kind.in_(PLACED_WITH)),
    )
    return exists(
        select(_share.id)
        .join(_shown_to, _shown_to.of_id == _share.person_id)
        .where(
            _share.council_id == viewer.council_id,
            _share.person_id == person,
            _share.thing == thing,
            _share.key == key,
            _share.ended_at.is_(None),
            _shown_to.council_id == viewer.council_id,
            _shown_to.with_id == viewer.person_id,
            *lasting(_shown_to, clock.today(now)),
            to_them,
        )
    )
