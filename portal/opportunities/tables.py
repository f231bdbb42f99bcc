"""Things to do, and whose dates they are on. Retention: of each table its own."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime, WallDateTime


class Opportunity(Keyed, Base):
    """Something to do. sort: `rules.Sort`. audience: `rules.For`. need: a code of
    `articles/needs.toml`. town: "" where it is everywhere, or online. open_to_all: of an event,
    whether anybody at all may come; place, wall: never of what only young people come to
    (`rules.tells_where`). opens, closes: the first and last day to ask for it; closes None: no
    end. wall: when it is, if it has one time. checked_on: when somebody last made sure that it is
    so; reminded_at: when editors were told that this is long ago. closed_at: taken down.
    changed_by_id: whose words these are. agreed_at, agreed_by_id: when a second person agreed on
    them; None: nobody did yet, and only those who write these see it. changes:
    how often it was written, so that what is kept of it elsewhere is known to be old. Retention: as
    the council's own record."""

    __tablename__ = "opportunity"
    __table_args__ = (Index("ix_opportunity_council_id_opens", "council_id", "opens"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    sort: Mapped[str] = mapped_column(String(8))
    audience: Mapped[str] = mapped_column(String(8))
    need: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(Text)
    who_can: Mapped[str] = mapped_column(String(300), default="")
    how: Mapped[str] = mapped_column(String(300), default="")
    bring: Mapped[str] = mapped_column(String(300), default="")
    town: Mapped[str] = mapped_column(String(60), default="")
    place: Mapped[str] = mapped_column(String(300), default="")
    open_to_all: Mapped[bool] = mapped_column(default=False)
    web: Mapped[str] = mapped_column(String(300), default="")
    age_from: Mapped[int]
    age_to: Mapped[int]
    opens: Mapped[date]
    closes: Mapped[date | None]
    wall: Mapped[datetime | None] = mapped_column(WallDateTime)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    checked_on: Mapped[date]
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changes: Mapped[int] = mapped_column(default=1)


class OpportunityChange(Keyed, Base):
    """One thing that somebody did to something to do: `rules.Did`, by whom, when. meant: of words,
    all of them as they were typed (`meant.packed`); "" of anything else. Words count from when a
    second person agreed (agreed_at); dropped_at: they are not used, as dropped_by_id said, or
    because newer ones were written. Never changed otherwise, so that it is known who wrote what
    when. Retention: as the council's own record."""

    __tablename__ = "opportunity_change"
    __table_args__ = (Index("ix_opportunity_change_opportunity_id", "opportunity_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunity.id"))
    did: Mapped[str] = mapped_column(String(8))
    meant: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    dropped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    dropped_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class OpportunityDate(Keyed, Base):
    """A young person put it on their dates. Deleted when they take it off; kept a year after they
    put it there."""

    __tablename__ = "opportunity_date"
    __table_args__ = (
        UniqueConstraint("opportunity_id", "person_id"),
        Index("ix_opportunity_date_council_id_person_id", "council_id", "person_id"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunity.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
