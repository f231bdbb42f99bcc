"""A council's own stricter standards, and what was done when. Retention: standards are kept,
since old dates depend on them; what was done goes with the person's record."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed


class LocalStandard(Keyed, Base):
    """`clock` is due within `number` `unit`s in this council, from a day on.

    A looser one than the law's is never applied (`rules.tighter`).
    """

    __tablename__ = "local_standard"
    __table_args__ = (Index("ix_local_standard_council_id_clock", "council_id", "clock"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    clock: Mapped[str] = mapped_column(String(32))
    rule: Mapped[str] = mapped_column(String(60), default="")
    number: Mapped[int]
    unit: Mapped[str] = mapped_column(String(16))
    source: Mapped[str] = mapped_column(String(160), default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class DoneOn(Keyed, Base):
    """Something a clock asks for was done: a health check, a school plan meeting, a contact.

    clock: `kinds.Clock`. Visits and reviews have their own tables and are not repeated here.
    """

    __tablename__ = "done_on"
    __table_args__ = (
        UniqueConstraint("person_id", "clock", "day"),
        Index("ix_done_on_council_id_clock", "council_id", "clock"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    clock: Mapped[str] = mapped_column(String(32))
    day: Mapped[date]
    how: Mapped[str] = mapped_column(String(24), default="")  # a contact: call, visit, text …
