"""Who may see and write down contacts: staff to whom CONTACT was granted; the young person reads
their own. A check-in's answers say where they live, what they do and how they are: all of that is
needed for the page of codes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import NoResultFound

from portal.core.access import Role, Viewer
from portal.core.db import Db
from portal.people.pages import Subject, subject
from portal.people.rules import Grant

NEEDED = Grant.NAME | Grant.CONTACT
FOR_CODES = NEEDED | Grant.ADDRESS | Grant.SCHOOL | Grant.HEALTH
KEEPERS = frozenset({Role.WORKER, Role.DUTY, Role.MANAGER})
DECIDERS = frozenset({Role.WORKER, Role.MANAGER})


def whose(
    db: Db, viewer: Viewer, ref: str, now: datetime, *, writes: bool = False,
    grant: Grant = NEEDED,
) -> Subject:  # fmt: skip
    """The young person, for whoever may read this of them. writes: whoever is here for some hours
    only writes nothing. The look is audited. Raises NoResultFound."""
    found = subject(db, viewer, ref, now, by_the_hour=not writes)
    if not found.may(grant):
        raise NoResultFound
    return found


def may_put_right(viewer: Viewer, by_id: int) -> bool:
    """Whoever wrote it down, and managers."""
    return viewer.person_id == by_id or viewer.role is Role.MANAGER
