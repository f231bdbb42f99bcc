"""Who sees which things to do, and who writes them."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import ColumnElement, and_, or_

from portal.core.access import CARERS, CASE_STAFF, YOUNG, Role, Viewer
from portal.opportunities import rules
from portal.opportunities.rules import For
from portal.opportunities.tables import Opportunity

KEEPERS = frozenset({Role.EDITOR, Role.MANAGER})
READERS = YOUNG | CARERS | CASE_STAFF | KEEPERS


def open_on(day: date) -> ColumnElement[bool]:
    return and_(Opportunity.opens <= day, still_on(day))


def still_on(day: date) -> ColumnElement[bool]:
    """`rules.is_over` as a query, the other way round."""
    return and_(
        Opportunity.closed_at.is_(None),
        or_(Opportunity.closes.is_(None), Opportunity.closes >= day),
        or_(Opportunity.wall.is_(None), Opportunity.wall >= datetime.combine(day, time.min)),
    )  # fmt: skip


def of_council(viewer: Viewer) -> ColumnElement[bool]:
    return Opportunity.council_id == viewer.council_id


def could_see(viewer: Viewer) -> ColumnElement[bool]:
    """Besides a young person's age (`rules.fits`): they see nothing that is for carers."""
    if viewer.role is Role.YOUNG:
        return and_(of_council(viewer), Opportunity.audience != For.CARERS.value)
    return of_council(viewer)


def may_see(viewer: Viewer, audience: str, age_from: int, age_to: int) -> bool:
    """`could_see` as a question about one of the viewer's council, with the age."""
    if viewer.role is not Role.YOUNG:
        return True
    return audience != For.CARERS.value and rules.fits(viewer.age, age_from, age_to)
