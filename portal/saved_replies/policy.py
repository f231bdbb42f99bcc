"""Whose replies somebody sees and changes."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_

from portal.core.access import CASE_STAFF, Role, Viewer
from portal.saved_replies.tables import SavedReply

KEEPS_THE_COUNCILS = frozenset({Role.EDITOR, Role.MANAGER})
USES_THEM = CASE_STAFF | {Role.EDITOR}


def visible(viewer: Viewer) -> ColumnElement[bool]:
    """Their own and the council's, but for those that were taken away."""
    return and_(
        SavedReply.council_id == viewer.council_id,
        SavedReply.gone_at.is_(None),
        or_(SavedReply.owner_id.is_(None), SavedReply.owner_id == viewer.person_id),
    )


def may_change(viewer: Viewer, owner_id: int | None) -> bool:
    """The council's: editors and managers; one's own: whoever writes to young people."""
    if owner_id is None:
        return viewer.role in KEEPS_THE_COUNCILS
    return owner_id == viewer.person_id and viewer.role in CASE_STAFF
