"""Who sees an adult's card: young people connected with them today, colleagues, they themselves."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import aliased

from portal.core import clock
from portal.core.access import CARERS, CASE_STAFF, Role, Viewer
from portal.introductions.tables import IntroCard
from portal.people.reach import lasting, not_of
from portal.people.rules import Kind, PersonKind
from portal.people.tables import Connection, Person

WRITERS = CASE_STAFF | CARERS
VIEWERS = WRITERS | {Role.YOUNG}
_adult = aliased(Person, name="whose_card")
_near = aliased(Connection, name="near_me")


def visible(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Whether the viewer may see a card (a row of IntroCard)."""
    here = IntroCard.council_id == viewer.council_id
    if viewer.role is Role.YOUNG:
        with_them = exists(
            select(_near.id).where(
                _near.council_id == viewer.council_id,
                _near.of_id == viewer.person_id,
                _near.with_id == IntroCard.person_id,
                _near.kind.not_in((Kind.MANAGER, Kind.EMERGENCY)),
                *lasting(_near, clock.today(now)),
            )
        )
        return and_(here, with_them, not_of(IntroCard.person_id, viewer.person_id))
    if viewer.role not in WRITERS:
        return false()
    own = IntroCard.person_id == viewer.person_id
    if viewer.role is Role.CARER:
        return and_(here, own)
    colleague = exists(
        select(_adult.id).where(_adult.id == IntroCard.person_id, _adult.kind == PersonKind.STAFF)
    )
    return and_(here, or_(own, colleague))
