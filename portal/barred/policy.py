"""Who may see and decide who must not know, and who may lift it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_
from sqlalchemy.exc import NoResultFound

from portal.core.access import Role, Viewer
from portal.core.db import Db
from portal.people.pages import Subject, subject
from portal.people.reach import not_of
from portal.people.rules import Grant
from portal.people.tables import MustNotKnow

MAY_LOOK = frozenset({Role.WORKER, Role.MANAGER})


def whose(db: Db, viewer: Viewer, ref: str, now: datetime) -> Subject:
    """The young person, for somebody who knows why they are in care; the look is audited.
    Raises NoResultFound."""
    found = subject(db, viewer, ref, now)
    if viewer.role not in MAY_LOOK or not found.may(Grant.REASONS):
        raise NoResultFound
    return found


def visible(viewer: Viewer, young_id: int) -> ColumnElement[bool]:
    """Decisions about a young person whom `whose` has found; none that names somebody whom the
    viewer must not know of."""
    return and_(
        MustNotKnow.council_id == viewer.council_id,
        MustNotKnow.person_id == young_id,
        not_of(MustNotKnow.other_id, viewer.person_id),
    )


def may_lift(viewer: Viewer, decided_by_id: int) -> bool:
    return viewer.role is Role.MANAGER and viewer.person_id != decided_by_id
