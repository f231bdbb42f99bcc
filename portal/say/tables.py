"""What was said, who read it, and what was answered. Retention: as the record."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime


class Said(Keyed, Base):
    """One thing that a young person said, and that is owed an answer.

    kind: what it was about, a code that a room gave (`kinds`); about_id, about_ref: that room's row
    (a sheet before a review, a decision). topic: which part of it, a code. text: in their words, in
    `language` (the reader reads the original; nothing is translated away). face: 1 (very sad) to 5
    (very happy), or none. symbols: codes of pictures they chose, by commas. picture_id, voice_id:
    drawn, photographed, recorded. helped_by: who did it together with them, in their word.

    readers: who may read it, bits of `rules.Readers`, as they chose. owner: who has to answer it,
    a value of `rules.Owner`. state: `rules.State`, always exactly one. turn: how often an answer
    was asked for, from 1. turn_at: when this turn began. answer_by: the moment told to the young
    person, None past the last known bank holiday; due_at: from when on it is late.
    """

    __tablename__ = "said"
    __table_args__ = (
        Index("ix_said_council_id_person_id", "council_id", "person_id", "kind", "said_at"),
        Index("ix_said_about", "kind", "about_id"),
        Index("ix_said_council_id_state", "council_id", "state"),
        CheckConstraint("face IS NULL OR face BETWEEN 1 AND 5", name="face"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(16))
    about_id: Mapped[int | None] = mapped_column(BigInteger)
    about_ref: Mapped[str] = mapped_column(String(22), default="")
    topic: Mapped[str] = mapped_column(String(32), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(12), default="en")
    face: Mapped[int | None]
    symbols: Mapped[str] = mapped_column(String(200), default="")
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id"))
    voice_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id"))
    helped_by: Mapped[str] = mapped_column(String(100), default="")
    readers: Mapped[int]
    owner: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(8))
    turn: Mapped[int] = mapped_column(default=1)
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)
    turn_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer_by: Mapped[datetime | None] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SaidStep(Keyed, Base):
    """What an adult did with it: "read" (once for each reader), "talked" (about it with others or
    with the young person; where: a review's ref, or "" outside one). Shown to the young person
    with the name and the day. Retention: as what was said."""

    __tablename__ = "said_step"
    __table_args__ = (
        UniqueConstraint("said_id", "what", "by_id", "where_ref"),
        Index("ix_said_step_said_id", "said_id"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    said_id: Mapped[int] = mapped_column(ForeignKey("said.id"))
    what: Mapped[str] = mapped_column(String(8))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    where_ref: Mapped[str] = mapped_column(String(22), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class SaidAnswer(Keyed, Base):
    """The answer of one turn. kind: `rules.Answer`; text: to the young person, in words of their
    age. promise_ref: what will be done, by when, as a promise. found: what the young person said of
    it, `rules.Found` or ""; found_text: in their words; found_at. Retention: as what was said."""

    __tablename__ = "said_answer"
    __table_args__ = (UniqueConstraint("said_id", "turn"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    said_id: Mapped[int] = mapped_column(ForeignKey("said.id"))
    turn: Mapped[int]
    kind: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    promise_ref: Mapped[str] = mapped_column(String(22), default="")
    found: Mapped[str] = mapped_column(String(8), default="")
    found_text: Mapped[str] = mapped_column(Text, default="")
    found_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SaidDraft(Keyed, Base):
    """What somebody has begun to answer, or to say of an answer, and not sent yet: theirs alone.
    about_ref: what was said. Kept 30 days, or until it is sent."""

    __tablename__ = "said_draft"
    __table_args__ = (
        UniqueConstraint("person_id", "about_ref"),
        Index("ix_said_draft_at", "at"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    about_ref: Mapped[str] = mapped_column(String(22))
    text: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
