"""What a young person says before a meeting: begun, kept as they go, sent. Retention: as the
record; what is begun and not sent is theirs alone, until they send it or throw it away."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime


class ViewSheet(Keyed, Base):
    """What one young person says on one occasion (`rules.Occasion`); sent_at None: a draft, of
    which there is one for each occasion. about_ref: the ref of the review, where one is booked.
    pictures: they chose the version with pictures. helped_by: who did it together with them, in
    their word. readers: bits of `say.rules.Readers`, of every part that has none of its own, and
    of what stands here: how they want the meeting to be, in their words (there, not_there, place,
    time, speaker, spoken) and as codes (`rules.TakesPart`, `rules.Chair`, "yes" or "no").
    Retention: as the record; what is not sent is theirs alone, until they send it or throw it
    away."""

    __tablename__ = "view_sheet"
    __table_args__ = (
        Index("ix_view_sheet_council_id_person_id", "council_id", "person_id", "sent_at"),
        Index(
            "uq_view_sheet_draft", "person_id", "occasion", unique=True,
            sqlite_where=text("sent_at IS NULL"), postgresql_where=text("sent_at IS NULL"),
        ),
    )  # fmt: skip

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    occasion: Mapped[str] = mapped_column(String(16))
    about_ref: Mapped[str] = mapped_column(String(22), default="")
    pictures: Mapped[bool] = mapped_column(default=False)
    helped_by: Mapped[str] = mapped_column(String(100), default="")
    readers: Mapped[int]
    there: Mapped[str] = mapped_column(Text, default="")
    not_there: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[str] = mapped_column(Text, default="")
    time: Mapped[str] = mapped_column(Text, default="")
    takes_part: Mapped[str] = mapped_column(String(8), default="")
    speaker: Mapped[str] = mapped_column(String(100), default="")
    chair: Mapped[str] = mapped_column(String(8), default="")
    alone: Mapped[str] = mapped_column(String(8), default="")
    interpreter: Mapped[str] = mapped_column(String(8), default="")
    spoken: Mapped[str] = mapped_column(String(200), default="")
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ViewPart(Keyed, Base):
    """What stands under one heading of a sheet. language: in which they wrote. face: 1 to 5.
    symbols: codes by commas. silent: `rules.Silent`. readers: None: those of the sheet; 0: they
    keep it to themselves. What was sent of it is a row of `said`, with the same picture and voice.
    Retention: as the sheet."""

    __tablename__ = "view_part"
    __table_args__ = (UniqueConstraint("sheet_id", "heading"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    sheet_id: Mapped[int] = mapped_column(ForeignKey("view_sheet.id"))
    heading: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(12), default="en")
    face: Mapped[int | None]
    symbols: Mapped[str] = mapped_column(String(200), default="")
    silent: Mapped[str] = mapped_column(String(8), default="")
    readers: Mapped[int | None]
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id"))
    voice_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ViewHeading(Keyed, Base):
    """What a council changed of a heading (its code that of `rules.HEADINGS`), or a heading of its
    own: its place, whether it is off, what it is called, and how it is asked at three ages, ""
    where nothing was changed. occasions: codes by commas, "" for those it comes with.
    Retention: the council's own words, until they are changed."""

    __tablename__ = "view_heading"
    __table_args__ = (UniqueConstraint("council_id", "code"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    code: Mapped[str] = mapped_column(String(32))
    place: Mapped[int]
    off: Mapped[bool] = mapped_column(default=False)
    name: Mapped[str] = mapped_column(String(60), default="")
    child: Mapped[str] = mapped_column(String(200), default="")
    teen: Mapped[str] = mapped_column(String(200), default="")
    adult: Mapped[str] = mapped_column(String(200), default="")
    icon: Mapped[str] = mapped_column(String(16), default="")
    occasions: Mapped[str] = mapped_column(String(60), default="")
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
