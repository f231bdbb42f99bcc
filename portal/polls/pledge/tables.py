"""The promise, its evidence, and what is said of it without names. Retention: as the council's own
record."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime
from portal.polls.tables import Unordered


class PledgePoint(Keyed, Base):
    """One point. state: `rules.State`. gone_at: it is promised no more. Retention: as the council's
    own record."""

    __tablename__ = "pledge_point"
    __table_args__ = (Index("ix_pledge_point_council_id", "council_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    place: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(8))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    gone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PledgeBefore(Keyed, Base):
    """What a point said, and how it stood, until somebody changed it. Retention: as the point."""

    __tablename__ = "pledge_before"
    __table_args__ = (Index("ix_pledge_before_point_id", "point_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    point_id: Mapped[int] = mapped_column(ForeignKey("pledge_point.id"))
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(8))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    until: Mapped[datetime] = mapped_column(UtcDateTime)


class PledgeEvidence(Keyed, Base):
    """What was done for a point, on which day, by whom. Retention: as the point."""

    __tablename__ = "pledge_evidence"
    __table_args__ = (Index("ix_pledge_evidence_point_id", "point_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    point_id: Mapped[int] = mapped_column(ForeignKey("pledge_point.id"))
    text: Mapped[str] = mapped_column(Text)
    on_day: Mapped[date]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PledgeCount(Keyed, Base):
    """How often one answer was given of a point in a quarter. quarter: "2026-4"; answer:
    `rules.IsTrue`. count: while the quarter is not over; then 0; shown: what may be shown of it.
    Retention: as the point."""

    __tablename__ = "pledge_count"
    __table_args__ = (UniqueConstraint("point_id", "quarter", "answer"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    point_id: Mapped[int] = mapped_column(ForeignKey("pledge_point.id"))
    quarter: Mapped[str] = mapped_column(String(6))
    answer: Mapped[str] = mapped_column(String(8))
    count: Mapped[int] = mapped_column(default=0)
    shown: Mapped[int | None]
    closed: Mapped[bool] = mapped_column(default=False)


class PledgeDone(Unordered, Base):
    """They have answered in this quarter. Nothing says what, or when. Kept until the quarter is
    over."""

    __tablename__ = "pledge_done"
    __table_args__ = (UniqueConstraint("person_id", "quarter"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    quarter: Mapped[str] = mapped_column(String(6))
