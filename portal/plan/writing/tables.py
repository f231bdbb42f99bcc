"""Drafts of plans, every save of them, what is typed and not saved; and what was taken back."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime


class Draft(Keyed, Base):
    """The draft of one part of a young person's plan: all who may write it share it. Retention: as
    the record.

    turn: goes up by one with each save and each publication, and never back. save_id: the save
    that it stands at. based_on_id: the published part from which it began; None: there was none.
    open: not published yet.
    """

    __tablename__ = "plan_draft"
    __table_args__ = (UniqueConstraint("person_id", "kind", "area"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(16))
    area: Mapped[str] = mapped_column(String(32))
    turn: Mapped[int]
    open: Mapped[bool] = mapped_column(default=True)
    save_id: Mapped[int] = mapped_column(BigInteger)
    based_on_id: Mapped[int | None] = mapped_column(BigInteger)


class Written:
    """What is in the form of a part (`rules.Words`), as it was sent."""

    kind: Mapped[str] = mapped_column(String(16))
    area: Mapped[str] = mapped_column(String(32))
    need: Mapped[str] = mapped_column(Text, default="")
    official: Mapped[str] = mapped_column(Text, default="")
    child_need: Mapped[str] = mapped_column(Text, default="")
    child: Mapped[str] = mapped_column(Text, default="")
    teen_need: Mapped[str] = mapped_column(Text, default="")
    teen: Mapped[str] = mapped_column(Text, default="")
    adult_need: Mapped[str] = mapped_column(Text, default="")
    adult: Mapped[str] = mapped_column(Text, default="")
    who: Mapped[str] = mapped_column(Text, default="")
    by_when: Mapped[str] = mapped_column(Text, default="")
    look_again: Mapped[date | None]
    change_note: Mapped[str] = mapped_column(Text, default="")
    promise: Mapped[str] = mapped_column(Text, default="")
    promise_due: Mapped[date | None]
    gone: Mapped[bool] = mapped_column(default=False)

    @declared_attr
    def council_id(self) -> Mapped[int]:
        return mapped_column(ForeignKey("council.id"))

    @declared_attr
    def person_id(self) -> Mapped[int]:
        return mapped_column(ForeignKey("person.id"))

    @declared_attr
    def by_id(self) -> Mapped[int]:
        return mapped_column(ForeignKey("person.id"))

    @declared_attr
    def promise_by_id(self) -> Mapped[int | None]:
        return mapped_column(ForeignKey("person.id"))


class Save(Keyed, Written, Base):
    """One save of a draft; never changed. Retention: as the record.

    turn: the turn it made; on a save that came second, the one on which its writer began. aside:
    it came second, and stands beside the draft until its writer has put both together.
    """

    __tablename__ = "plan_save"
    __table_args__ = (Index("ix_plan_save_person_id_kind_area", "person_id", "kind", "area", "id"),)

    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    turn: Mapped[int]
    aside: Mapped[bool] = mapped_column(default=False)
    by: Mapped[str] = mapped_column(String(100), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Typed(Keyed, Written, Base):
    """What `by_id` has typed into a part and not saved: theirs alone. turn: the draft's when they
    began. Retention: 30 days, or until it is saved."""

    __tablename__ = "plan_typed"
    __table_args__ = (UniqueConstraint("by_id", "person_id", "kind", "area"),)

    turn: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class TakenBack(Keyed, Base):
    """A version that was published by mistake and taken back, and what was done about it since: the
    council's record of a breach (UK GDPR art. 33(5)). Retention: as the record.

    why: "other_child" or "must_not"; the reason in words is the version's own. owed_by_id: the
    manager who sees to it. over_at: every step is done.
    """

    __tablename__ = "plan_taken_back"
    __table_args__ = (
        UniqueConstraint("version_id"),
        Index("ix_plan_taken_back_person_id", "person_id"),
        Index("ix_plan_taken_back_council_id_over_at", "council_id", "over_at"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("plan_version.id"))
    kind: Mapped[str] = mapped_column(String(16))
    why: Mapped[str] = mapped_column(String(16))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    by: Mapped[str] = mapped_column(String(100), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    owed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    over_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SawIt(Keyed, Base):
    """Somebody who saw a version before it was taken back, or may have: written down then, never
    changed. Retention: as what it belongs to.

    how: "read" (the young person marked this part as read), "session" (they were signed in), "look"
    (somebody else opened a page of theirs; what: its name), "told" (a notice went out), "untold" (a
    notice was withdrawn before it was seen).
    """

    __tablename__ = "plan_saw_it"
    __table_args__ = (Index("ix_plan_saw_it_taken_back_id", "taken_back_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    taken_back_id: Mapped[int] = mapped_column(ForeignKey("plan_taken_back.id"))
    who_id: Mapped[int | None] = mapped_column(BigInteger)
    role: Mapped[str] = mapped_column(String(16), default="")
    how: Mapped[str] = mapped_column(String(8))
    what: Mapped[str] = mapped_column(String(64), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class BreachStep(Keyed, Base):
    """A step that was done about it, or decided not to be needed: by whom, when, and how.
    Retention: as what it belongs to."""

    __tablename__ = "plan_breach_step"
    __table_args__ = (UniqueConstraint("taken_back_id", "step"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    taken_back_id: Mapped[int] = mapped_column(ForeignKey("plan_taken_back.id"))
    step: Mapped[str] = mapped_column(String(12))
    done: Mapped[bool] = mapped_column(default=True)
    note: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    by: Mapped[str] = mapped_column(String(100), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
