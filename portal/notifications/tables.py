"""Notices and the outbox.

Retention: a notice goes 90 days after it was seen, an outbox row 30 days after it was done.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.types import UtcDateTime


class Notice(Keyed, Base):
    """Something new for a person, shown in the app until they have seen it. The truth from
    which every channel derives. `kind` says what sort; the words are drawn when it is shown.
    made_at: from when on it is shown; what is to be told later has a moment to come."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_council_id_person_id", "council_id", "person_id", "seen_at"),
        Index(
            "ix_notice_unseen",
            "made_at",
            sqlite_where=text("seen_at IS NULL"),
            postgresql_where=text("seen_at IS NULL"),
        ),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(32))
    source_kind: Mapped[str] = mapped_column(String(32))
    source_ref: Mapped[str] = mapped_column(String(64), default="")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Outbox(Keyed, Base):
    """What a channel has still to say to an account. Holds no text. about_id: the young person
    it is about, where that decides whether it may still be told (`actions.send_later`)."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_done_at_not_before", "done_at", "not_before"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(32))
    source_ref: Mapped[str] = mapped_column(String(64))
    about_id: Mapped[int | None] = mapped_column(BigInteger)
    dedupe: Mapped[str] = mapped_column(String(120), unique=True)
    not_before: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
