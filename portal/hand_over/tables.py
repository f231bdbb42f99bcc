"""Who takes over from whom. Retention: as the record of the young person."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime

_WAITS = text("agreed_at IS NULL AND refused_at IS NULL")


class HandOver(Keyed, Base):
    """`to_id` takes the young person `person_id` over from `from_id`, on `day`.

    batch: of those that were planned together. kind: what both are to the young person. until: the
    last day of somebody who only stands in; None: for good. why: for colleagues. words: what the
    young person reads. note: becomes a note between staff when it is agreed. by_worker: a worker
    asked, and a manager has to agree; else the worker who takes over. moved_at, back_at: when what
    is owed went over, and back to the old worker from somebody who stood in.
    """

    __tablename__ = "hand_over"
    __table_args__ = (
        Index("ix_hand_over_council_id_person_id", "council_id", "person_id"),
        Index("ix_hand_over_council_id_to_id", "council_id", "to_id"),
        Index("ix_hand_over_agreed_at", "agreed_at"),
        Index(
            "uq_hand_over_person_id_from_id_open", "person_id", "from_id", unique=True,
            sqlite_where=_WAITS, postgresql_where=_WAITS,
        ),
    )  # fmt: skip

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    batch: Mapped[str] = mapped_column(String(22))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    from_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(24))
    day: Mapped[date]
    until: Mapped[date | None]
    why: Mapped[str] = mapped_column(String(500))
    words: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_worker: Mapped[bool]
    agreed_by_id: Mapped[int | None] = mapped_column(BigInteger)
    agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    refused_by_id: Mapped[int | None] = mapped_column(BigInteger)
    refused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    moved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
