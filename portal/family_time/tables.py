"""Family time, one row for each time. Retention: as the record."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.appointments import Appointment
from portal.core.db import Base, Keyed
from portal.core.ids import new_ref


class FamilyTime(Keyed, Appointment, Base):
    """`person_id` sees `with_label` (their own word). how: "together", "call" or "letter"."""

    __tablename__ = "family_time"
    __table_args__ = (
        UniqueConstraint("council_id", "person_id", "key"),
        Index("ix_family_time_council_id_person_id", "council_id", "person_id", "wall"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    with_label: Mapped[str] = mapped_column(String(100), default="")
    # Who that is, where the council knows them: whoever must not know of them is not shown it.
    with_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    how: Mapped[str] = mapped_column(String(12), default="together")
    brings: Mapped[str] = mapped_column(String(100), default="")
    there: Mapped[str] = mapped_column(String(100), default="")  # who else is there, say a worker
    why_cancelled: Mapped[str] = mapped_column(String(500), default="")
