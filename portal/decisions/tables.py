"""Decisions about a young person, and what each said at every step. Retention: as the record."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime


class Decision(Keyed, Base):
    """Something that is decided about a young person, as it stands now. Retention: as the record.

    about: `rules.About`; state: `rules.State`. title, why, means: to the young person, in
    `language`. decides_id: the adult who decides; None where that is nobody of the council's:
    decides names them ("a judge"). by_day: by which day it is to be decided; decided_on: when it
    was. origin, origin_words: where it came from. not_asked: why the young person was not asked
    before, or not for long, to them. needs: bits of `people.rules.Grant` that an adult must be
    granted to read it (`policy.needs`). carer_may: carers may read it, who were.
    heard, heard_at: what the young person answered without words.
    told_at: since when the young person reads it; None: a note of its writers. version: counts what
    was written, so that two who write at once both know.
    """

    __tablename__ = "decision"
    __table_args__ = (
        Index("ix_decision_council_id_person_id", "council_id", "person_id", "id"),
        Index("ix_decision_council_id_state", "council_id", "state", "by_day"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    about: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(120))
    why: Mapped[str] = mapped_column(Text, default="")
    means: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(12), default="en")
    decides_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decides: Mapped[str] = mapped_column(String(100), default="")
    by_day: Mapped[date | None]
    decided_on: Mapped[date | None]
    origin: Mapped[str] = mapped_column(String(8))
    origin_words: Mapped[str] = mapped_column(String(200), default="")
    not_asked: Mapped[str] = mapped_column(Text, default="")
    needs: Mapped[int]
    carer_may: Mapped[bool] = mapped_column(default=False)
    heard: Mapped[str] = mapped_column(String(8), default="")
    heard_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)


class DecisionStep(Keyed, Base):
    """What happened to a decision after it was told, by whom, and what it said from then on.

    number: in order. what: `rules.What`. note: to the young person: what changed and why. The other
    columns are those of `Decision` after this step. Retention: as the decision."""

    __tablename__ = "decision_step"
    __table_args__ = (UniqueConstraint("decision_id", "number"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    number: Mapped[int]
    what: Mapped[str] = mapped_column(String(8))
    note: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(120))
    why: Mapped[str] = mapped_column(Text, default="")
    means: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(12), default="en")
    by_day: Mapped[date | None]
    decided_on: Mapped[date | None]
