"""Letters and passes, and the words that the council has agreed on. Retention: a letter or pass
30 days after it is over; words, while the council is here."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import retention
from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.retention import Rule
from portal.core.types import UtcDateTime


class LetterWords(Keyed, Base):
    """The words of one kind of letter (`rules.Purpose`) in one language. text "": ours
    (`labels.STANDARD`). phone: what {phone} says, and never the duty number; "" where there is
    none. agreed_at: read and agreed on; the newest agreed is what new letters say, and an older one
    is still what letters made from it say. Kept while the council is here."""

    __tablename__ = "letter_words"
    __table_args__ = (
        Index("ix_letter_words_council_id_purpose", "council_id", "purpose", "language"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    purpose: Mapped[int]
    language: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text, default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    dropped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Proof(Keyed, Base):
    """A letter or a pass that a young person made. serial: the random number in its code. name:
    `rules.Name`; name_hash: of the name as it was written then (`codes.name_hash`), "" for a pass,
    which shows the name of today. words_id: the words it says; none for a pass. beside_id: the
    council's own words in the other language; none where there are none. ended_at: before its
    time, and by whom. Kept 30 days after `ends_at`."""

    __tablename__ = "proof"
    __table_args__ = (Index("ix_proof_council_id_person_id", "council_id", "person_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    purpose: Mapped[int]
    serial: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(8))
    name_hash: Mapped[str] = mapped_column(String(64), default="")
    language: Mapped[str] = mapped_column(String(12))
    words_id: Mapped[int | None] = mapped_column(ForeignKey("letter_words.id"))
    beside_id: Mapped[int | None] = mapped_column(ForeignKey("letter_words.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class ProofCode(Keyed, Base):
    """In which council a code is found: by the hash of its random number and by nothing else, so
    it stands outside of the walls between councils. Kept 30 days after `ends_at`."""

    __tablename__ = "proof_code"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    serial_hash: Mapped[str] = mapped_column(String(64), unique=True)
    proof_id: Mapped[int] = mapped_column(ForeignKey("proof.id"), index=True)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)


KEPT = timedelta(days=30)
retention.also(Rule(ProofCode, ProofCode.ends_at, KEPT), Rule(Proof, Proof.ends_at, KEPT))
