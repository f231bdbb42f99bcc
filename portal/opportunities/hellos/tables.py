"""Who would like a hello, who writes them, and each of them. Retention: of each table its own."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime


class HelloWish(Keyed, Base):
    """A young person turned it on, for these days. feasts: codes of `feasts.toml`, with a space
    between. own: a day of each year; moved: their first day in a home of their own. others: not
    only their worker, but whoever a manager named for it. Deleted when they turn it off, and
    in the night after they left or have died."""

    __tablename__ = "hello_wish"
    __table_args__ = (UniqueConstraint("council_id", "person_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    birthday: Mapped[bool]
    feasts: Mapped[str] = mapped_column(String(300), default="")
    own: Mapped[date | None]
    moved: Mapped[date | None]
    others: Mapped[bool]
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class HelloGiver(Keyed, Base):
    """Somebody among staff who writes hellos to whoever allows it; named by a manager. Retention:
    as the council's own record."""

    __tablename__ = "hello_giver"
    __table_args__ = (UniqueConstraint("council_id", "person_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Hello(Keyed, Base):
    """One hello for one day. occasion: `rules.Occasion`, or the code of a feast. reminded_at,
    again_at: when whoever could write it was reminded, the second time on the day. text, in
    `language`: "" until somebody (by_id) wrote it. It is read from `day` on, unless whoever answers
    the young person kept it back (held_at). Retention: as the record; where nobody wrote it, 60
    days after the reminder."""

    __tablename__ = "hello"
    __table_args__ = (
        UniqueConstraint("person_id", "occasion", "day"),
        Index("ix_hello_council_id_day", "council_id", "day"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    occasion: Mapped[str] = mapped_column(String(16))
    day: Mapped[date]
    reminded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    again_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    text: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(12), default="en")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    held_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    held_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
