"""Care episodes and the yearly returns, with the council's own codes kept raw.

Not kept, on purpose: postcodes, UPN, convictions, substance misuse, sex, ethnicity.
Retention: as the person's record.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed


class CareEpisode(Keyed, Base):
    """One stretch of care in one home under one legal status. `ended` None: it goes on."""

    __tablename__ = "care_episode"
    __table_args__ = (
        UniqueConstraint("person_id", "started", "reason_new"),
        Index("ix_care_episode_council_id_person_id", "council_id", "person_id", "started"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    started: Mapped[date]
    ended: Mapped[date | None]
    reason_new: Mapped[str] = mapped_column(String(40), default="")
    legal_status: Mapped[str] = mapped_column(String(40), default="")
    placement: Mapped[str] = mapped_column(String(40), default="")
    provider: Mapped[str] = mapped_column(String(40), default="")
    reason_ended: Mapped[str] = mapped_column(String(40), default="")
    reason_change: Mapped[str] = mapped_column(String(40), default="")


class MissingEpisode(Keyed, Base):
    """A time when no one knew where they were. `kind`: M missing, A away without permission."""

    __tablename__ = "missing_episode"
    __table_args__ = (UniqueConstraint("person_id", "started", "kind"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(40))
    started: Mapped[date]
    ended: Mapped[date | None]


class ArrivedAlone(Keyed, Base):
    """Came to the country without family. `ceased`: the day this stopped to be so, if known."""

    __tablename__ = "arrived_alone"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    ceased: Mapped[date | None]


class HealthReturn(Keyed, Base):
    """The council's yearly health return (OC2): flags for one year, and the questionnaire."""

    __tablename__ = "health_return"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    sdq_score: Mapped[int | None]
    sdq_reason: Mapped[str] = mapped_column(String(40), default="")
    health_check: Mapped[str] = mapped_column(String(40), default="")
    immunisations: Mapped[str] = mapped_column(String(40), default="")
    teeth_check: Mapped[str] = mapped_column(String(40), default="")
    health_assessment: Mapped[str] = mapped_column(String(40), default="")


class LeavingReturn(Keyed, Base):
    """The council's yearly care-leaver return (OC3), raw codes."""

    __tablename__ = "leaving_return"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    in_touch: Mapped[str] = mapped_column(String(40), default="")
    activity: Mapped[str] = mapped_column(String(40), default="")
    accommodation: Mapped[str] = mapped_column(String(40), default="")
