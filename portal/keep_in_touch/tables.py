"""Keeping in touch: how often, what happened, what was said.

Retention: as the record, like what the council's own file says of a contact. A contact that was
put right stays, without being shown, so that it can be told who changed what.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime


class Rhythm(Keyed, Base):
    """How often and how they want to be in touch. The newest counts; an older one stays, as it says
    since when something was asked for. weeks: None where how often is left to the council. best: a
    time of day (`rules.Best`). by_id: who wrote it down. theirs: the young person themselves.
    """

    __tablename__ = "rhythm"
    __table_args__ = (Index("ix_rhythm_council_id_person_id", "council_id", "person_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    weeks: Mapped[int | None]
    how: Mapped[str] = mapped_column(String(16), default="")
    best: Mapped[str] = mapped_column(String(16), default="")
    wish: Mapped[str] = mapped_column(String(300), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    theirs: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Contact(Keyed, Base):
    """A call, visit, text, letter, message or other way of being in touch, or a try at it.

    reached: whether they were reached: they spoke, or they answered. began: "us" or "them". note:
    what they talked about; the young person reads it. corrects_id: the row this one stands in for,
    which has put_right_at and is not shown any more. how "nothing": it did not happen.
    """

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
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    put_right_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CheckIn(Keyed, Base):
    """A friendly question that opens around a birthday or before the yearly return, and what
    they answered. why: "birthday" or "return". opens, closes: both included. living, doing: codes
    of `rules`, in the young person's words. called_at: since when nobody owes the call they asked
    for any more.
    """

    __tablename__ = "check_in"
    __table_args__ = (
        UniqueConstraint("person_id", "why", "opens"),
        Index("ix_check_in_council_id_opens", "council_id", "opens"),
        Index("ix_check_in_person_id_opens", "person_id", "opens"),
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
    called_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Confirmed(Keyed, Base):
    """OC3 codes for one birthday's return, confirmed by their adviser; the newest counts, and those
    before it stay. age: which birthday. evidence: how they know, in their words. check_in_id: the
    answer that was beside it."""

    __tablename__ = "confirmed"
    __table_args__ = (Index("ix_confirmed_council_id_person_id", "council_id", "person_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    age: Mapped[int]
    in_touch: Mapped[str] = mapped_column(String(40), default="")
    activity: Mapped[str] = mapped_column(String(40), default="")
    accommodation: Mapped[str] = mapped_column(String(40), default="")
    evidence: Mapped[str] = mapped_column(String(300), default="")
    check_in_id: Mapped[int | None] = mapped_column(ForeignKey("check_in.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LostTouch(Keyed, Base):
    """We do not know how they are, since a day, and what is done to find them again. It is over
    when found_at is there. The young person sees none of it but "good to hear from you"."""

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
    """One step (`rules.Step`) that was tried, and what came of it."""

    __tablename__ = "lost_touch_step"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    lost_id: Mapped[int] = mapped_column(ForeignKey("lost_touch.id"), index=True)
    step: Mapped[str] = mapped_column(String(24))
    day: Mapped[date]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(String(500), default="")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
