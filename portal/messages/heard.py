"""When each young person wrote last: for whoever counts from the last time they were in touch."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from portal.core import clock
from portal.core.db import Db
from portal.messages.tables import Conversation, Message


def last_written(db: Db, council_id: int, person_id: int | None) -> Iterable[tuple[int, date]]:
    """The day of the newest message of their own, of whatever kind: one tap is a word, too. Found
    from the end of each conversation, so that a long one costs what a short one does."""
    newest = (
        select(Message.sent_at)
        .where(
            Message.conversation_id == Conversation.id, Message.from_id == Conversation.person_id
        )
        .order_by(Message.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = select(Conversation.person_id, newest.label("at")).where(
        Conversation.council_id == council_id,
        Conversation.writer_id == Conversation.person_id,
    )
    if person_id is not None:
        query = query.where(Conversation.person_id == person_id)
    return [(row.person_id, clock.today(row.at)) for row in db.execute(query) if row.at]
