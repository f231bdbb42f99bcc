"""Who may read a conversation: the young person, and who was granted MESSAGES."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, select

from portal.core.access import Viewer
from portal.core.db import Db
from portal.messages.tables import Conversation
from portal.people.reach import reach
from portal.people.rules import Grant


def visible(viewer: Viewer, now: datetime) -> Select[Conversation]:
    return select(Conversation).where(
        Conversation.council_id == viewer.council_id,
        reach(viewer, Conversation.person_id, Grant.MESSAGES, now),
    )


def may_see(db: Db, viewer: Viewer, conversation: Conversation, now: datetime) -> bool:
    """`visible` as a question about one conversation."""
    return db.scalar(visible(viewer, now).where(Conversation.id == conversation.id)) is not None
