"""Complaints, what happened to each, and what was answered. Retention: as the record."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime


class Complaint(Keyed, Base):
    """A young person complains. Whom it is about, and who else must not learn of it, is in
    `owed.tables.KeptFrom` (source "complaint").

    text, wanted: what is wrong and what they want instead, in their words, in `language`. about:
    what or whom it is about, in their words, where that is nobody they could choose.
    happened: `rules.When`. picture_id, voice_id: what they added. from_ref: what they had said
    before (`say`), where it began as a problem to sort. handler_id: who deals with it now.

    stage: 1 to 3; state: `rules.State`. since: when this wait, or this rest, began; until_on: the
    longer day that was told; due_on: the day told to the young person, None past the last bank
    holiday that is known; due_at: from when on it is late. panel_on: when the panel meets.
    investigator, independent: who looks into it at stage 2, by name. over_at: when it ended.
    """

    __tablename__ = "complaint"
    __table_args__ = (
        Index("ix_complaint_council_id_person_id", "council_id", "person_id"),
        Index("ix_complaint_council_id_handler_id", "council_id", "handler_id", "state"),
        Index("ix_complaint_council_id_made_at", "council_id", "made_at"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text)
    wanted: Mapped[str] = mapped_column(Text, default="")
    about: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(12), default="en")
    happened: Mapped[str] = mapped_column(String(8))
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id"))
    voice_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id"))
    from_ref: Mapped[str] = mapped_column(String(22), default="")
    handler_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    stage: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(12))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until_on: Mapped[date | None]
    due_on: Mapped[date | None]
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    panel_on: Mapped[date | None]
    investigator: Mapped[str] = mapped_column(String(100), default="")
    independent: Mapped[str] = mapped_column(String(100), default="")
    over_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ComplaintStep(Keyed, Base):
    """What happened to a complaint; nothing in it is ever changed. what: `rules.What`. stage: in
    which it happened. by_id: who did it; None where nobody did, as it was late. to_id: to whom it
    went. day: a day that was told; words: why, who, or what was found, as the young person reads
    it. Retention: as the complaint."""

    __tablename__ = "complaint_step"
    __table_args__ = (Index("ix_complaint_step_complaint_id", "complaint_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    what: Mapped[str] = mapped_column(String(12))
    stage: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    to_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    day: Mapped[date | None]
    words: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ComplaintAnswer(Keyed, Base):
    """The answer of one stage. outcome: `rules.Outcome`. text: to the young person. late: it came
    after its day. promise_ref: what will be done, by when, as a promise. learned: what the council
    learned from it, without names, for the register. Retention: as the complaint."""

    __tablename__ = "complaint_answer"
    __table_args__ = (UniqueConstraint("complaint_id", "stage"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    stage: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    late: Mapped[bool] = mapped_column(default=False)
    promise_ref: Mapped[str] = mapped_column(String(22), default="")
    learned: Mapped[str] = mapped_column(Text, default="")
