"""Replies to begin from. Retention: until their owner or an editor takes them away."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime


class SavedReply(Keyed, Base):
    """owner_id: whose it is; None: the council's, for everybody. The words for 8-11, 12-15, 16
    and over; an empty one falls back on the next older.
    """

    __tablename__ = "saved_reply"
    __table_args__ = (Index("ix_saved_reply_council_id_owner_id", "council_id", "owner_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    title: Mapped[str] = mapped_column(String(80))
    child: Mapped[str] = mapped_column(Text, default="")
    teen: Mapped[str] = mapped_column(Text, default="")
    adult: Mapped[str] = mapped_column(Text, default="")
    made_by_id: Mapped[int] = mapped_column(BigInteger)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    gone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
