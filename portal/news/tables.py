"""News for many. Retention: two years after it was sent."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime


class NewsGroup(Keyed, Base):
    """A group that news can go to: the care council, a football team."""

    __tablename__ = "news_group"
    __table_args__ = (UniqueConstraint("council_id", "name"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    name: Mapped[str] = mapped_column(String(80))


class NewsMember(Keyed, Base):
    """Who is in it, from a day to a day."""

    __tablename__ = "news_member"
    __table_args__ = (UniqueConstraint("group_id", "person_id", "starts"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("news_group.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    starts: Mapped[date]
    ends: Mapped[date | None]


class NewsItem(Keyed, Base):
    """One piece of news. audience: "ages", "group" or "home" (`rules`). replies_to_id: who
    reads the answers. sent_at None: a draft.
    """

    __tablename__ = "news_item"
    __table_args__ = (Index("ix_news_item_council_id_sent_at", "council_id", "sent_at"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    title: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(12), default="en")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    replies_to_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    audience: Mapped[str] = mapped_column(String(8))
    age_from: Mapped[int | None]
    age_to: Mapped[int | None]
    group_id: Mapped[int | None] = mapped_column(ForeignKey("news_group.id"))
    home_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_down_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class NewsTo(Keyed, Base):
    """Who got it: fixed when it was sent."""

    __tablename__ = "news_to"
    __table_args__ = (
        UniqueConstraint("news_id", "person_id"),
        Index("ix_news_to_council_id_person_id", "council_id", "person_id"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    news_id: Mapped[int] = mapped_column(ForeignKey("news_item.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class NewsReply(Keyed, Base):
    """An answer to a piece of news, read by the person it names, and what they said back."""

    __tablename__ = "news_reply"
    __table_args__ = (
        Index("ix_news_reply_council_id_person_id", "council_id", "person_id", "news_id"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    news_id: Mapped[int] = mapped_column(ForeignKey("news_item.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    from_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class NewsOptOut(Keyed, Base):
    """They do not want news."""

    __tablename__ = "news_opt_out"
    __table_args__ = (UniqueConstraint("person_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
