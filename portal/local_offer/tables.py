"""Drafts of what the council offers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime


class LocalDraft(Keyed, Base):
    """One version of an item as an editor typed it, which only editors see. One for each item.

    body: as `LocalItem.body`, with this one version. follows_id: the row of `LocalItem` that it
    was begun from; None for a new item. by_id, at: who changed it last.
    Retention: until it is published or thrown away, as it is a council's own unfinished work.
    """

    __tablename__ = "local_draft"
    __table_args__ = (UniqueConstraint("council_id", "offered_by", "code"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    offered_by: Mapped[str] = mapped_column(String(100))
    code: Mapped[str] = mapped_column(String(60))
    body: Mapped[str] = mapped_column(Text)
    follows_id: Mapped[int | None] = mapped_column(BigInteger)
    by_id: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
