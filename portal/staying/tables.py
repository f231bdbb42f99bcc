"""What is written about staying here, and to whom that field was given.

Retention: as the record of the young person; what was replaced or taken back stays, so that it can
be told who wrote what, and who could read it when.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime, WallDateTime


class StayingEntry(Keyed, Base):
    """One thing as it stood when somebody wrote it; the newest of a topic and key holds.

    topic, key: `rules.Topic`, and which one of it; of a paper, the ref of its first row. state:
    a code of the topic. day, wall: of a step; wall is what the clock on the wall shows, None where
    no hour is known. who, phone: a name; of a paper what it is. language, dialect, gender,
    not_near: of a solicitor or interpreter; not_near: not somebody from their town. theirs: the
    young person wrote it themselves.
    """

    __tablename__ = "staying_entry"
    __table_args__ = (
        Index("ix_staying_entry_council_id_person_id", "council_id", "person_id", "topic", "key"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    topic: Mapped[str] = mapped_column(String(8))
    key: Mapped[str] = mapped_column(String(22), default="")
    state: Mapped[str] = mapped_column(String(12), default="")
    day: Mapped[date | None]
    wall: Mapped[datetime | None] = mapped_column(WallDateTime)
    who: Mapped[str] = mapped_column(String(100), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    language: Mapped[str] = mapped_column(String(60), default="")
    dialect: Mapped[str] = mapped_column(String(60), default="")
    gender: Mapped[str] = mapped_column(String(8), default="")
    not_near: Mapped[bool] = mapped_column(default=False)
    where: Mapped[str] = mapped_column(String(300), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    theirs: Mapped[bool]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class StayingOpened(Keyed, Base):
    """A worker opened these pages for somebody who is not recorded as having come alone."""

    __tablename__ = "staying_opened"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


_GIVEN = text("ended_at IS NULL")


class FieldGrant(Keyed, Base):
    """`with_id` was given a field of the young person that no default gives, until it was taken
    back, or their connection ended (then ended_by_id is None). by_id: who gave it; theirs: the
    young person did. why: a manager's reason, which the young person reads. also_after: goes on to
    whoever takes over from them. What lets them in is the bit in `Connection.grants`; both are
    written by `staying.granting`, and whoever is kept away loses the bit at once (`barred`)."""

    __tablename__ = "field_grant"
    __table_args__ = (
        Index("ix_field_grant_council_id_person_id", "council_id", "person_id"),
        Index(
            "uq_field_grant_open", "person_id", "with_id", "field", unique=True,
            sqlite_where=_GIVEN, postgresql_where=_GIVEN,
        ),
    )  # fmt: skip

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    with_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    field: Mapped[int]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    theirs: Mapped[bool]
    why: Mapped[str] = mapped_column(String(500), default="")
    also_after: Mapped[bool] = mapped_column(default=False)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by_id: Mapped[int | None] = mapped_column(BigInteger)
