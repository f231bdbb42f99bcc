"""What a council offers besides the law, item by item; and what a young person told us of
themselves so that an answer fits."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime


class LocalItem(Keyed, Base):
    """One item of an offer, with every version of it, as it was kept. It is never changed:
    the next one takes its place, and `gone_at` says when.

    council_id: whose young people read it. offered_by: the name of the council that offers it,
    which may be the next one along: so somebody who lives there reads its rules, too. body: the
    rows of the item as `items.read_offer` takes them, with its sources and pairs, in JSON.
    reminded_at: editors were told that it should be looked up again.
    Retention: as long as the council; what was offered must be found again when a
    decision made then is questioned.
    """

    __tablename__ = "local_item"
    __table_args__ = (
        Index("ix_local_item_council_id_gone_at", "council_id", "gone_at", "offered_by", "code"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    offered_by: Mapped[str] = mapped_column(String(100))
    code: Mapped[str] = mapped_column(String(60))
    body: Mapped[str] = mapped_column(Text)
    kept_by_id: Mapped[int | None] = mapped_column(BigInteger)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)
    gone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class OwnFact(Keyed, Base):
    """What a young person answered to one of our questions (`asked.QUESTIONS`), so that they get a
    better answer. It is theirs: no page of anybody else reads it, and it never becomes the record.
    value: one of the answers offered; "?" where they said that they do not know.
    Retention: until they change or forget it; at the latest as the record.
    """

    __tablename__ = "own_fact"
    __table_args__ = (UniqueConstraint("person_id", "code"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    code: Mapped[str] = mapped_column(String(4))
    value: Mapped[str] = mapped_column(String(100))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
