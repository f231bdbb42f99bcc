"""An unanswered message's row in what is owed."""

from __future__ import annotations

from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import and_, case, exists, func, select
from sqlalchemy.orm import aliased

from portal.core import clock
from portal.core.db import Db
from portal.hours.pages import calendar_for
from portal.hours.rules import Calendar
from portal.messages import rules
from portal.messages.bounds import CARER
from portal.messages.tables import Conversation, Message
from portal.owed.entries import every_step, with_steps
from portal.owed.steps import Begun
from portal.people.answers import answers_for, everybody_who_answers
from portal.people.tables import Council, Person
from portal.worries.tables import Worry


def owed_rows(db: Db, council_id: int, now: datetime) -> list[dict[str, Any]]:
    """One row for each conversation with messages that nobody has answered yet, owed by whoever
    answers today: a new worker, or the one who covers, takes it over. Where nobody can answer it
    stays with the last worker, from where it is shown to those who stand in (`owed.pages`)."""
    answer = aliased(Message)
    last_answer = (
        select(func.max(answer.id))
        .where(
            answer.conversation_id == Conversation.id,
            answer.from_id != Conversation.writer_id,
            answer.taken_back_at.is_(None),
        )
        .correlate(Conversation)
        .scalar_subquery()
    )
    worry = exists(
        select(Worry.id).where(Worry.source_kind == "message", Worry.source_id == Message.id)
    )
    # As `Desk.owed_ref`.
    owed_ref = case((Conversation.kind == CARER, Conversation.ref), else_=Person.ref)
    rows = db.execute(
        select(
            Conversation.id, Conversation.person_id, owed_ref.label("ref"), Message.kind,
            Message.sent_at,
            Message.answer_by, Conversation.adult_id, Council.reply_days, worry.label("raised"),
        )
        .join(Person, Person.id == Conversation.person_id)
        .join(Council, Council.id == Conversation.council_id)
        .join(
            Message,
            and_(
                Message.conversation_id == Conversation.id,
                Message.from_id == Conversation.writer_id,
                Message.taken_back_at.is_(None),
                Message.id > func.coalesce(last_answer, 0),
            ),
        )
        .where(Conversation.council_id == council_id)
        .order_by(Conversation.id, Message.id)
    )  # fmt: skip
    answers = _who_answers(db, council_id, clock.today(now))
    calendar, passed = calendar_for(db, council_id), every_step(db, council_id, "reply")
    found = []
    for _id, group in groupby(rows, key=lambda row: row.id):
        messages = list(group)
        debtor_id = answers.get(messages[0].person_id, messages[0].adult_id)
        if debtor_id is not None:
            row = _waiting(council_id, debtor_id, messages, calendar)
            begun = [_begun(one, calendar) for one in messages]
            wait = (row["source_kind"], row["source_id"], row["since"])
            found.append(with_steps(row, calendar, begun, passed.get(wait, ())))
    return found


def _waiting(
    council_id: int, debtor_id: int, messages: list[Any], calendar: Calendar
) -> dict[str, Any]:
    """The row of one conversation, from its messages that nobody has answered, oldest first."""
    first = messages[0]
    return owed_row(
        council_id,
        first.id,
        first.ref,
        first.person_id,
        debtor_id,
        first.sent_at,
        min(_due(m, calendar) for m in messages),
        any(_urgent(m) for m in messages),
        None,
    )


def _due(message: Any, calendar: Calendar) -> datetime:
    told: datetime | None = message.answer_by
    return told or rules.owed_by(message.sent_at, message.kind, message.reply_days, calendar)


def _urgent(message: Any) -> bool:
    """A cry for help, unless a worry was raised because of it: that is owed by itself."""
    return bool(message.kind == rules.Tap.HELP and not message.raised)


def _begun(message: Any, calendar: Calendar) -> Begun:
    urgent = _urgent(message)
    first = rules.goes_on_at(
        message.sent_at, message.kind, urgent, _due(message, calendar), message.reply_days,
        calendar,
    )  # fmt: skip
    return Begun(message.sent_at, first, urgent)


def _who_answers(db: Db, council_id: int, today: date) -> dict[int, int]:
    """Who owes each young person their answer today."""
    found: dict[int, int] = {}
    for row in db.execute(everybody_who_answers(council_id, today)):
        answers = answers_for(row, today)
        if answers is not None:
            found.setdefault(row.of_id, answers.id)
    return found


def owed_row(
    council_id: int,
    id: int,
    ref: str,
    person_id: int,
    adult_id: int,
    since: datetime,
    answer_by: datetime,
    urgent: bool,
    goes_on_at: datetime | None,
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
        "passes_to_id": None,
        "passes_at": None,
        "next_at": goes_on_at,
    }
