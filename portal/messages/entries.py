"""An unanswered message's row in what is owed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import aliased

from portal.core import clock
from portal.core.db import Db
from portal.messages.tables import Conversation, Message
from portal.people.rules import WORKERS, Kind
from portal.people.tables import Connection, Person


def owed_rows(db: Db, council_id: int, now: datetime) -> list[dict[str, Any]]:
    """One row for each conversation with messages that nobody has answered yet, owed by whoever
    answers today: a new worker, or the one who covers, takes it over."""
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
            Conversation.person_id,
            Person.ref,
            func.min(Message.id).label("first_id"),
            func.min(Message.answer_by).label("answer_by"),
            func.max(case((Message.kind == "help", 1), else_=0)).label("urgent"),
        )
        .join(Person, Person.id == Conversation.person_id)
        .join(
            Message,
            and_(
                Message.conversation_id == Conversation.id,
                Message.from_id == Conversation.person_id,
                Message.id > func.coalesce(last_answer, 0),
                Message.answer_by.is_not(None),
            ),
        )
        .where(Conversation.council_id == council_id)
        .group_by(Conversation.id, Conversation.person_id, Person.ref)
    ).all()
    sent = {
        row.id: row.sent_at
        for row in db.execute(
            select(Message.id, Message.sent_at).where(Message.id.in_([r.first_id for r in rows]))
        )
    }
    answers = _who_answers(db, council_id, clock.today(now))
    return [
        owed_row(
            council_id,
            r.id,
            r.ref,
            r.person_id,
            answers[r.person_id],
            sent[r.first_id],
            r.answer_by,
            bool(r.urgent),
        )
        for r in rows
        if r.person_id in answers
    ]


def _who_answers(db: Db, council_id: int, today: date) -> dict[int, int]:
    """Who owes each young person their answer today: what `pages.Desk` says of one, for all."""
    adult = aliased(Person)
    away = and_(adult.away_until >= today, adult.cover_id.is_not(None))
    rank = case((Connection.kind == Kind.SOCIAL_WORKER, 0), else_=1)
    rows = db.execute(
        select(Connection.of_id, case((away, adult.cover_id), else_=adult.id))
        .join(adult, adult.id == Connection.with_id)
        .where(
            Connection.council_id == council_id,
            Connection.kind.in_(WORKERS),
            Connection.starts <= today,
            or_(Connection.ends.is_(None), Connection.ends >= today),
        )
        .order_by(rank.desc(), Connection.starts, Connection.id)
    )
    # The last of each is the first of the desk's order.
    return {row[0]: row[1] for row in rows}


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
