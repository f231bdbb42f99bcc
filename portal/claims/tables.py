"""What young people ask for, and what became of it. Retention: as the record."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime


class Claim(Keyed, Base):
    """`person_id` asks for an item (its code in `entitlements`).

    wish: what they want it for, in their words, in `language`; asked: pence, None where they left
    it open. state: `rules.State`. granted: pence that were decided; paid: of these, what was noted
    as paid. made_at: when it was begun; sent_at: when it was sent, None of a draft. turn_at: when
    this wait, or this rest, began; answer_by: the moment told to the young person, None past the
    last bank holiday that is known; due_at: from when on it is late, None where nobody waits.
    Retention: as the record; of a draft, a year after it was last changed.
    """

    __tablename__ = "claim"
    __table_args__ = (
        Index("ix_claim_council_id_person_id", "council_id", "person_id", "item"),
        Index("ix_claim_council_id_state", "council_id", "state", "due_at"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    item: Mapped[str] = mapped_column(String(60))
    wish: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(12), default="en")
    asked: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(8))
    granted: Mapped[int | None]
    paid: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    turn_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer_by: Mapped[datetime | None] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ClaimStep(Keyed, Base):
    """What happened; nothing in it is ever changed. what: `rules.What`. words: what is needed, why
    it was decided so, or what the young person added, as each reads it. pence: decided, or paid;
    day: of a payment; how: `rules.How`. Retention: as the claim."""

    __tablename__ = "claim_step"
    __table_args__ = (Index("ix_claim_step_claim_id", "claim_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    what: Mapped[str] = mapped_column(String(8))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(Text, default="")
    pence: Mapped[int | None]
    day: Mapped[date | None]
    how: Mapped[str] = mapped_column(String(8), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ClaimPaper(Keyed, Base):
    """A kept document that goes with it (by its ref: it can be taken away, and is not here then).
    Who opens it is said by what the young person shows to whom (`shares`). Retention: as the
    claim."""

    __tablename__ = "claim_paper"
    __table_args__ = (UniqueConstraint("claim_id", "document_ref"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    document_ref: Mapped[str] = mapped_column(String(22))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ClaimDays(Keyed, Base):
    """In how many working days a council decides and pays; the newest row holds, the others say
    what held before. Retention: kept, since days that were told depend on them."""

    __tablename__ = "claim_days"
    __table_args__ = (Index("ix_claim_days_council_id", "council_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    decide: Mapped[int]
    pay: Mapped[int]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
