"""Which messages somebody has not read yet: for reminders (`notifications.unread`)."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import and_, or_, select

from portal.core.db import Db
from portal.messages.tables import Message, ReadMark
from portal.notifications.unread import Told, unread


@unread("message")
def not_read(db: Db, those: Collection[Told]) -> set[Told]:
    """Of these people and messages, where the person's mark stands before the message or there
    is none."""
    people = {person_id for person_id, _ref in those}
    rows = db.execute(
        select(Message.ref, Message.id, ReadMark.person_id, ReadMark.message_id)
        .outerjoin(
            ReadMark,
            and_(
                ReadMark.conversation_id == Message.conversation_id,
                ReadMark.person_id.in_(people),
            ),
        )
        .where(Message.ref.in_({ref for _person, ref in those}))
        .where(or_(ReadMark.person_id.is_(None), ReadMark.person_id.in_(people)))
    ).all()
    there = {row.ref for row in rows}
    read = {
        (row.person_id, row.ref)
        for row in rows
        if row.message_id is not None and row.message_id >= row.id
    }
    return {one for one in those if one[1] in there and one not in read}
