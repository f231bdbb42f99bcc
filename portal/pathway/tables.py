"""A young person's own words and skills, and early reviews. Retention: as the person's record."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime


class OwnWords(Keyed, Base):
    """What a young person says about one area of their pathway plan. The newest is shown; the
    others are its history. Kept for as long as the record."""

    __tablename__ = "own_words"
    __table_args__ = (
        Index("ix_own_words_council_id_person_id", "council_id", "person_id", "area"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    area: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SkillMark(Keyed, Base):
    """What a young person says of one skill: `rules.Level`, and what they said before. Theirs
    alone to set. Kept for as long as the record."""

    __tablename__ = "skill_mark"
    __table_args__ = (
        UniqueConstraint("person_id", "skill"),
        Index("ix_skill_mark_council_id_person_id", "council_id", "person_id"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    skill: Mapped[str] = mapped_column(String(32))
    level: Mapped[str] = mapped_column(String(8))
    marked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    before: Mapped[str] = mapped_column(String(8), default="")
    before_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class EarlyReview(Keyed, Base):
    """A young person asks that their pathway plan is looked at sooner. why: theirs, may be "".

    due_at: when somebody will have answered. says: "" until then; "day" with `on`, or "not_now";
    words: the answer, which a "not now" cannot be without. Kept for as long as the record.
    """

    __tablename__ = "early_review"
    __table_args__ = (Index("ix_early_review_council_id_person_id", "council_id", "person_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    why: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    says: Mapped[str] = mapped_column(String(8), default="")
    on: Mapped[date | None]
    words: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
