"""Who may read what comes when. The young person their own. Others with their PLAN and REASONS, as
the page says what the law calls them and, by its days, when they were born; our sum is for staff
among those."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import NoResultFound

from portal.core.access import CASE_STAFF, Viewer
from portal.core.db import Db
from portal.people.pages import Subject, subject
from portal.people.rules import Grant

NEEDED = Grant.NAME | Grant.PLAN | Grant.REASONS


def whose(db: Db, viewer: Viewer, ref: str, now: datetime) -> Subject:
    """The young person, for whoever was given both; the look is audited. Raises
    NoResultFound."""
    found = subject(db, viewer, ref, now)
    if not found.may(NEEDED):
        raise NoResultFound
    return found


def may_read_sum(viewer: Viewer) -> bool:
    return viewer.role in CASE_STAFF
