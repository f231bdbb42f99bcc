"""Who sees a move: the young person, and staff to whom their address was granted. Never a carer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import NoResultFound

from portal.core.access import CASE_STAFF, Role, Viewer
from portal.core.db import Db
from portal.people.pages import Subject, subject
from portal.people.rules import Grant

NEEDED = Grant.NAME | Grant.ADDRESS
READERS = CASE_STAFF
WRITERS = frozenset({Role.WORKER, Role.MANAGER})
GRACE_SETTERS = frozenset({Role.ADMIN})


def whose(db: Db, viewer: Viewer, ref: str, now: datetime, *, writes: bool = False) -> Subject:
    """The young person whose moves the viewer may read, or write. What was opened in an emergency
    is for reading only. Raises NoResultFound."""
    who = subject(db, viewer, ref, now, by_the_hour=not writes)
    if not who.may(NEEDED) or (writes and not may_write(viewer, who)):
        raise NoResultFound
    return who


def may_write(viewer: Viewer, who: Subject) -> bool:
    return viewer.role in WRITERS and who.stopped_at is None
