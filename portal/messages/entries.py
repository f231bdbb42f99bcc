"""An unanswered message's row in what is owed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from portal.core.db import Db
from portal.messages.tables import Conversation, Message


def owed_rows(db: Db, council_id: int) -> list[dict[str, Any]]:
    """One row for each conversation with messages that nobody has answered yet."""
    answer = aliased(Message)
    last_answer = (
        select(func.max(answer.id))
        .where(answer.conversation_id == Conversation.id, answer.from_id != Conversation.person_id)
        .correlate(Conversation)
        .scalar_subquery()
    )
    rows = db.execute(
        select(
            Conversation.id,
            Conversation.ref,
            Conversation.person_id,
            Conversation.adult_id,
            func.min(Message.id).label("first_id"),
            func.min(Message.answer_by).label("answer_by"),
            func.max(Message.kind == "help").label("urgent")
            if db.get_bind().dialect.name == "sqlite"
            else func.bool_or(Message.kind == "help").label("urgent"),
        )
        .join(
            Message,
            and_(
                Message.conversation_id == Conversation.id,
                Message.from_id == Conversation.person_id,
                Message.id > func.coalesce(last_answer, 0),
                Message.answer_by.is_not(None),
            ),
        )
        .where(Conversation.council_id == council_id, Conversation.adult_id.is_not(None))
        .group_by(Conversation.id, Conversation.ref, Conversation.person_id, Conversation.adult_id)
    ).all()
    sent = dict(
        db.execute(
            select(Message.id, Message.sent_at).where(Message.id.in_([r.first_id for r in rows]))
        )
        .tuples()
        .all()
    )
    return [
        owed_row(
            council_id,
            r.id,
            r.ref,
            r.person_id,
            r.adult_id,
            sent[r.first_id],
            r.answer_by,
            bool(r.urgent),
        )
        for r in rows
    ]


def owed_row(
    council_id: int,
    id: int,
    ref: str,
    person_id: int,
    adult_id: int,
    since: datetime,
    answer_by: datetime,
    urgent: bool,
) -> dict[str, Any]:
    return {
        "council_id": council_id,
        "debtor_id": adult_id,
        "person_id": person_id,
        "kind": "reply",
        "since": since,
        "due_at": answer_by,
        "urgent": urgent,
        "rule": "",
        "source": "",
        "source_kind": "conversation",
        "source_id": id,
        "source_ref": ref,
    }
