"""Who may read that everything is stopped, ask for it, and agree to it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, true

from portal.barred.policy import whose
from portal.core.access import CASE_STAFF, Role, Viewer
from portal.people.oversight import oversees
from portal.people.reach import not_of, reach
from portal.people.rules import Grant
from portal.people.tables import Stop

ASKERS = frozenset({Role.WORKER, Role.MANAGER})

__all__ = ["ASKERS", "has_business", "listed", "may_answer", "may_ask", "whose"]


def has_business(viewer: Viewer) -> bool:
    return viewer.role in CASE_STAFF or viewer.is_lead


def listed(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Stops of young people whom the viewer reaches; of the whole council for whoever oversees it.
    Never of somebody whom they must not know of."""
    theirs = true() if oversees(viewer) else reach(viewer, Stop.person_id, Grant.NAME, now)
    return and_(
        Stop.council_id == viewer.council_id, not_of(Stop.person_id, viewer.person_id), theirs
    )


def may_ask(viewer: Viewer) -> bool:
    """Of a young person whom `whose` has found for them."""
    return viewer.role in ASKERS


def may_answer(viewer: Viewer, asked_by_id: int | None) -> bool:
    """The second person: a manager or the safeguarding lead, and never whoever asked."""
    return oversees(viewer) and asked_by_id is not None and viewer.person_id != asked_by_id
