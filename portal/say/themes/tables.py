"""Numbers of a quarter, as they may be shown. Retention: as the council; nobody is in them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.types import UtcDateTime


class QuarterInNumbers(Keyed, Base):
    """What may be shown of one quarter, worked out once (`rules.shown`), in JSON: nothing that was
    left out is in it. Retention: as the council; nobody is in it."""

    __tablename__ = "quarter_in_numbers"
    __table_args__ = (UniqueConstraint("council_id", "year", "number"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    year: Mapped[int]
    number: Mapped[int]
    shown: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
