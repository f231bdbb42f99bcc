"""Who may read and write in a conversation: the young person, and who was granted MESSAGES."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, select

from portal.core.access import Viewer
from portal.messages.tables import Conversation
from portal.people.reach import reach
from portal.people.rules import Grant


def visible_conversations(viewer: Viewer, now: datetime) -> Select[Conversation]:
    return select(Conversation).where(
        Conversation.council_id == viewer.council_id,
        reach(viewer, Conversation.person_id, Grant.MESSAGES, now),
    )
