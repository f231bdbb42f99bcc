"""Moves, whom they leave, what was asked about them, photos of the next home. Retention: as the
record of the person; of photos, as each says."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import retention
from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.retention import YEAR, Rule
from portal.core.types import UtcDateTime

_OPEN = text("ended_at IS NULL")


class Move(Keyed, Base):
    """A young person goes to live somewhere else on `day` (None: not known yet). One at a time is
    open.

    who to takes: facts about the next home in a worker's plain words (`rules.Fact`), "" where
    nobody knows yet. where_to: where it is. changed_at: when a fact or the day last changed. end:
    `rules.End`, with ended_at, ended_by_id; happened: on `day`. why_off: the reason, if it is off;
    the young person reads it.
    """

    __tablename__ = "move"
    __table_args__ = (
        Index("ix_move_council_id_person_id", "council_id", "person_id"),
        Index(
            "uq_move_person_id_open", "person_id", unique=True, sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )  # fmt: skip

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    day: Mapped[date | None]
    who: Mapped[str] = mapped_column(Text, default="")
    pets: Mapped[str] = mapped_column(Text, default="")
    room: Mapped[str] = mapped_column(Text, default="")
    food: Mapped[str] = mapped_column(Text, default="")
    rules: Mapped[str] = mapped_column(Text, default="")
    wifi: Mapped[str] = mapped_column(Text, default="")
    school: Mapped[str] = mapped_column(Text, default="")
    family: Mapped[str] = mapped_column(Text, default="")
    visit: Mapped[str] = mapped_column(Text, default="")
    bring: Mapped[str] = mapped_column(Text, default="")
    takes: Mapped[str] = mapped_column(Text, default="")
    where_to: Mapped[str] = mapped_column(String(300), default="")
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    end: Mapped[str] = mapped_column(String(8), default="")
    why_off: Mapped[str] = mapped_column(String(500), default="")
    ended_by_id: Mapped[int | None] = mapped_column(BigInteger)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class MoveStay(Keyed, Base):
    """A stay (`connection_id`) that ends with this move, and how its end stood before."""

    __tablename__ = "move_stay"
    __table_args__ = (UniqueConstraint("move_id", "connection_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    move_id: Mapped[int] = mapped_column(ForeignKey("move.id"))
    connection_id: Mapped[int] = mapped_column(ForeignKey("connection.id"))
    left_on: Mapped[date]  # as this move has written it
    left_before: Mapped[date | None]
    ends_before: Mapped[date | None]


class MoveSaid(Keyed, Base):
    """What the young person asked, fears or wants to bring (`kind`: `rules.Said`), and the answer
    of an adult. Of what they want to bring an answer is not owed, but may be given."""

    __tablename__ = "move_said"
    __table_args__ = (Index("ix_move_said_council_id_move_id", "council_id", "move_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    move_id: Mapped[int] = mapped_column(ForeignKey("move.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text)
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class HomePhoto(Keyed, Base):
    """A photo of the next home as we drew it (JPEG, small). words: what is on it, also for whoever
    cannot see it.

    It shows a home that is somebody's own: kept until the commit in which the move happened or is
    off, and a year at most.
    """

    __tablename__ = "home_photo"
    __table_args__ = (Index("ix_home_photo_council_id_move_id", "council_id", "move_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    move_id: Mapped[int] = mapped_column(ForeignKey("move.id"))
    words: Mapped[str] = mapped_column(String(120))
    data: Mapped[bytes] = mapped_column(LargeBinary)
    width: Mapped[int]
    height: Mapped[int]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


retention.also(Rule(HomePhoto, HomePhoto.made_at, YEAR))
