"""Adults' own cards. Retention: when their adult has left the council, and a year
after they last changed it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, and_, exists, func
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import retention
from portal.core.db import Base, Keyed
from portal.core.retention import YEAR, Rule
from portal.core.types import UtcDateTime
from portal.people.tables import Membership


class IntroCard(Keyed, Base):
    """What the adult `person_id` says of themselves: what they do, a hello, their languages.

    Goes when they have left, a year after they last changed it; the photo before it.
    """

    __tablename__ = "intro_card"
    __table_args__ = (Index("ix_intro_card_council_id_person_id", "council_id", "person_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    does: Mapped[str] = mapped_column(String(300), default="")
    hello: Mapped[str] = mapped_column(String(300), default="")
    languages: Mapped[str] = mapped_column(String(120), default="")
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class IntroPhoto(Keyed, Base):
    """The photo on a card, as we drew it (JPEG, small)."""

    __tablename__ = "intro_photo"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    card_id: Mapped[int] = mapped_column(ForeignKey("intro_card.id"), unique=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


_left = exists().where(
    Membership.person_id == IntroCard.person_id, Membership.ends < func.current_date()
)
retention.also(
    Rule(
        IntroPhoto, IntroCard.changed_at, YEAR, by=and_(IntroCard.id == IntroPhoto.card_id, _left)
    ),
    Rule(IntroCard, IntroCard.changed_at, YEAR, when=_left),
)
