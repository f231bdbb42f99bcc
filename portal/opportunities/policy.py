"""Who sees which things to do, and who writes them."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import ColumnElement, and_, or_

from portal.core.access import CARERS, CASE_STAFF, YOUNG, Role, Viewer
from portal.opportunities import rules
from portal.opportunities.rules import Did, For
from portal.opportunities.tables import Opportunity, OpportunityChange

KEEPERS = frozenset({Role.EDITOR, Role.MANAGER})
READERS = YOUNG | CARERS | CASE_STAFF | KEEPERS


def open_on(day: date) -> ColumnElement[bool]:
    return and_(Opportunity.agreed_at.is_not(None), Opportunity.opens <= day, still_on(day))


def still_on(day: date) -> ColumnElement[bool]:
    """`rules.is_over` as a query, the other way round."""
    return and_(
        Opportunity.closed_at.is_(None),
        or_(Opportunity.closes.is_(None), Opportunity.closes >= day),
        or_(Opportunity.wall.is_(None), Opportunity.wall >= datetime.combine(day, time.min)),
    )  # fmt: skip


def waits() -> ColumnElement[bool]:
    """Words on which nobody has agreed yet."""
    return and_(
        OpportunityChange.did == Did.WORDS.value, OpportunityChange.agreed_at.is_(None),
        OpportunityChange.dropped_at.is_(None),
    )  # fmt: skip


def of_council(viewer: Viewer) -> ColumnElement[bool]:
    return Opportunity.council_id == viewer.council_id


def could_see(viewer: Viewer) -> ColumnElement[bool]:
    """Besides a young person's age (`rules.fits`): they see nothing that is for carers. What
    nobody has agreed on yet is seen by those who write these."""
    if viewer.role in KEEPERS:
        return of_council(viewer)
    agreed = and_(of_council(viewer), Opportunity.agreed_at.is_not(None))
    if viewer.role is Role.YOUNG:
        return and_(agreed, Opportunity.audience != For.CARERS.value)
    return agreed


def may_see(viewer: Viewer, audience: str, age_from: int, age_to: int) -> bool:
    """`could_see` as a question about one of the viewer's council, with the age."""
    if viewer.role is not Role.YOUNG:
        return True
    return audience != For.CARERS.value and rules.fits(viewer.age, age_from, age_to)
