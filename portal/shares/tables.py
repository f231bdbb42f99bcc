"""What a young person shows to whom. Retention: as the record; an ended share stays, so that it
can be told who could read what."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.types import UtcDateTime


class Share(Keyed, Base):
    """`person_id` shows `thing` (`rules.Thing`; `key`: which one of several) to `with_id`, or to
    everybody that `to` (`rules.To`) names. In force until ended_at."""

    __tablename__ = "share"
    __table_args__ = (
        Index("ix_share_council_id_person_id", "council_id", "person_id", "thing"),
        Index(
            "uq_share_open_one", "person_id", "thing", "key", "with_id", unique=True,
            sqlite_where=text("ended_at IS NULL AND with_id IS NOT NULL"),
            postgresql_where=text("ended_at IS NULL AND with_id IS NOT NULL"),
        ),
        Index(
            "uq_share_open_all", "person_id", "thing", "key", "to", unique=True,
            sqlite_where=text("ended_at IS NULL AND with_id IS NULL"),
            postgresql_where=text("ended_at IS NULL AND with_id IS NULL"),
        ),
    )  # fmt: skip

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    thing: Mapped[str] = mapped_column(String(16))
    key: Mapped[str] = mapped_column(String(22), default="")
    to: Mapped[str] = mapped_column(String(8))
    with_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
