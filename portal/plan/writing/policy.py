"""Who may write a young person's plan: their own worker and their manager, for as long as they are
that, within what they were granted. Whoever covers for some days, is here in an emergency, or
reviews the plan reads it and does not write it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import NoResultFound

from portal.core.access import Role, Viewer
from portal.core.db import Db
from portal.people.oversight import oversees
from portal.people.pages import Subject, overseen, subject
from portal.people.rules import WORKERS, Grant, Kind
from portal.plan import policy
from portal.plan.rules import KIND_CODES
from portal.plan.writing import rules

WRITERS = frozenset({Role.WORKER, Role.MANAGER})
KINDS = (*WORKERS, Kind.MANAGER)


def whose(db: Db, viewer: Viewer, ref: str, now: datetime) -> Subject:
    """The young person, for whoever may write their plan, with what they were granted as that. The
    look is audited. Raises NoResultFound."""
    if viewer.role not in WRITERS:
        raise NoResultFound
    found = subject(db, viewer, ref, now, by_the_hour=False, kinds=KINDS)
    if not found.may(Grant.PLAN):
        raise NoResultFound
    return found


def may_write(subject: Subject, kind: str, area: str) -> bool:
    """One part: its plan has it, and both were granted."""
    return policy.may_read(subject, kind, area) and area in rules.PLACES


def kinds_for(subject: Subject) -> tuple[str, ...]:
    return tuple(kind for kind in KIND_CODES if kind in policy.kinds_for(subject))


def whose_record(db: Db, viewer: Viewer, ref: str, now: datetime) -> tuple[Subject, bool]:
    """The young person, and whether the viewer writes their plan: for the record of a version that
    was taken back, which whoever oversees the council reads, too. Raises NoResultFound."""
    try:
        return whose(db, viewer, ref, now), True
    except NoResultFound:
        if not oversees(viewer):
            raise
    return overseen(db, viewer, ref, now), False
