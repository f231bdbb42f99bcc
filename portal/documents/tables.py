"""Documents of young people. Retention: as the record, until they take one away; then its bytes and
its name go at once, and an empty row says that there was one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime


class Document(Keyed, Base):
    """A document of `person_id`, put in by `by_id`. kind: `rules.Kind`. upload_id: none any more
    once it was taken away."""

    __tablename__ = "document"
    __table_args__ = (Index("ix_document_council_id_person_id", "council_id", "person_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(80), default="")
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id"), index=True)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    gone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
