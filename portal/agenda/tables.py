"""The agenda. Retention: as the thing it stands for."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.types import WallDateTime


class AgendaItem(Keyed, Base):
    """A coming (or past) thing of one person.

    kind: "visit", "family_time", "review", "group" ("group_told" where the person lets whoever they
    live with see it), "chance" (something to do, put there by themselves; "chance_ends": the
    last day to ask for it), or "by_<clock>" for a day by which something is due.
    with_label: who, in the person's own word; with_id: as whom the council knows them, if it does.
    wall: what the clock on the wall will show; None for a whole day.
    state: "coming", "done", "cancelled".
    """

    __tablename__ = "agenda_item"
    __table_args__ = (
        UniqueConstraint("source_kind", "source_id"),
        Index("ix_agenda_item_council_id_person_id", "council_id", "person_id", "day"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(32))
    with_label: Mapped[str] = mapped_column(String(100), default="")
    with_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    day: Mapped[date]
    wall: Mapped[datetime | None] = mapped_column(WallDateTime)
    zone: Mapped[str] = mapped_column(String(40), default="Europe/London")
    state: Mapped[str] = mapped_column(String(12), default="coming")
    source_kind: Mapped[str] = mapped_column(String(32))
    source_id: Mapped[int] = mapped_column(BigInteger)
    source_ref: Mapped[str] = mapped_column(String(22), default="")
