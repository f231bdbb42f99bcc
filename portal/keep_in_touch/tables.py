"""Keeping in touch: how often, what happened, what was said. Retention: as the record."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime


class Rhythm(Keyed, Base):
    """What they agreed: every so many weeks, and how. The newest counts; an older one stays to
    be seen. by_id: who wrote it down. theirs: the young person chose it themselves.
    """

    __tablename__ = "rhythm"
    __table_args__ = (Index("ix_rhythm_council_id_person_id", "council_id", "person_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    weeks: Mapped[int | None]
    how: Mapped[str] = mapped_column(String(16), default="")
    wish: Mapped[str] = mapped_column(String(300), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    theirs: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Contact(Keyed, Base):
    """A call, visit, text, letter, message or other way of being in touch, or a try at it.
    reached: whether they were reached. began: "us" or "them"."""

    __tablename__ = "contact"
    __table_args__ = (Index("ix_contact_council_id_person_id", "council_id", "person_id", "day"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    day: Mapped[date]
    how: Mapped[str] = mapped_column(String(16))
    began: Mapped[str] = mapped_column(String(8), default="us")
    reached: Mapped[bool] = mapped_column(default=True)
    note: Mapped[str] = mapped_column(String(1000), default="")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CheckIn(Keyed, Base):
    """A friendly question that opens around a birthday or before the yearly return, and what
    they answered. why: "birthday" or "return". living, doing: codes of `rules`, in the young
    person's words.
    """

    __tablename__ = "check_in"
    __table_args__ = (
        UniqueConstraint("person_id", "why", "opens"),
        Index("ix_check_in_council_id_opens", "council_id", "opens"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    why: Mapped[str] = mapped_column(String(16))
    opens: Mapped[date]
    closes: Mapped[date]
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    feeling: Mapped[str] = mapped_column(String(16), default="")
    living: Mapped[str] = mapped_column(String(24), default="")
    doing: Mapped[str] = mapped_column(String(24), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    call_me: Mapped[bool] = mapped_column(default=False)


class Confirmed(Keyed, Base):
    """OC3 codes for one birthday's return, confirmed by their adviser; the newest counts."""

    __tablename__ = "confirmed"
    __table_args__ = (Index("ix_confirmed_council_id_person_id", "council_id", "person_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    age: Mapped[int]
    in_touch: Mapped[str] = mapped_column(String(40), default="")
    activity: Mapped[str] = mapped_column(String(40), default="")
    accommodation: Mapped[str] = mapped_column(String(40), default="")
    evidence: Mapped[str] = mapped_column(String(300), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LostTouch(Keyed, Base):
    """We do not know how they are, since a day, and what is done to find them again."""

    __tablename__ = "lost_touch"
    __table_args__ = (Index("ix_lost_touch_council_id_person_id", "council_id", "person_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    since: Mapped[date]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    found_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    found_by_id: Mapped[int | None] = mapped_column(BigInteger)
    how_found: Mapped[str] = mapped_column(String(300), default="")


class LostTouchStep(Keyed, Base):
    """One step of `rules.STEPS` that was tried, and what came of it."""

    __tablename__ = "lost_touch_step"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    lost_id: Mapped[int] = mapped_column(ForeignKey("lost_touch.id"), index=True)
    step: Mapped[str] = mapped_column(String(24))
    day: Mapped[date]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(String(500), default="")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
