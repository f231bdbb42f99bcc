"""Promises and their steps. Retention: as the person's record."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime

_NOTHING = text("''")
_FROM_SOMEWHERE = text("source_key <> ''")


class Promise(Keyed, Base):
    """`owner_id` will do `text` for `person_id` by the end of `due`.

    owner_label: how the young person knows them, where they are nobody of the council's; then
    keeper_id is the worker who sees to it that it is done.
    state: the newest step's ("coming", "kept", "changed", "dropped"); state_note: what was said
    then, to the young person; instead: what happens in its place, of one that was dropped. area:
    the part of the plan it came from. source_kind, source_key: where it was made; the same is made
    once. chased_at, chased_id: when a manager was told, and who, in this wait. waits_since: when
    this wait began, where that is not when it was made: a new day, another adult, not done after
    all. changes: how often its day was changed; reopens: how often the young person said that it
    was not done. asked_at: when they last asked whether it is still coming.
    """

    __tablename__ = "promise"
    __table_args__ = (
        Index("ix_promise_council_id_person_id", "council_id", "person_id", "due"),
        Index("ix_promise_council_id_state", "council_id", "state", "due"),
        Index(
            "uq_promise_source", "person_id", "source_kind", "source_key", unique=True,
            sqlite_where=_FROM_SOMEWHERE, postgresql_where=_FROM_SOMEWHERE,
        ),
    )  # fmt: skip

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    owner_label: Mapped[str] = mapped_column(String(100), default="")
    keeper_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text)
    area: Mapped[str] = mapped_column(String(32), default="")
    source_kind: Mapped[str] = mapped_column(String(32), default="")
    source_key: Mapped[str] = mapped_column(String(64), default="")
    due: Mapped[date]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(12), default="coming")
    state_on: Mapped[date]
    state_note: Mapped[str] = mapped_column(Text, default="")
    instead: Mapped[str] = mapped_column(Text, default="", server_default=_NOTHING)
    chased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    chased_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    waits_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changes: Mapped[int] = mapped_column(default=0, server_default="0")
    reopens: Mapped[int] = mapped_column(default=0, server_default="0")
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def since(self) -> datetime:
        return self.waits_since or self.made_at

    @property
    def debtor_id(self) -> int | None:
        """On whose list it stands."""
        return self.owner_id if self.owner_id is not None else self.keeper_id


class PromiseStep(Keyed, Base):
    """What happened to a promise, when and by whom; nothing in it is ever changed.

    state: "made", "kept", "changed", "dropped", "passed" (to another adult), "asked" and
    "reopened" (by the young person), "asked_for" (an adult asked for them), or "coming". note: why,
    or what was done, as the young person reads it; instead: what happens in place of what was
    dropped. was_due, due: the day before and the day after, where it moved. from_id, to_id: whose
    it was and is, where it was handed on.
    """

    __tablename__ = "promise_step"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    promise_id: Mapped[int] = mapped_column(ForeignKey("promise.id"), index=True)
    state: Mapped[str] = mapped_column(String(12))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(Text, default="")
    instead: Mapped[str] = mapped_column(Text, default="", server_default=_NOTHING)
    was_due: Mapped[date | None]
    due: Mapped[date | None]
    from_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    to_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
