"""Who may write a hello, and who is named for it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, false, not_, or_, select

from portal.core import clock
from portal.core.access import Role, Viewer
from portal.opportunities.hellos import rules
from portal.opportunities.hellos.tables import Hello, HelloGiver, HelloWish
from portal.people.reach import barred, reach
from portal.people.rules import Grant
from portal.people.stops import stopped

WRITERS = frozenset({Role.WORKER, Role.DUTY, Role.MANAGER})
NAMERS = frozenset({Role.MANAGER})
NEEDED = Grant.NAME | Grant.MESSAGES


def could_write(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Which rows of Hello the viewer may write: of whoever they read and answer; and, named for it,
    of those who allow that. Never of somebody whom they must not know of."""
    if viewer.role not in WRITERS:
        return false()
    allowed = exists(
        select(HelloWish.id).where(
            HelloWish.council_id == Hello.council_id, HelloWish.person_id == Hello.person_id,
            HelloWish.others,
        )
    )  # fmt: skip
    named = exists(
        select(HelloGiver.id).where(
            HelloGiver.council_id == viewer.council_id, HelloGiver.person_id == viewer.person_id
        )
    )
    return and_(
        Hello.council_id == viewer.council_id,
        not_(barred(Hello.person_id, viewer.person_id)),
        not_(stopped(Hello.person_id)),
        or_(reach(viewer, Hello.person_id, NEEDED, now), and_(allowed, named)),
    )


def waits(now: datetime) -> ColumnElement[bool]:
    """Not written yet, and not too late."""
    day = clock.today(now)
    return and_(
        Hello.sent_at.is_(None), Hello.day >= day - rules.AFTER, Hello.day <= day + rules.BEFORE
    )
