"""When a council works. Retention: as long as the council is here."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed


class OpenHours(Keyed, Base):
    """On this weekday (0 is Monday) the council answers from `opens` to `closes`: minutes after
    midnight on the wall in England. A weekday without a row is a day on which nobody answers."""

    __tablename__ = "open_hours"
    __table_args__ = (UniqueConstraint("council_id", "weekday"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    weekday: Mapped[int]
    opens: Mapped[int]
    closes: Mapped[int]


class ClosedDay(Keyed, Base):
    """A day on which this council does not answer, besides bank holidays."""

    __tablename__ = "closed_day"
    __table_args__ = (UniqueConstraint("council_id", "day"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    day: Mapped[date]
    why: Mapped[str] = mapped_column(String(100), default="")
