"""Goals, their steps, what was changed, and sittings. Retention: as the person's record."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime


class Sitting(Keyed, Base):
    """The young person `person_id` and one of their workers change a plan together, on the phone
    of `host_id`, who is one of the two. Over when it is ended, or two hours after it began.

    told_at: when the other one was asked, or will be, whether it is right; None: nothing was
    changed yet. says: "" until then, "yes" or "no"; note: what is not right, in their words.
    Kept for as long as the record of the young person.
    """

    __tablename__ = "sitting"
    __table_args__ = (
        Index("ix_sitting_council_id_person_id", "council_id", "person_id", "started_at"),
        Index("ix_sitting_adult_id", "adult_id", "says"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    adult_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    host_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    says: Mapped[str] = mapped_column(String(4), default="")
    says_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(Text, default="")


class Goal(Keyed, Base):
    """Something a young person wants, in their plan of `plan_kind` (`rules.PlanKind`).

    area: of the plan, as `plan` names it. skill: of the skills list, where it came from there.
    say: in a school plan, what the young person says about it. why: why it is not happening, if
    anybody said so. by_id, made_at, sitting_id: who wrote it first. Kept as the record.
    """

    __tablename__ = "goal"
    __table_args__ = (
        Index("ix_goal_council_id_person_id", "council_id", "person_id", "plan_kind"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    plan_kind: Mapped[str] = mapped_column(String(16))
    area: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text)
    say: Mapped[str] = mapped_column(Text, default="")
    skill: Mapped[str] = mapped_column(String(32), default="")
    state: Mapped[str] = mapped_column(String(8), default="open")
    state_on: Mapped[date]
    why: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sitting_id: Mapped[int | None] = mapped_column(ForeignKey("sitting.id"))


class GoalStep(Keyed, Base):
    """One step towards a goal.

    doer: "me" (the young person), "worker" or "adult" (`rules.Owner`); owner_id: which adult, if
    they have a place in the app; owner_label: else, how the young person knows them. promise_id:
    what an adult does is one promise, and then `due`, `state`, `state_on` and `why` are read from
    that alone; while no day was named there is none. Kept as the record.
    """

    __tablename__ = "goal_step"
    __table_args__ = (Index("ix_goal_step_goal_id", "goal_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id"))
    text: Mapped[str] = mapped_column(Text)
    doer: Mapped[str] = mapped_column(String(8), default="me")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    owner_label: Mapped[str] = mapped_column(String(100), default="")
    due: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(8), default="open")
    state_on: Mapped[date]
    why: Mapped[str] = mapped_column(Text, default="")
    promise_id: Mapped[int | None] = mapped_column(ForeignKey("promise.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sitting_id: Mapped[int | None] = mapped_column(ForeignKey("sitting.id"))


class GoalChange(Keyed, Base):
    """Who changed what of a goal or one of its steps, when, and in which sitting.

    what: `rules.What`. old, new: the texts; of a day in the form 2026-11-23, of a state its code.
    Nothing is taken out of here for as long as the record is kept.
    """

    __tablename__ = "goal_change"
    __table_args__ = (
        Index("ix_goal_change_goal_id", "goal_id"),
        Index("ix_goal_change_sitting_id", "sitting_id"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id"))
    step_id: Mapped[int | None] = mapped_column(ForeignKey("goal_step.id"))
    what: Mapped[str] = mapped_column(String(12))
    old: Mapped[str] = mapped_column(Text, default="")
    new: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    sitting_id: Mapped[int | None] = mapped_column(ForeignKey("sitting.id"))
