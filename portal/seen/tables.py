"""Seen marks. Retention: as the thing that was seen."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.types import UtcDateTime


class Seen(Keyed, Base):
    """`person_id` has seen `thing` (say "plan_part" and its area) up to `mark` (a key)."""

    __tablename__ = "seen"
    __table_args__ = (UniqueConstraint("person_id", "thing", "thing_key"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    thing: Mapped[str] = mapped_column(String(32))
    thing_key: Mapped[str] = mapped_column(String(64))
    mark: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
