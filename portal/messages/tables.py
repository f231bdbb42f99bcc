"""Conversations, messages, read marks. Retention: as the record."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime


class Conversation(Keyed, Base):
    """A young person's (or carer's) conversation with whoever is their worker.

    It belongs to the person: a new worker takes `adult_id` over and the history stays.
    """

    __tablename__ = "conversation"
    __table_args__ = (
        UniqueConstraint("person_id", "kind"),
        Index("ix_conversation_council_id_person_id", "council_id", "person_id"),
        Index("ix_conversation_council_id_adult_id", "council_id", "adult_id"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    adult_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(16), default="worker")
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Message(Keyed, Base):
    """One message. kind: "text", or a one-tap "ok", "call", "help". answer_by: the moment told
    to the sender when it was sent; None on an adult's message."""

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_conversation_id_id", "conversation_id", "id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    from_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(8), default="text")
    text: Mapped[str] = mapped_column(Text, default="")
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer_by: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ReadMark(Keyed, Base):
    """`person_id` has read the conversation up to and including `message_id`."""

    __tablename__ = "read_mark"
    __table_args__ = (UniqueConstraint("conversation_id", "person_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    message_id: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
