"""What every coming appointment has in common: the time on the wall, its zone, its state.

The wall time is what people agreed; the UTC moment is worked out from it, and would be worked
out again if the law on summer time changed.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.types import WallDateTime


class State(StrEnum):
    COMING = "coming"
    DONE = "done"
    CANCELLED = "cancelled"


class Appointment:
    """Columns of a table whose rows happen at a time. key: the council's own key, if any."""

    wall: Mapped[datetime] = mapped_column(WallDateTime)
    wall_end: Mapped[datetime | None] = mapped_column(WallDateTime)
    zone: Mapped[str] = mapped_column(String(40), default="Europe/London")
    state: Mapped[str] = mapped_column(String(12), default="coming")
    where: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(String(500), default="")
    key: Mapped[str] = mapped_column(String(64), default="")
