"""What a young person adds to their plan and thinks of it, and what is answered. Retention: as the
record, save what is begun and not sent."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime


class OwnLine(Keyed, Base):
    """A line of the young person's own beside an area of their plan, in every version of it.

    Each change is a new row with the same `line_id` (the key of the first); one without ended_at
    is shown. Retention: as the record; former texts stay, and only they read them.
    """

    __tablename__ = "own_line"
    __table_args__ = (
        Index("ix_own_line_council_id_person_id", "council_id", "person_id", "kind", "area"),
        Index(
            "uq_own_line_shown", "line_id", unique=True,
            sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL"),
        ),
    )  # fmt: skip

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    line_id: Mapped[int] = mapped_column(BigInteger)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(16))
    area: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PlanResponse(Keyed, Base):
    """What a young person says to a part of their plan, or to a big question (`rules.QUESTION`).

    says: `rules.Says`; why: in their words. seen_id: the part, or what was written down of the big
    question, that they had before them; None where nothing was. wait_id: the key of the first that
    nobody had answered, whose wait this is part of; its own, where it began one. state:
    `rules.State`. answer_by: the moment told when it was said. again_at, again_why: that the answer
    did not answer it, and the words; again_by: the moment told then. Retention: as the record.
    """

    __tablename__ = "plan_response"
    __table_args__ = (
        Index("ix_plan_response_council_id_person_id", "council_id", "person_id", "kind", "area"),
        Index("ix_plan_response_wait_id", "wait_id"),
        Index(
            "uq_plan_response_open", "person_id", "kind", "area", unique=True,
            sqlite_where=text("state = 'open'"), postgresql_where=text("state = 'open'"),
        ),
    )  # fmt: skip

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(16))
    area: Mapped[str] = mapped_column(String(32))
    seen_id: Mapped[int | None] = mapped_column(BigInteger)
    says: Mapped[str] = mapped_column(String(8))
    why: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer_by: Mapped[datetime | None] = mapped_column(UtcDateTime)
    wait_id: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(String(8))
    again_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    again_why: Mapped[str] = mapped_column(Text, default="")
    again_by: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PlanAnswer(Keyed, Base):
    """What an adult of the council answered. Retention: as the record."""

    __tablename__ = "plan_answer"
    __table_args__ = (Index("ix_plan_answer_response_id", "response_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    response_id: Mapped[int] = mapped_column(ForeignKey("plan_response.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class BigQuestion(Keyed, Base):
    """What was written down of a big question of one young person. Each time is a new row, and the
    one without ended_at holds.

    stands: `rules.Stands`; words: what was decided and why, to the young person; decides: who
    decides, in words. decided_on: when it was decided. ask_again: by when it is asked again.
    Retention: as the record.
    """

    __tablename__ = "big_question"
    __table_args__ = (
        Index("ix_big_question_council_id_person_id", "council_id", "person_id", "question"),
        Index(
            "uq_big_question_holds", "person_id", "question", unique=True,
            sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL"),
        ),
    )  # fmt: skip

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    question: Mapped[str] = mapped_column(String(16))
    stands: Mapped[str] = mapped_column(String(8))
    words: Mapped[str] = mapped_column(Text)
    decides: Mapped[str] = mapped_column(String(200), default="")
    decided_on: Mapped[date | None]
    ask_again: Mapped[date | None]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SayDraft(Keyed, Base):
    """What somebody has begun to write to a part of a plan, or to answer, and not sent yet: theirs
    alone. about: "say:" or "line:" and the part, or "answer:" and the ref of what is answered.
    Kept 30 days, or until it is sent."""

    __tablename__ = "say_draft"
    __table_args__ = (
        UniqueConstraint("person_id", "about"),
        Index("ix_say_draft_at", "at"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    about: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
