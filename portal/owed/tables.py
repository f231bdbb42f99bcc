"""What is owed. Retention: a year after it was done."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.types import UtcDateTime

# Kinds that are the answer of whoever answers the young person today: they go to a new worker, to
# whoever covers and back, and to those who stand in, whoever owed them first.
ANSWERS = ("reply", "plan_response", "said", "claim")
# What was said to a reviewing officer, or about a worker, and a complaint: that there is such a
# thing is known to nobody but those on whose list it stands, and it goes on by ways of its own
# (`owed.ways`).
PRIVATE = ("said_iro", "said_manager", "complaint")
# Of these, what is on the list of an adult who need not know the young person otherwise.
GIVEN = ("news_reply", "said_manager", "complaint", "poll_did")


class Owed(Keyed, Base):
    """One thing an adult (`debtor_id`) owes a young person (`person_id`).

    kind: "reply", "plan_response", "said", "said_iro", "said_manager", "complaint", "big_question",
    "news_reply", "visit", "review", "promise", "health", "school_plan", "pathway",
    "keep_in_touch", "worry", "claim", "plan_breach", "dispute", "poll_did" (owed to all who
    answered: `person_id` is whoever asked them). due_at: the moment from which it is late. since:
    when it began to be owed.
    rule, source: the clock and its legal source, where there is one. passes_to_id, passes_at: who
    was told, and when, because it is late. asked_at: when the young person asked whether it is
    still coming.
    """

    __tablename__ = "owed"
    __table_args__ = (
        UniqueConstraint("source_kind", "source_id", "kind"),
        Index("ix_owed_council_id_debtor_id", "council_id", "debtor_id", "done_at", "due_at"),
        Index("ix_owed_council_id_person_id", "council_id", "person_id", "done_at"),
        Index("ix_owed_council_id_passes_to_id", "council_id", "passes_to_id"),
        Index("ix_owed_next_at", "next_at"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    debtor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(32))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    urgent: Mapped[bool] = mapped_column(default=False)
    rule: Mapped[str] = mapped_column(String(60), default="")
    source: Mapped[str] = mapped_column(String(160), default="")
    source_kind: Mapped[str] = mapped_column(String(32))
    source_id: Mapped[int] = mapped_column(BigInteger)
    source_ref: Mapped[str] = mapped_column(String(22), default="")
    passes_to_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    passes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # When it goes on to the next person if nobody has done it (`owed.steps`); None: it does not.
    next_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class OwedStep(Keyed, Base):
    """One step on the way of something that nobody did in time: to whom it was passed on, and when.

    It hangs on what is owed by its source and the moment since when it is (`since`), as the row
    itself may be made afresh. step: "cover", "duty", "manager", "again", "officer", "told", "lead"
    or "admin" (`steps.To`). due_at: when it had to be passed on. at: when it was. Shown to the
    young person. Kept as what it was passed on for.
    """

    __tablename__ = "owed_step"
    __table_args__ = (
        UniqueConstraint("source_kind", "source_id", "kind", "since", "number"),
        Index("ix_owed_step_council_id_person_id", "council_id", "person_id"),
        Index("ix_owed_step_council_id_to_id", "council_id", "to_id"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    source_kind: Mapped[str] = mapped_column(String(32))
    source_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(32))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    number: Mapped[int]
    step: Mapped[str] = mapped_column(String(8))
    from_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class KeptFrom(Keyed, Base):
    """Somebody who must never learn of one thing: what is owed for it, who has it, that it is there
    at all. Whom a young person complains about is kept from the complaint, from a worry in its
    words and from what was promised in its answer. source_kind, source_id: as in `Owed`.
    Retention: as the thing itself."""

    __tablename__ = "kept_from"
    __table_args__ = (
        UniqueConstraint("source_kind", "source_id", "person_id"),
        Index("ix_kept_from_person_id", "person_id", "source_kind", "source_id"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    source_kind: Mapped[str] = mapped_column(String(32))
    source_id: Mapped[int] = mapped_column(BigInteger)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
