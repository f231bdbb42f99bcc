"""Pictures, voices and PDFs. Retention: as what they came with."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime


class Upload(Keyed, Base):
    """One picture, voice or PDF of `by_id`, in the record of the young person `person_id`.

    kind: "picture", "voice" or "pdf". mime: what we found it to be. size: bytes of the whole.
    seconds: of a voice, as the phone said. width, height: pixels of a picture.
    """

    __tablename__ = "upload"
    __table_args__ = (Index("ix_upload_council_id_person_id", "council_id", "person_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(8))
    mime: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    seconds: Mapped[int | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class UploadBytes(Keyed, Base):
    """What is in it, apart from what lists read. part: "whole", or "small" for lists."""

    __tablename__ = "upload_bytes"
    __table_args__ = (UniqueConstraint("upload_id", "part"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id"))
    part: Mapped[str] = mapped_column(String(8))
    data: Mapped[bytes] = mapped_column(LargeBinary)
