"""You said, we did. Retention: as the council's own record."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime


class WeDid(Keyed, Base):
    """One thing. said: in the words of adults, of nobody by name; did, on_day, by_id: what was
    done, when and by whom. source: "poll", "group" or "other"; poll_id, group_id: which.
    taken_down_at: nobody reads it any more. Retention: as the council's own record."""

    __tablename__ = "we_did"
    __table_args__ = (Index("ix_we_did_council_id_made_at", "council_id", "made_at"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    said: Mapped[str] = mapped_column(Text)
    did: Mapped[str] = mapped_column(Text)
    on_day: Mapped[date]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    source: Mapped[str] = mapped_column(String(8))
    poll_id: Mapped[int | None] = mapped_column(ForeignKey("poll.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("meet_group.id"))
    language: Mapped[str] = mapped_column(String(12), default="en")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_down_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class WeDidWords(Keyed, Base):
    """The same for an age or in another language. band: "child", "teen", "adult", or "" for every
    age. Retention: as what it says."""

    __tablename__ = "we_did_words"
    __table_args__ = (UniqueConstraint("we_did_id", "band", "language"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    we_did_id: Mapped[int] = mapped_column(ForeignKey("we_did.id"))
    band: Mapped[str] = mapped_column(String(8), default="")
    language: Mapped[str] = mapped_column(String(12))
    said: Mapped[str] = mapped_column(Text)
    did: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
