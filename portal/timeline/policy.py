"""Who may read what comes when. The young person their own; others with their PLAN. What the
council calls somebody needs REASONS, and our own sum is for staff."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import NoResultFound

from portal.core.access import CASE_STAFF, Viewer
from portal.core.db import Db
from portal.people.pages import Subject, subject
from portal.people.rules import Grant

NEEDED = Grant.NAME | Grant.PLAN


def whose(db: Db, viewer: Viewer, ref: str, now: datetime) -> Subject:
    """The young person, for whoever was given their plan; the look is audited. Raises
    NoResultFound."""
    found = subject(db, viewer, ref, now)
    if not found.may(NEEDED):
        raise NoResultFound
    return found


def may_read_sum(viewer: Viewer, subject: Subject) -> bool:
    return viewer.role in CASE_STAFF and subject.may(Grant.REASONS)
