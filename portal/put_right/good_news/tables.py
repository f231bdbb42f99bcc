"""Good news and thank-yous, and what came back. Retention: as the record."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime


class GoodNews(Keyed, Base):
    """Something good, or thanks, in a young person's words, in `language`, or a picture, or both.
    taken_back_at: they took it back; nobody else sees it since. Retention: as the record."""

    __tablename__ = "good_news"
    __table_args__ = (Index("ix_good_news_council_id_person_id", "council_id", "person_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(12), default="en")
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class GoodNewsTo(Keyed, Base):
    """To whom it went, and what they sent back: a tap (`rules.Tap`) or a few words. Retention: as
    the news."""

    __tablename__ = "good_news_to"
    __table_args__ = (
        UniqueConstraint("news_id", "to_id"),
        Index("ix_good_news_to_council_id_to_id", "council_id", "to_id"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    news_id: Mapped[int] = mapped_column(ForeignKey("good_news.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    tap: Mapped[str] = mapped_column(String(8), default="")
    reply: Mapped[str] = mapped_column(Text, default="")
    back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
