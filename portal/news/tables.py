"""News for many. Retention: two years after it was sent; a draft, 90 days after it was changed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime


class NewsGroup(Keyed, Base):
    """A group that news can go to: the care council, a football team. Kept until the council
    closes it and its news is gone. closed_at: nobody writes to it any more."""

    __tablename__ = "news_group"
    __table_args__ = (UniqueConstraint("council_id", "name"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    name: Mapped[str] = mapped_column(String(80))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class NewsMember(Keyed, Base):
    """Who is in it, from a day to a day, both included. left_at: they left by themselves; then
    only they can come back. Kept as the record of the young person."""

    __tablename__ = "news_member"
    __table_args__ = (
        UniqueConstraint("group_id", "person_id", "starts"),
        Index("ix_news_member_council_id_person_id", "council_id", "person_id"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("news_group.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    starts: Mapped[date]
    ends: Mapped[date | None]
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    added_by_id: Mapped[int | None] = mapped_column(BigInteger)


class NewsItem(Keyed, Base):
    """One piece of news. audience: "ages", "group" or "home" (`rules`); own: only those whom its
    writer works with. replies_to_id: who reads the answers. until: the last day on which it is
    shown. sent_at None: a draft. over_at: what was not seen by that day is told no more.
    """

    __tablename__ = "news_item"
    __table_args__ = (
        Index("ix_news_item_council_id_sent_at", "council_id", "sent_at"),
        Index("ix_news_item_council_id_by_id", "council_id", "by_id"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    title: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(12), default="en")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    replies_to_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    audience: Mapped[str] = mapped_column(String(8))
    own: Mapped[bool] = mapped_column(default=False)
    age_from: Mapped[int | None]
    age_to: Mapped[int | None]
    group_id: Mapped[int | None] = mapped_column(ForeignKey("news_group.id"))
    home_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    until: Mapped[date | None]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    over_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_down_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_down_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class NewsTo(Keyed, Base):
    """Who got it: fixed when it was sent. ref: the address of their own copy, of which no other's
    can be guessed. notice_id: the notice that told them."""

    __tablename__ = "news_to"
    __table_args__ = (
        UniqueConstraint("news_id", "person_id"),
        Index("ix_news_to_council_id_person_id", "council_id", "person_id"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    news_id: Mapped[int] = mapped_column(ForeignKey("news_item.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    notice_id: Mapped[int] = mapped_column(BigInteger)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class NewsReply(Keyed, Base):
    """An answer to a piece of news (`to_id`: whose copy of it), and what was said back. from_id:
    who wrote it; read by the other side. answer_by: the moment told when it was sent."""

    __tablename__ = "news_reply"
    __table_args__ = (
        Index("ix_news_reply_to_id_id", "to_id", "id"),
        Index("ix_news_reply_council_id_person_id", "council_id", "person_id"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    to_id: Mapped[int] = mapped_column(ForeignKey("news_to.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    from_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer_by: Mapped[datetime | None] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    read_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class NewsOptOut(Keyed, Base):
    """They do not want news. Kept until they want it again."""

    __tablename__ = "news_opt_out"
    __table_args__ = (UniqueConstraint("person_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
