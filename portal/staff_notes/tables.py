"""Notes between staff. Retention: as the record."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime


class StaffNote(Keyed, Base):
    """A note about the young person `person_id` for whoever may read their messages."""

    __tablename__ = "staff_note"
    __table_args__ = (Index("ix_staff_note_council_id_person_id", "council_id", "person_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
