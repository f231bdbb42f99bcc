"""Reviews. Retention: as the record."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.appointments import Appointment
from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import WallDateTime


class Review(Keyed, Appointment, Base):
    """A review of `person_id`'s plan. kind: "care" or "pathway". code: PN0-PN7, raw.

    all_day: only the day is known (the yearly return says no time). moved_from: the time that the
    council's file said, of one that was moved here: the file's old time does not take it back.
    """

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("council_id", "person_id", "key"),
        Index("ix_review_council_id_person_id", "council_id", "person_id", "wall"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    run_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    run_by_label: Mapped[str] = mapped_column(String(100), default="")
    kind: Mapped[str] = mapped_column(String(16), default="care")
    all_day: Mapped[bool] = mapped_column(default=False)
    code: Mapped[str] = mapped_column(String(40), default="")
    moved_from: Mapped[datetime | None] = mapped_column(WallDateTime)
