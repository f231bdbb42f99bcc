"""Who may see and decide who must not know, and who may lift it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, false
from sqlalchemy.exc import NoResultFound

from portal.core.access import Role, Viewer
from portal.core.db import Db
from portal.people.oversight import oversees
from portal.people.pages import Subject, overseen, subject
from portal.people.reach import not_of
from portal.people.rules import Grant
from portal.people.tables import MustNotKnow

MAY_LOOK = frozenset({Role.WORKER, Role.MANAGER})


def whose(db: Db, viewer: Viewer, ref: str, now: datetime) -> Subject:
    """The young person, for somebody who knows why they are in care, and not only for some hours;
    and by name only for whoever oversees the council: what one worker decides can never shut out
    everybody who might lift it. The look is audited. Raises NoResultFound."""
    if viewer.role in MAY_LOOK:
        try:
            found = subject(db, viewer, ref, now, by_the_hour=False)
        except NoResultFound:
            found = None
        if found is not None and found.may(Grant.REASONS):
            return found
    return overseen(db, viewer, ref, now)


def visible(viewer: Viewer, young_id: int) -> ColumnElement[bool]:
    """Decisions about a young person whom `whose` has found; none that names somebody whom the
    viewer must not know of."""
    return and_(
        MustNotKnow.council_id == viewer.council_id,
        MustNotKnow.person_id == young_id,
        not_of(MustNotKnow.other_id, viewer.person_id),
    )


def everywhere(viewer: Viewer) -> ColumnElement[bool]:
    """Decisions about the whole council's young people, for whoever oversees it; none about or
    against somebody whom the viewer must not know of."""
    if not oversees(viewer):
        return false()
    return and_(
        MustNotKnow.council_id == viewer.council_id,
        not_of(MustNotKnow.person_id, viewer.person_id),
        not_of(MustNotKnow.other_id, viewer.person_id),
    )


def may_lift(viewer: Viewer, decided_by_id: int) -> bool:
    return oversees(viewer) and viewer.person_id != decided_by_id
