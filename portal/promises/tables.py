"""Promises and their steps. Retention: as the person's record."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime


class Promise(Keyed, Base):
    """`owner_id` will do `text` for `person_id` by the end of `due`.

    owner_label: how the young person knows them, where they are nobody of the council's.
    state: the newest step's ("coming", "kept", "changed", "dropped"); area: the part of the
    plan it came from. chased_at, chased_id: when their manager was told, and who.
    """

    __tablename__ = "promise"
    __table_args__ = (Index("ix_promise_council_id_person_id", "council_id", "person_id", "due"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    owner_label: Mapped[str] = mapped_column(String(100), default="")
    text: Mapped[str] = mapped_column(Text)
    area: Mapped[str] = mapped_column(String(32), default="")
    source_kind: Mapped[str] = mapped_column(String(32), default="")
    source_key: Mapped[str] = mapped_column(String(64), default="")
    due: Mapped[date]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(12), default="coming")
    state_on: Mapped[date]
    state_note: Mapped[str] = mapped_column(Text, default="")
    chased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    chased_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class PromiseStep(Keyed, Base):
    """A change of a promise's state: who, when, and why if it was changed or dropped."""

    __tablename__ = "promise_step"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    promise_id: Mapped[int] = mapped_column(ForeignKey("promise.id"), index=True)
    state: Mapped[str] = mapped_column(String(12))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(Text, default="")
