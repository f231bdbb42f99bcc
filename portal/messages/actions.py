"""Writes of a conversation: send, tap, read. Each is one short commit, safe to repeat."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import cast

from sqlalchemy import Executable, Table, and_, case, or_, select, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Connection as DbConnection

from portal.core import audit, ledger, receipts
from portal.core.access import Viewer
from portal.core.db import Db, add_rows, built_once, dialect, insert_or
from portal.core.ids import new_id, new_ref
from portal.messages import policy, rules
from portal.messages.bounds import SOURCE
from portal.messages.desks import Desk
from portal.messages.entries import owed_row
from portal.messages.tables import Conversation, Message, ReadMark
from portal.notifications.actions import send_later
from portal.owed.tables import Owed
from portal.uploads import actions as uploads
from portal.worries import actions as worries
from portal.worries.tables import Worry


class OnlyReads(Exception):
    """Whoever is here in an emergency that the young person is not told of yet writes nothing."""


class NothingGoes(Exception):
    """Nothing is sent to this young person any more (`people.stops`)."""


class NobodyToWriteTo(Exception):
    """Nobody can read what the young person or carer writes today: the page offers the duty
    number. Or what an adult writes would reach nobody."""


@dataclass(frozen=True)
class Sent:
    """worry: "help" or "words" where somebody is asked to look at it soon."""

    ref: str
    worry: str | None


def send(
    db: Db, viewer: Viewer, desk: Desk, kind: str, text: str, key: str, now: datetime,
    brought: uploads.Sent | None = None,
) -> Sent:  # fmt: skip
    """Keep the message and what came with it, and the duty to answer it; the same when repeated.

    An adult of the council writes to the young person or carer, for which no worker is needed. It
    answers what is owed, unless they are here for some hours only: then the worker owes it still.
    Raises NobodyToWriteTo, OnlyReads, NothingGoes, receipts.KeyReused.
    """
    if desk.stopped:
        raise NothingGoes
    if desk.quiet_until is not None:
        raise OnlyReads
    writes = viewer.person_id == desk.writer_id
    if (writes and desk.answers is None) or not desk.arrives:
        raise NobodyToWriteTo
    ref = new_ref()
    content = receipts.fingerprint(
        "message", str(desk.person_id), str(desk.writer_id), kind, text, uploads.print_of(brought)
    )
    earlier = receipts.first_time(db, viewer.account_id, key, content, ref, now)
    if earlier is not None:
        return Sent(earlier, _worried(db, viewer.council_id, earlier))
    if desk.conversation_id is None:
        desk = _begin(db, viewer, desk, now)
    conversation_id = desk.conversation_id
    assert conversation_id is not None
    told = None
    if writes:
        days = rules.answer_days(kind, desk.reply_days)
        told = rules.answer_by(now, days, desk.reading)
    row = {
        "id": new_id(), "council_id": viewer.council_id, "conversation_id": conversation_id,
        "ref": ref, "from_id": viewer.person_id, "kind": kind, "text": text, "sent_at": now,
        "answer_by": told, "kept": "", "upload_id": None,
    }  # fmt: skip
    if brought is not None:
        row["kind"] = uploads.kind_of(brought)
        row["upload_id"] = uploads.keep(db, viewer, desk.person_id, brought, now)
    add_rows(db, Message, [row])
    worry = None
    if writes and desk.answers is not None:
        # Where it is read: a carer's conversation has an address of its own.
        source = (SOURCE, int(str(row["id"])), ref if desk.by_young else desk.conversation_ref)
        worry = worries.look_at(
            db, viewer.council_id, desk.person_id, viewer.person_id, kind, text, source, now
        )
        due = told or rules.owed_by(now, kind, desk.reply_days, desk.calendar)
        _owe(
            db, viewer, desk, conversation_id, desk.answers.id, kind, due, now,
            raised=worry is not None,
        )  # fmt: skip
        send_later(db, viewer.council_id, desk.answers.id, "message", ref, now)
        audit.changed(db, viewer, desk.person_id, "messages.sent_by_carer", now)
    else:
        if desk.stays:
            _answered(db, viewer, conversation_id, now)
        # A carer's phone says which child by the carer's own word, while the child lives with them.
        about = None if desk.by_young else desk.person_id
        send_later(db, viewer.council_id, desk.writer_id, "message", ref, now, about)
        what = "messages.sent" if desk.by_young else "messages.sent_to_carer"
        audit.changed(db, viewer, desk.person_id, what, now)
    return Sent(ref, worry)


def _worried(db: Db, council_id: int, ref: str) -> str | None:
    """Whether a message sent before had worried us."""
    return db.scalar(
        select(Worry.why)
        .join(Message, and_(Worry.source_kind == SOURCE, Worry.source_id == Message.id))
        .where(Message.council_id == council_id, Message.ref == ref)
    )


def _begin(db: Db, viewer: Viewer, desk: Desk, now: datetime) -> Desk:
    """The conversation, begun by whoever writes first; two at once begin one."""
    row = {
        "id": new_id(),
        "council_id": viewer.council_id,
        "ref": new_ref(),
        "person_id": desk.person_id,
        "writer_id": desk.writer_id,
        "adult_id": desk.answers.worker_id if desk.answers else viewer.person_id,
        "kind": desk.kind,
        "begun_at": now,
    }
    put = insert_or(db, Conversation).values(row)
    put = put.on_conflict_do_update(
        index_elements=[Conversation.person_id, Conversation.writer_id, Conversation.kind],
        set_={"adult_id": put.excluded.adult_id},
    )
    found = db.execute(put.returning(Conversation.id, Conversation.ref)).one()
    return replace(desk, conversation_id=found.id, conversation_ref=found.ref)


def _owe(
    db: Db,
    viewer: Viewer,
    desk: Desk,
    conversation_id: int,
    answers: int,
    kind: str,
    due: datetime,
    now: datetime,
    raised: bool = False,
) -> None:
    """One row for the whole wait: it runs from the first message that nobody has answered, and
    a later one can only make it more urgent or earlier. raised: a worry was raised because of it,
    which is owed by itself, goes on by itself, and is not closed by an answer."""
    urgent = kind == rules.Tap.HELP and not raised
    goes_on = rules.goes_on_at(now, kind, urgent, due, desk.reply_days, desk.calendar)
    row = owed_row(
        viewer.council_id,
        conversation_id,
        desk.owed_ref,
        desk.person_id,
        answers,
        now,
        due,
        urgent,
        goes_on,
    )
    db.execute(_owing(dialect(db)), {"id": new_id(), **row, "done_at": None})


@cache
def _owing(dialect: str) -> Executable:
    put = insert_or(dialect, Owed)
    new = put.excluded
    closed = Owed.done_at.is_not(None)
    sooner = or_(Owed.next_at.is_(None), new.next_at < Owed.next_at)
    return put.on_conflict_do_update(
        index_elements=[Owed.source_kind, Owed.source_id, Owed.kind],
        set_={
            "debtor_id": new.debtor_id,
            "since": case((closed, new.since), else_=Owed.since),
            "due_at": case((or_(closed, new.due_at < Owed.due_at), new.due_at),
                           else_=Owed.due_at),
            "urgent": or_(new.urgent, and_(Owed.urgent, Owed.done_at.is_(None))),
            "next_at": case((or_(closed, sooner), new.next_at), else_=Owed.next_at),
            # Whom it went on to belongs to the wait that is over.
            "passes_to_id": case((closed, None), else_=Owed.passes_to_id),
            "passes_at": case((closed, None), else_=Owed.passes_at),
            "done_at": None,
        },
    )  # fmt: skip


def _answered(db: Db, viewer: Viewer, conversation_id: int, now: datetime) -> None:
    db.execute(*_answer(viewer.council_id, conversation_id, now))


@built_once
def _answer(council: int, conversation: int, now: datetime) -> Executable:
    owed = cast(Table, Owed.__table__)
    return (
        update(owed)
        .where(
            owed.c.council_id == council,
            # The whole unique key, so that its index finds the row.
            owed.c.source_kind == "conversation",
            owed.c.source_id == conversation,
            owed.c.kind == "reply",
            owed.c.done_at.is_(None),
        )
        .values(done_at=now)
    )


def read(db: Db, viewer: Viewer, upto: str, now: datetime) -> None:
    """The viewer has read up to the message with this ref (a POST), the newest that was on their
    page: what came after it stays new. A ref of no message of theirs marks nothing."""
    found = db.execute(
        policy.visible(viewer, now)
        .join(Message, Message.conversation_id == Conversation.id)
        .where(Conversation.writer_id == viewer.person_id, Message.ref == upto)
        .with_only_columns(Message.conversation_id, Message.id)
    ).first()
    if found is not None:
        db.execute(_mark(insert_or(db, ReadMark), viewer, found.conversation_id, found.id, now))


def read_by_staff(viewer: Viewer, conversation_id: int, message_id: int, now: datetime) -> None:
    """A worker's read mark: written by the ledger, since opening the thread is a GET."""

    def mark(connection: DbConnection) -> None:
        connection.execute(
            _mark(insert_or(connection, ReadMark), viewer, conversation_id, message_id, now)
        )

    ledger.after_answer(mark)


def _mark(
    put: postgresql.Insert, viewer: Viewer, conversation_id: int, message_id: int, now: datetime
) -> postgresql.Insert:
    """Never backwards: an older page opened later changes nothing."""
    put = put.values(
        id=new_id(), council_id=viewer.council_id, conversation_id=conversation_id,
        person_id=viewer.person_id, message_id=message_id, at=now,
    )  # fmt: skip
    return put.on_conflict_do_update(
        index_elements=[ReadMark.conversation_id, ReadMark.person_id],
        set_={"message_id": put.excluded.message_id, "at": put.excluded.at},
        where=ReadMark.message_id < put.excluded.message_id,
    )
