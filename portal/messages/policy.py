"""Who may read a conversation: who writes it to the worker, and who was granted MESSAGES of the
young person in whose record it is.

A young person reads their own and no carer's; a carer their own, for as long as they reach the
child, and never the young person's.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, select

from portal.core import clock
from portal.core.access import Role, Viewer
from portal.core.db import Db
from portal.messages.tables import Conversation
from portal.people.reach import SomeDay, SomeMoment, reach_of
from portal.people.rules import Grant


def readable(
    role: Role, council_id: int, viewer_id: int, day: SomeDay, now: SomeMoment
) -> ColumnElement[bool]:
    """The rule, for queries that are built once: the role shapes it, the rest may be gaps."""
    person = Conversation.person_id
    if role is Role.YOUNG:
        return and_(Conversation.writer_id == viewer_id, person == viewer_id)
    if role is Role.CARER:
        reached = reach_of(role, council_id, viewer_id, person, Grant.NAME, day, now)
        return and_(Conversation.writer_id == viewer_id, reached)
    return reach_of(role, council_id, viewer_id, person, Grant.MESSAGES, day, now)


def visible(viewer: Viewer, now: datetime) -> Select[Conversation]:
    return select(Conversation).where(
        Conversation.council_id == viewer.council_id,
        readable(viewer.role, viewer.council_id, viewer.person_id, clock.today(now), now),
    )


def may_see(db: Db, viewer: Viewer, conversation: Conversation, now: datetime) -> bool:
    """`visible` as a question about one conversation."""
    return db.scalar(visible(viewer, now).where(Conversation.id == conversation.id)) is not None
