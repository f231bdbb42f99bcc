"""What was opened, why, by whom, and who was told. Retention: as the record."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime


class Opening(Keyed, Base):
    """One look at what is closed.

    kind: "emergency" (of the whole record, by somebody on duty) or "messages" (between the young
    person and the adult `adult_id`, by a manager, once `agreed_by_id` has agreed). ends_at: when
    it closes; None until it is agreed. hold: whoever asked believes that it is safer not to tell
    the young person yet. They are told at `tell_at` all the same, unless the safeguarding lead has
    decided (`lead_id`) why not (`lead_why`), and when that is looked at again (`review_on`).
    """

    __tablename__ = "opening"
    __table_args__ = (Index("ix_opening_council_id_person_id", "council_id", "person_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    kind: Mapped[str] = mapped_column(String(16))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    adult_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    why: Mapped[str] = mapped_column(String(1000))
    hours: Mapped[int]
    agreed_by_id: Mapped[int | None] = mapped_column(BigInteger)
    agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    refused: Mapped[bool] = mapped_column(default=False)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    hold: Mapped[bool] = mapped_column(default=False)
    tell_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lead_id: Mapped[int | None] = mapped_column(BigInteger)
    lead_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lead_why: Mapped[str] = mapped_column(String(1000), default="")
    review_on: Mapped[date | None]


class OpeningDecision(Keyed, Base):
    """What the safeguarding lead decided about telling the young person, each time; one that holds
    now stands on the opening, too, so that lists need no join. review_on: when it is looked at
    again; None: they are told. Kept as the opening."""

    __tablename__ = "opening_decision"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    opening_id: Mapped[int] = mapped_column(ForeignKey("opening.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    why: Mapped[str] = mapped_column(String(1000))
    review_on: Mapped[date | None]
