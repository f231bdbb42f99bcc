"""Messages that worried us, until somebody has seen to it. Retention: as the record."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime


class Worry(Keyed, Base):
    """Something a person wrote that must not wait. why: "help" (they asked for help today) or
    "words". found: which kind of words (`rules.Group`), never the words themselves. person_id: the
    young person it is about; from_id: who wrote, they or a carer. `source_kind` and `source_id`
    say where it was written, source_ref where it is read: of a carer's message, their conversation.
    done: what was done, in the words of `done_by_id`.
    """

    __tablename__ = "worry"
    __table_args__ = (
        UniqueConstraint("source_kind", "source_id"),
        Index("ix_worry_council_id_taken_at", "council_id", "taken_at"),
        Index("ix_worry_person_id", "person_id"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    from_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    why: Mapped[str] = mapped_column(String(8))
    found: Mapped[str] = mapped_column(String(24), default="")
    source_kind: Mapped[str] = mapped_column(String(16))
    source_id: Mapped[int] = mapped_column(BigInteger)
    source_ref: Mapped[str] = mapped_column(String(22), default="")
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done: Mapped[str] = mapped_column(String(1000), default="")
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
