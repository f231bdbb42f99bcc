"""What is owed. Retention: a year after it was done."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.types import UtcDateTime


class Owed(Keyed, Base):
    """One thing an adult (`debtor_id`) owes a young person (`person_id`).

    kind: "reply", "visit", "review", "promise", "health", "school_plan", "pathway",
    "keep_in_touch". due_at: the moment from which it is late. since: when it began to be owed.
    rule, source: the clock and its legal source, where there is one. passes_to_id, passes_at: who
    was told, and when, because it is late.
    """

    __tablename__ = "owed"
    __table_args__ = (
        UniqueConstraint("source_kind", "source_id", "kind"),
        Index("ix_owed_council_id_debtor_id", "council_id", "debtor_id", "done_at", "due_at"),
        Index("ix_owed_council_id_person_id", "council_id", "person_id", "done_at"),
        Index("ix_owed_council_id_passes_to_id", "council_id", "passes_to_id"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    debtor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(32))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    urgent: Mapped[bool] = mapped_column(default=False)
    rule: Mapped[str] = mapped_column(String(60), default="")
    source: Mapped[str] = mapped_column(String(160), default="")
    source_kind: Mapped[str] = mapped_column(String(32))
    source_id: Mapped[int] = mapped_column(BigInteger)
    source_ref: Mapped[str] = mapped_column(String(22), default="")
    passes_to_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    passes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
