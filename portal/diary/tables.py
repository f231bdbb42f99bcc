"""A diary nobody else can open. Retention: as long as the person keeps it, else as the record; when
the word is lost it cannot be read, by them or by anybody."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import retention
from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.jobs import DAY
from portal.core.types import UtcDateTime


class Diary(Keyed, Base):
    """That somebody has one, and how its key is made from their word (argon2id), which is kept
    nowhere. proof: some bytes sealed with the key, to know the right word by. It does not say when
    it was begun. Retention: until they throw it away."""

    __tablename__ = "diary"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    rounds: Mapped[int]
    memory_kib: Mapped[int]
    lanes: Mapped[int]
    proof: Mapped[bytes] = mapped_column(LargeBinary)


class DiaryEntry(Keyed, Base):
    """One entry, sealed with its day and time inside, filled up to one of few sizes. Its key is
    drawn at random, so that no row says when it was written. number: their order.
    Retention: until they throw it away."""

    __tablename__ = "diary_entry"
    __table_args__ = (UniqueConstraint("diary_id", "number"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    diary_id: Mapped[int] = mapped_column(ForeignKey("diary.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    number: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class DiaryOpen(Keyed, Base):
    """That it is open in one session, for some minutes: the diary's key, sealed with another that
    only the browser's cookie holds. Deleted when the session or the minutes end."""

    __tablename__ = "diary_open"
    __table_args__ = (Index("ix_diary_open_council_id_ends_at", "council_id", "ends_at"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    session_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    diary_id: Mapped[int] = mapped_column(ForeignKey("diary.id"))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)


# A row whose minutes are over opens nothing; it goes in the night.
retention.also(retention.Rule(DiaryOpen, DiaryOpen.ends_at, 0 * DAY))
