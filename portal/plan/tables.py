"""Plans, their versions and parts, and the wordings of each part. Retention: as the record."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime


class Plan(Keyed, Base):
    """A person's plan of one kind: "care", "pathway", "school", "health", "wellbeing".

    current_id: the published version shown; None until there is one.
    """

    __tablename__ = "plan"
    __table_args__ = (
        UniqueConstraint("person_id", "kind"),
        Index("ix_plan_council_id_person_id", "council_id", "person_id"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(16))
    current_id: Mapped[int | None] = mapped_column(BigInteger)


class PlanVersion(Keyed, Base):
    """A version as published. review_on: when all of it is next looked at; review_by: by whom.

    A published version never changes. recalled_*: it was published by mistake and nobody may read
    it any more (the plan stands at the one before, or at none); it is kept as the record of what
    was seen.
    """

    __tablename__ = "plan_version"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    number: Mapped[int]
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    published_by: Mapped[str] = mapped_column(String(100), default="")
    review_on: Mapped[date | None]
    review_by: Mapped[str] = mapped_column(String(100), default="")
    recalled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    recalled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recalled_why: Mapped[str] = mapped_column(Text, default="", server_default=literal_column("''"))


class PlanPart(Keyed, Base):
    """One area of a version: the need, what will happen, who does it, by when.

    need: what it is for, and official: the council's own words, for grown-ups. content: a hash of
    everything a reader sees, so that two versions can be compared part by part. change_note: what
    changed, in the worker's words. first_id: the oldest part of this area with the same content;
    a reader who has seen that one has seen this one.
    """

    __tablename__ = "plan_part"
    __table_args__ = (UniqueConstraint("version_id", "area"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("plan_version.id"))
    area: Mapped[str] = mapped_column(String(32))
    place: Mapped[int] = mapped_column(default=0)
    need: Mapped[str] = mapped_column(Text, default="", server_default=literal_column("''"))
    official: Mapped[str] = mapped_column(Text, default="")
    who: Mapped[str] = mapped_column(String(200), default="")
    by_when: Mapped[str] = mapped_column(String(100), default="")
    look_again: Mapped[date | None]
    change_note: Mapped[str] = mapped_column(Text, default="")
    content: Mapped[str] = mapped_column(String(64), default="")
    first_id: Mapped[int | None] = mapped_column(BigInteger)


class Wording(Keyed, Base):
    """The words of a part for one band and language: text says what will happen, need what it is
    for. state: "checked" or "draft"."""

    __tablename__ = "wording"
    __table_args__ = (UniqueConstraint("part_id", "band", "language"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    part_id: Mapped[int] = mapped_column(ForeignKey("plan_part.id"))
    band: Mapped[str] = mapped_column(String(8))
    language: Mapped[str] = mapped_column(String(12), default="en")
    need: Mapped[str] = mapped_column(Text, default="", server_default=literal_column("''"))
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(8), default="checked")
    author: Mapped[str] = mapped_column(String(100), default="")
