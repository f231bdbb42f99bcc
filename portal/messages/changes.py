"""Writes that change one's own message within its first minute, and what is begun and not sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, select, update
from sqlalchemy.engine import Connection as DbConnection
from sqlalchemy.orm import aliased

from portal.core import audit, ledger, receipts
from portal.core.access import Viewer
from portal.core.db import Db, insert_or
from portal.core.ids import new_id
from portal.messages import bounds, policy
from portal.messages.bounds import CARER, SOURCE, WORKER
from portal.messages.desks import Desk
from portal.messages.tables import Conversation, Draft, Message
from portal.notifications.tables import Outbox
from portal.owed.tables import Owed
from portal.people.tables import Person
from portal.uploads import actions as uploads
from portal.worries import actions as worries
from portal.worries.tables import Worry


class TooLate(Exception):
    """Its minute is over: somebody may have read it."""


def own(db: Db, viewer: Viewer, ref: str, now: datetime) -> Any:
    """A message of the viewer's own, in a conversation that they may read: its row, with
    `person_id` and `person_ref` of whose record it is in, `writer_id`, `talk` and `talk_kind` of
    its conversation, and `worried`. Raises NoResultFound.
    """
    worried = exists(
        select(Worry.id).where(Worry.source_kind == SOURCE, Worry.source_id == Message.id)
    )
    query = (
        policy.visible(viewer, now)
        .join(Message, Message.conversation_id == Conversation.id)
        .join(Person, Person.id == Conversation.person_id)
        .where(Message.ref == ref, Message.from_id == viewer.person_id)
        .with_only_columns(
            Message.id, Message.ref, Message.conversation_id, Message.kind, Message.text,
            Message.sent_at, Message.taken_back_at, Message.kept, Message.upload_id,
            Conversation.person_id, Conversation.writer_id, Conversation.ref.label("talk"),
            Conversation.kind.label("talk_kind"), Person.ref.label("person_ref"),
            worried.label("worried"),
        )
    )  # fmt: skip
    return db.execute(query).one()


def mend(db: Db, viewer: Viewer, ref: str, text: str, key: str, now: datetime) -> Any:
    """Put other words in its place; its row as it was. What they were first is kept where that had
    worried us, or an adult of the council had sent it to a young person.

    Raises NoResultFound, TooLate, receipts.KeyReused.
    """
    row = own(db, viewer, ref, now)
    content = receipts.fingerprint("mended", ref, text)
    if receipts.first_time(db, viewer.account_id, key, content, ref, now) is not None:
        return row
    if row.taken_back_at is not None or not bounds.still_changes(row.sent_at, now):
        raise TooLate
    if text == row.text:
        return row
    db.execute(
        update(Message)
        .where(Message.council_id == viewer.council_id, Message.id == row.id)
        .values(text=text, edited_at=now, kept=_kept(viewer, row))
    )
    if viewer.person_id == row.writer_id and not row.worried:
        worries.look_at(
            db, viewer.council_id, row.person_id, viewer.person_id, row.kind, text,
            (SOURCE, row.id, row.talk if row.talk_kind == CARER else ref), now,
        )  # fmt: skip
    audit.changed(db, viewer, row.person_id, "messages.mended", now)
    return row


def take_back(db: Db, viewer: Viewer, ref: str, now: datetime) -> Any:
    """Its words and what came with it are gone, and nobody is told of it who was not told yet; its
    row as it was. A second time changes nothing. Raises NoResultFound, TooLate."""
    row = own(db, viewer, ref, now)
    if row.taken_back_at is not None:
        return row
    if not bounds.still_changes(row.sent_at, now):
        raise TooLate
    stays = _is_record(viewer, row)
    db.execute(
        update(Message)
        .where(Message.council_id == viewer.council_id, Message.id == row.id)
        .values(
            text="", taken_back_at=now, kept=_kept(viewer, row),
            upload_id=row.upload_id if stays else None,
        )
    )  # fmt: skip
    if row.upload_id is not None and not stays:
        uploads.take_away(db, viewer.council_id, row.upload_id)
    db.execute(
        delete(Outbox).where(
            Outbox.council_id == viewer.council_id,
            Outbox.kind == "message",
            Outbox.source_ref == ref,
            Outbox.done_at.is_(None),
        )
    )
    if viewer.person_id == row.writer_id:
        _close_if_nothing_waits(db, viewer, row, now)
    else:
        _open_again(db, viewer, row)
    audit.changed(db, viewer, row.person_id, "messages.taken_back", now)
    return row


def _is_record(viewer: Viewer, row: Any) -> bool:
    """Whether an adult of the council sent it to a young person: whoever looks into what adults
    write has to find it, taken back or not."""
    return bool(viewer.person_id != row.writer_id and row.talk_kind == WORKER)


def _kept(viewer: Viewer, row: Any) -> str:
    if row.kept:
        return str(row.kept)
    return str(row.text) if row.worried or _is_record(viewer, row) else ""


def _this_reply(viewer: Viewer, row: Any) -> tuple[Any, ...]:
    return (
        Owed.council_id == viewer.council_id,
        Owed.source_kind == "conversation",
        Owed.source_id == row.conversation_id,
        Owed.kind == "reply",
    )


def _close_if_nothing_waits(db: Db, viewer: Viewer, row: Any, now: datetime) -> None:
    other = aliased(Message)
    waits = exists(
        select(other.id).where(
            other.conversation_id == row.conversation_id,
            other.from_id == row.writer_id,
            other.taken_back_at.is_(None),
            other.sent_at >= Owed.since,
        )
    )
    db.execute(
        update(Owed)
        .where(*_this_reply(viewer, row), Owed.done_at.is_(None), ~waits)
        .values(done_at=now)
        .execution_options(synchronize_session=False)
    )


def _open_again(db: Db, viewer: Viewer, row: Any) -> None:
    """What this very message had answered is owed again."""
    db.execute(
        update(Owed)
        .where(*_this_reply(viewer, row), Owed.done_at == row.sent_at)
        .values(done_at=None)
        .execution_options(synchronize_session=False)
    )


# --- what is begun and not sent -----------------------------------------------------------------


def keep_draft(db: Db, viewer: Viewer, desk: Desk, text: str, key: str, now: datetime) -> None:
    """Keep what the viewer began to write here; nothing is kept of an empty box, nor of what was
    sent meanwhile from the same page (`key`)."""
    if receipts.known(db, viewer.account_id, key):
        return
    if not text:
        db.execute(_drafts(viewer, desk))
        return
    put = insert_or(db, Draft).values(
        id=new_id(), council_id=viewer.council_id, person_id=viewer.person_id,
        about_id=desk.person_id, writer_id=desk.writer_id, text=text[: bounds.LONGEST_DRAFT],
        at=now,
    )  # fmt: skip
    db.execute(
        put.on_conflict_do_update(
            index_elements=[Draft.person_id, Draft.about_id, Draft.writer_id],
            set_={"text": put.excluded.text, "at": put.excluded.at},
        )
    )


def forget_draft(viewer: Viewer, desk: Desk) -> None:
    """It was sent. By the ledger, once the message is safe."""

    def forget(connection: DbConnection) -> None:
        connection.execute(_drafts(viewer, desk))

    ledger.after_answer(forget)


def _drafts(viewer: Viewer, desk: Desk) -> Any:
    return delete(Draft).where(
        Draft.council_id == viewer.council_id,
        Draft.person_id == viewer.person_id,
        Draft.about_id == desk.person_id,
        Draft.writer_id == desk.writer_id,
    )
