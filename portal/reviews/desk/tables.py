"""What was done with a review at the desk, advocacy that was offered, disputes, and returns.
Retention: as the person's record."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime, WallDateTime


class ReviewStep(Keyed, Base):
    """What was done with a review, when and by whom; nothing in it is ever changed.

    what: "planned", "moved", "held", "not_held" or "code". was, wall: the time before and after,
    naive, as on the wall in England. why: as the young person reads it. came: whether they were
    there; took: values of `rules.Took`, by commas. code: the participation code that was set;
    suggested: the one that was suggested then. Retention: as the review.
    """

    __tablename__ = "review_step"
    __table_args__ = (Index("ix_review_step_review_id", "review_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    what: Mapped[str] = mapped_column(String(8))
    was: Mapped[datetime | None] = mapped_column(WallDateTime)
    wall: Mapped[datetime | None] = mapped_column(WallDateTime)
    why: Mapped[str] = mapped_column(Text, default="")
    came: Mapped[bool | None]
    took: Mapped[str] = mapped_column(String(60), default="")
    code: Mapped[str] = mapped_column(String(8), default="")
    suggested: Mapped[str] = mapped_column(String(8), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ReviewPrep(Keyed, Base):
    """An advocate was offered before a review: on which day, how ("phone", "person", "letter"), by
    whom, and whether the young person wants one ("yes", "no", or "" as long as they have not said).
    Never what was said. The newest of a review counts. Retention: as the review."""

    __tablename__ = "review_prep"
    __table_args__ = (Index("ix_review_prep_review_id", "review_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    offered_on: Mapped[date]
    how: Mapped[str] = mapped_column(String(8))
    wanted: Mapped[str] = mapped_column(String(4), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ReviewDispute(Keyed, Base):
    """The reviewing officer does not agree with the council about something.

    about: what, in the plain words that the young person reads. by_id: the officer. outcome: ""
    until it ends, then `rules.Outcome`, with ended_words for the young person. Retention: as the
    person's record.
    """

    __tablename__ = "review_dispute"
    __table_args__ = (Index("ix_review_dispute_council_id_person_id", "council_id", "person_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    about: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[str] = mapped_column(String(8), default="")
    ended_words: Mapped[str] = mapped_column(Text, default="")
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DisputeStep(Keyed, Base):
    """Whom the officer asked, and by which day they must answer.

    level: `rules.Level`. to_label: their name; to_id: as whom the council knows them, where they
    work with the young person. answer: what they said, in words that the young person may read;
    answered_by_id: who wrote that down. Retention: as the dispute.
    """

    __tablename__ = "dispute_step"
    __table_args__ = (
        UniqueConstraint("dispute_id", "number"),
        Index("ix_dispute_step_council_id_to_id", "council_id", "to_id"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    dispute_id: Mapped[int] = mapped_column(ForeignKey("review_dispute.id"))
    number: Mapped[int]
    level: Mapped[str] = mapped_column(String(8))
    to_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    to_label: Mapped[str] = mapped_column(String(100))
    due: Mapped[date]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ReviewReturn(Keyed, Base):
    """A manager asked for the file of a return year, and a second person agreed. It is made from
    what is there when it is taken; nothing of it is stored. Kept as the audit."""

    __tablename__ = "review_return"
    __table_args__ = (Index("ix_review_return_council_id_asked_at", "council_id", "asked_at"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    year: Mapped[int]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
