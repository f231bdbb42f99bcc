"""What a young person wrote about themselves, and how they were. Retention: as the record; theirs
to take along when they leave, and shown to nobody by having been kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime


class MyAnswer(Keyed, Base):
    """What stands now under one question (`rules.QUESTIONS`) of a page (`rules.Page`) of theirs.
    language: in which they wrote. hidden: they keep it to themselves, whoever is shown the page.
    upload_id: with `rules.PICTURE` as code, the picture; text says what is on it.
    Retention: as the record."""

    __tablename__ = "my_answer"
    __table_args__ = (UniqueConstraint("person_id", "page", "code"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    page: Mapped[str] = mapped_column(String(8))
    code: Mapped[str] = mapped_column(String(4))
    text: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(16), default="")
    hidden: Mapped[bool] = mapped_column(default=False)
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class MyAnswerBefore(Keyed, Base):
    """What stood there before, from changed_at until the next was written: for them alone.
    Retention: as the record."""

    __tablename__ = "my_answer_before"
    __table_args__ = (Index("ix_my_answer_before_person_id_page", "person_id", "page"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    page: Mapped[str] = mapped_column(String(8))
    code: Mapped[str] = mapped_column(String(4))
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(16), default="")
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Feeling(Keyed, Base):
    """How they said they were (`rules.Mood`), in one tap. words: for themselves, and sent only
    where they asked for help with it. Retention: as the record."""

    __tablename__ = "feeling"
    __table_args__ = (Index("ix_feeling_council_id_person_id", "council_id", "person_id", "at"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    mood: Mapped[str] = mapped_column(String(8))
    words: Mapped[str] = mapped_column(String(300), default="")
    help: Mapped[bool] = mapped_column(default=False)
