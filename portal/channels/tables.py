"""Ways to be told, and what is on its way. Retention: a way until its owner takes it away or a push
service says that it is gone; a delivery 30 days after it was done.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.types import UtcDateTime


class PushWay(Keyed, Base):
    """A browser that asked to be told. It ends with the session it was asked in. endpoint: an
    address that the browser named, so an attacker may have (`rules`).
    """

    __tablename__ = "push_way"
    __table_args__ = (
        UniqueConstraint("endpoint_hash", "account_id"),
        Index("ix_push_way_council_id_person_id", "council_id", "person_id"),
        Index("ix_push_way_session_id", "session_id"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    account_id: Mapped[int] = mapped_column(BigInteger)
    session_id: Mapped[int | None] = mapped_column(BigInteger)
    endpoint: Mapped[str] = mapped_column(Text)
    endpoint_hash: Mapped[str] = mapped_column(String(64))
    p256dh: Mapped[str] = mapped_column(String(100))
    auth: Mapped[str] = mapped_column(String(40))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    worked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    gone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class OwnWay(Keyed, Base):
    """An e-mail address or a mobile number of their own for notices, used once it is shown to
    be theirs. kind: "email" or "text". code_seed: from which, with the installation's key, the
    code is worked out that is sent there (`codes`); "" when none is open. failed_at: when a
    notice could not reach it last.
    """

    __tablename__ = "own_way"
    __table_args__ = (UniqueConstraint("person_id", "kind"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(8))
    value: Mapped[str] = mapped_column(String(200))
    code_seed: Mapped[str] = mapped_column(String(22), default="")
    code_ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    proved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Choice(Keyed, Base):
    """Whether news of this topic goes to them by this channel. No row: as `rules.USUAL` says."""

    __tablename__ = "choice"
    __table_args__ = (UniqueConstraint("person_id", "topic", "channel"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    topic: Mapped[str] = mapped_column(String(16))
    channel: Mapped[str] = mapped_column(String(8))
    wanted: Mapped[bool] = mapped_column(default=True)


class Quiet(Keyed, Base):
    """When they are left in peace: minutes after midnight on the wall in England; and after
    how many hours they are reminded of what they have not seen (0: never).
    """

    __tablename__ = "quiet"
    __table_args__ = (UniqueConstraint("person_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    starts: Mapped[int] = mapped_column(default=1260)
    ends: Mapped[int] = mapped_column(default=480)
    remind_hours: Mapped[int] = mapped_column(default=24)


class Nickname(Keyed, Base):
    """A word a carer chose, so that a notice says which child's page is meant, and nobody else
    knows. mark: what stands for it in a push message; the carer's own phone knows the word.
    """

    __tablename__ = "nickname"
    __table_args__ = (UniqueConstraint("person_id", "of_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    of_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    word: Mapped[str] = mapped_column(String(20))
    mark: Mapped[str] = mapped_column(String(22))


class Delivery(Keyed, Base):
    """One thing on its way by one channel. sign: all that a push message holds. state:
    "waiting", "sent", "dropped" (no longer wanted) or "dead" (given up). target_id: the
    `PushWay` or the `OwnWay`. about_id: the young person it is about, where a carer is told.
    error: a code, never an address or words. done_at: when it was sent, dropped or given up.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("outbox_id", "channel", "target_id"),
        Index("ix_delivery_state_next_at", "state", "next_at"),
        Index("ix_delivery_council_id_state", "council_id", "state"),
        Index("ix_delivery_person_id_made_at", "person_id", "made_at"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    outbox_id: Mapped[int] = mapped_column(ForeignKey("outbox.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    channel: Mapped[str] = mapped_column(String(8))
    target_id: Mapped[int] = mapped_column(BigInteger)
    about_id: Mapped[int | None] = mapped_column(BigInteger)
    sign: Mapped[str] = mapped_column(String(22))
    state: Mapped[str] = mapped_column(String(8), default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str] = mapped_column(String(40), default="")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
