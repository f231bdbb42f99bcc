"""Conversations, messages, read marks. Retention: as the record."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime


class Conversation(Keyed, Base):
    """A conversation in the record of the young person `person_id`, with whoever is their worker.

    writer_id: who writes to the worker: the young person themselves (kind "worker"), or a carer of
    theirs about them (kind "carer"). It belongs to whoever writes: a new worker takes `adult_id`
    over and the history stays.
    """

    __tablename__ = "conversation"
    __table_args__ = (
        UniqueConstraint("person_id", "writer_id", "kind"),
        Index("ix_conversation_council_id_person_id", "council_id", "person_id"),
        Index("ix_conversation_council_id_adult_id", "council_id", "adult_id"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    writer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    adult_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(16), default="worker")
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Message(Keyed, Base):
    """One message. kind: "text", "picture", "voice", or a one-tap "ok", "call", "help".

    answer_by: the moment told to the sender when it was sent; None on an adult's message.
    edited_at: its words were mended within the first minute. taken_back_at: its writer took it back
    within the first minute: words and upload are gone, and nothing of it is shown or found.
    kept: the words as they were first, kept only where they had worried us (`worries`) or an adult
    of the council had sent them to a young person: nobody wipes away a trace of that.
    """

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_conversation_id_id", "conversation_id", "id"),
        Index("ix_message_upload_id", "upload_id"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    from_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(8), default="text")
    text: Mapped[str] = mapped_column(Text, default="")
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer_by: Mapped[datetime | None] = mapped_column(UtcDateTime)
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id"))
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    kept: Mapped[str] = mapped_column(Text, default="", server_default=literal_column("''"))


class ReadMark(Keyed, Base):
    """`person_id` has read the conversation up to and including `message_id`."""

    __tablename__ = "read_mark"
    __table_args__ = (UniqueConstraint("conversation_id", "person_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    message_id: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Draft(Keyed, Base):
    """What somebody has begun to write to one conversation and not sent yet: theirs alone.

    person_id: who writes. about_id, writer_id: which conversation, as there may be none yet. Kept
    30 days, or until it is sent.
    """

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("person_id", "about_id", "writer_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    about_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    writer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
