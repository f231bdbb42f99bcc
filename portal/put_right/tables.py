"""What is begun in this room and not sent yet."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.types import UtcDateTime


class WrongDraft(Keyed, Base):
    """What somebody has begun to write and not sent yet, all that is in the form, as JSON: theirs
    alone. about: which form, and of which complaint. Kept 30 days, or until it is sent."""

    __tablename__ = "wrong_draft"
    __table_args__ = (
        UniqueConstraint("person_id", "about"),
        Index("ix_wrong_draft_at", "at"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    about: Mapped[str] = mapped_column(String(40))
    fields: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
