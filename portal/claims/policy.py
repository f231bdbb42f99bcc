"""Who reads what was asked for, and who decides it.

The young person; and staff who read their messages: the same who answer them, and to whom what is
late goes on. What was not sent is theirs alone. Whoever is here for some hours only reads, and
decides nothing. A reviewing officer reads it, as they read the messages, and decides nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, false, select
from sqlalchemy.orm import aliased

from portal.claims.rules import State
from portal.claims.tables import Claim
from portal.core import clock
from portal.core.access import CASE_STAFF, Role, Viewer
from portal.people.answers import NEEDED
from portal.people.reach import granting, holds, lasting
from portal.people.tables import Connection

SOURCE = "claim"  # where owed rows, notices and worries say that they come from
DECIDERS = CASE_STAFF - {Role.IRO}
_to = aliased(Connection, name="claim_to")


def reads(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Which rows of Claim this viewer reads."""
    theirs = Claim.council_id == viewer.council_id
    if viewer.role is Role.YOUNG:
        return and_(theirs, Claim.person_id == viewer.person_id)
    if viewer.role not in CASE_STAFF:
        return false()
    return and_(theirs, Claim.state != State.DRAFT.value, _connected(viewer, now))


def decides(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Which of these they decide, and write in."""
    if viewer.role not in DECIDERS:
        return false()
    theirs = Claim.council_id == viewer.council_id
    return and_(theirs, Claim.state != State.DRAFT.value, _connected(viewer, now, stays=True))


def _connected(viewer: Viewer, now: datetime, *, stays: bool = False) -> ColumnElement[bool]:
    day = clock.today(now)
    return exists(
        select(_to.id).where(
            _to.council_id == viewer.council_id,
            _to.with_id == viewer.person_id,
            _to.of_id == Claim.person_id,
            *(lasting(_to, day) if stays else holds(_to, day, now)),
            granting(_to, NEEDED, day),
        )
    )
