"""Reviews, who comes, what is talked about, the talk alone before, the letter and what was decided.
Retention: as the record."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.appointments import Appointment
from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime, WallDateTime


class Review(Keyed, Appointment, Base):
    """A review of `person_id`'s plan. kind: "care" or "pathway". code: PN0-PN7, raw.

    all_day: only the day is known (the yearly return says no time). moved_from: the time that the
    council's file said, of one that was moved here: the file's old time does not take it back.
    """

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("council_id", "person_id", "key"),
        Index("ix_review_council_id_person_id", "council_id", "person_id", "wall"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    run_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    run_by_label: Mapped[str] = mapped_column(String(100), default="")
    kind: Mapped[str] = mapped_column(String(16), default="care")
    all_day: Mapped[bool] = mapped_column(default=False)
    code: Mapped[str] = mapped_column(String(40), default="")
    moved_from: Mapped[datetime | None] = mapped_column(WallDateTime)


class ReviewComer(Keyed, Base):
    """Somebody who comes to a review, or whom the young person asked for.

    name: in the young person's word, or as it was written; does: what they are ("your teacher").
    with_id: as whom the council knows them, if it does. by_young: the young person asked for them.
    comes: `rules.Comes`; why: said to the young person with it. wish: what the young person says of
    their coming, `rules.Wish` or "", and wish_why in their words; it stays, whatever is settled.
    Retention: as the review.
    """

    __tablename__ = "review_comer"
    __table_args__ = (Index("ix_review_comer_review_id", "review_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    with_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(100))
    does: Mapped[str] = mapped_column(String(100), default="")
    by_young: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    comes: Mapped[str] = mapped_column(String(8))
    why: Mapped[str] = mapped_column(String(300), default="")
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    wish: Mapped[str] = mapped_column(String(8), default="")
    wish_why: Mapped[str] = mapped_column(Text, default="")
    wish_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AgendaPoint(Keyed, Base):
    """Something to be talked about at a review. by_young: the young person put it there; theirs
    stand first. heard: what was said about it there, to the young person. gone_at: whoever put it
    there took it away. Retention: as the review."""

    __tablename__ = "agenda_point"
    __table_args__ = (Index("ix_agenda_point_review_id", "review_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text)
    by_young: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    heard: Mapped[str] = mapped_column(Text, default="")
    heard_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    gone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ReviewTalk(Keyed, Base):
    """The talk alone before a review. Law: the reviewing officer speaks with the child in private
    before each (SI 2010/959 reg. 45).

    offered_at, offered_by_id: when it was offered, and by whom, besides the page that always does.
    wanted: `rules.Wanted` or "", and when they said so; said_ref: what they said to their reviewing
    officer with a yes. wall, how: when and how it is to be. done_on: the day on which they talked,
    done_by_id: who did. Retention: as the review.
    """

    __tablename__ = "review_talk"
    __table_args__ = (UniqueConstraint("review_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    offered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    offered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    wanted: Mapped[str] = mapped_column(String(8), default="")
    wanted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    said_ref: Mapped[str] = mapped_column(String(22), default="")
    wall: Mapped[datetime | None] = mapped_column(WallDateTime)
    how: Mapped[str] = mapped_column(String(200), default="")
    with_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    done_on: Mapped[date | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class ReviewRecord(Keyed, Base):
    """The letter about a review, to the young person, in one language: "Dear Mia, …".

    number: 0 for the draft; of what was published the number of the version, in each language. A
    published one never changes: what is put right is a new version, and the earlier one stays to be
    read. The texts are those of `rules.Letter`. by: the name of who wrote it. turn: goes up with
    each save of a draft. Retention: as the review.
    """

    __tablename__ = "review_record"
    __table_args__ = (UniqueConstraint("review_id", "number", "language"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    number: Mapped[int] = mapped_column(default=0)
    language: Mapped[str] = mapped_column(String(12), default="en")
    greeting: Mapped[str] = mapped_column(Text, default="")
    well: Mapped[str] = mapped_column(Text, default="")
    hard: Mapped[str] = mapped_column(Text, default="")
    talked: Mapped[str] = mapped_column(Text, default="")
    ahead: Mapped[str] = mapped_column(Text, default="")
    decided: Mapped[str] = mapped_column(Text, default="")
    signed: Mapped[str] = mapped_column(Text, default="")
    translated_by: Mapped[str] = mapped_column(Text, default="")
    put_right: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    by: Mapped[str] = mapped_column(String(100), default="")
    turn: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ReviewDecision(Keyed, Base):
    """What was decided at a review, who does it and by when. When the letter is published it
    becomes a promise (`promise_ref`), once; from then on it is the promise that changes.

    owner_id: an adult of the council or one they live with; owner_label: somebody outside: then
    whoever wrote it looks after it. why: said with it. area: the part of the plan it is about.
    published_at: when the young person was told. Retention: as the review.
    """

    __tablename__ = "review_decision"
    __table_args__ = (Index("ix_review_decision_review_id", "review_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text, default="")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    owner_label: Mapped[str] = mapped_column(String(100), default="")
    due: Mapped[date]
    area: Mapped[str] = mapped_column(String(32), default="")
    promise_ref: Mapped[str] = mapped_column(String(22), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
