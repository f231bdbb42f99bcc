"""Who sees which things to do, and who writes them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, and_, or_

from portal.core.access import CARERS, CASE_STAFF, YOUNG, Role, Viewer
from portal.opportunities.rules import For
from portal.opportunities.tables import Opportunity

KEEPERS = frozenset({Role.EDITOR, Role.MANAGER})
READERS = YOUNG | CARERS | CASE_STAFF | KEEPERS


def open_on(day: date) -> ColumnElement[bool]:
    return and_(
        Opportunity.closed_at.is_(None), Opportunity.opens <= day,
        or_(Opportunity.closes.is_(None), Opportunity.closes >= day),
    )  # fmt: skip


def of_council(viewer: Viewer) -> ColumnElement[bool]:
    return Opportunity.council_id == viewer.council_id


def could_see(viewer: Viewer) -> ColumnElement[bool]:
    """Besides a young person's age (`rules.fits`): they see nothing that is for carers."""
    if viewer.role is Role.YOUNG:
        return and_(of_council(viewer), Opportunity.audience != For.CARERS.value)
    return of_council(viewer)
