"""Who may read what somebody can get. The young person their own. Others with their PLAN and
REASONS, as an answer says when they were born and in care; and never what goes by papers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import NoResultFound

from portal.core.access import Role, Viewer
from portal.core.db import Db
from portal.people.pages import Subject, subject
from portal.people.rules import Grant

EDITORS = frozenset({Role.EDITOR, Role.ADMIN})  # those who may write pages write offers, too
NEEDED = Grant.NAME | Grant.PLAN | Grant.REASONS


def whose(db: Db, viewer: Viewer, ref: str, now: datetime) -> Subject:
    """The young person, for whoever was given both; the look is audited. Raises NoResultFound."""
    found = subject(db, viewer, ref, now)
    if not found.may(NEEDED):
        raise NoResultFound
    return found
