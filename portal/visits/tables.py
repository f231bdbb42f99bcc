"""Visits. Retention: as the record."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.appointments import Appointment
from portal.core.db import Base, Keyed
from portal.core.ids import new_ref


class Visit(Keyed, Appointment, Base):
    """`by_id` (shown as `by_label`) visits `person_id`. kind: "social_worker" or "adviser"."""

    __tablename__ = "visit"
    __table_args__ = (
        UniqueConstraint("council_id", "person_id", "key"),
        Index("ix_visit_council_id_person_id", "council_id", "person_id", "wall"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by_label: Mapped[str] = mapped_column(String(100), default="")
    kind: Mapped[str] = mapped_column(String(16), default="social_worker")
