"""Who makes letters, who ends one, who agrees on the words."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.exc import NoResultFound

from portal.core.access import Role, Viewer
from portal.core.db import Db
from portal.people.pages import Subject, subject
from portal.people.rules import Grant
from portal.proof.tables import Proof

# Which letters somebody made says what they are to the council: with their REASONS.
NEEDED = Grant.NAME | Grant.REASONS
ENDERS = frozenset({Role.WORKER, Role.MANAGER})
EDITORS = frozenset({Role.EDITOR, Role.ADMIN})


def whose(db: Db, viewer: Viewer, ref: str, now: datetime) -> Subject:
    """The young person whose letters the viewer may see and end; the look is audited. Raises
    NoResultFound."""
    found = subject(db, viewer, ref, now, by_the_hour=False)
    if not found.may(NEEDED):
        raise NoResultFound
    return found


def of(viewer: Viewer, person_id: int) -> Select[Proof]:
    """The letters and passes of one person of the viewer's council."""
    return select(Proof).where(Proof.council_id == viewer.council_id, Proof.person_id == person_id)
