"""Councils, people and connections. Keys and references as in `core.ids`.

Retention: a person and what hangs on them stay until the council's file says that they go; the
portal holds copies and the council's own system is the record.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime


class Council(Keyed, Base):
    """A tenant. `kind` is "demo" or "real"; `product` is what this council calls the app."""

    __tablename__ = "council"

    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    kind: Mapped[str] = mapped_column(String(8), default="real")
    product: Mapped[str] = mapped_column(String(40), default="Alongside")
    area: Mapped[str] = mapped_column(String(60), default="")
    duty_phone: Mapped[str] = mapped_column(String(30), default="")
    night_phone: Mapped[str] = mapped_column(String(30), default="")
    reply_days: Mapped[int] = mapped_column(default=2)  # working days
    closes_hour: Mapped[int] = mapped_column(default=17)  # wall time in England
    # For how many days after somebody's last day with them a carer may still write (`placements`).
    grace_days: Mapped[int] = mapped_column(default=0, server_default=text("0"))


class Person(Keyed, Base):
    """Anybody the portal speaks of: a young person, staff, a carer, somebody's mum.

    code: the council's own key for this person. Where no name is known it is what is shown.
    """

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("council_id", "code"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    kind: Mapped[str] = mapped_column(String(8))
    code: Mapped[str] = mapped_column(String(40))
    known_as: Mapped[str] = mapped_column(String(100), default="")
    first_name: Mapped[str] = mapped_column(String(100), default="")
    last_name: Mapped[str] = mapped_column(String(100), default="")
    pronouns: Mapped[str] = mapped_column(String(40), default="")
    born: Mapped[date | None]
    language: Mapped[str] = mapped_column(String(12), default="en")
    interpreter: Mapped[str] = mapped_column(String(100), default="")
    home_authority: Mapped[str] = mapped_column(String(100), default="")
    category: Mapped[str] = mapped_column(String(40), default="")  # as recorded by the council
    job: Mapped[str] = mapped_column(String(60), default="")
    team: Mapped[str] = mapped_column(String(100), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    email: Mapped[str] = mapped_column(String(200), default="")
    # Read by nobody any more: since 0011 `Leave` says it. They go in the next release.
    away_until: Mapped[date | None]
    cover_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Leave(Keyed, Base):
    """Staff are away from a day to a day, both included, and who covers for them, if anybody."""

    __tablename__ = "leave"
    __table_args__ = (Index("ix_leave_person_id_ends", "person_id", "ends"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    cover_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    starts: Mapped[date]
    ends: Mapped[date]
    made_by_id: Mapped[int | None] = mapped_column(BigInteger)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


_OPEN_STOP = text("refused_at IS NULL AND lifted_at IS NULL")


class Stop(Keyed, Base):
    """Nothing more is sent to this person, asked of them or owed to them: they have died, or must
    not be contacted. In force when two people said so, until two people lift it.

    why: "died" or "no_contact". basis: how it is known, in the council's own words. There is one
    at a time that is asked for or in force. Whoever asked to lift it, and was refused, is in the
    audit alone. Kept for as long as the record of the person.
    """

    __tablename__ = "stop"
    __table_args__ = (
        Index("ix_stop_person_id", "person_id"),
        Index(
            "uq_stop_person_id_open", "person_id", unique=True, sqlite_where=_OPEN_STOP,
            postgresql_where=_OPEN_STOP,
        ),
    )  # fmt: skip

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    why: Mapped[str] = mapped_column(String(16))
    basis: Mapped[str] = mapped_column(String(500))
    asked_by_id: Mapped[int] = mapped_column(BigInteger)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    agreed_by_id: Mapped[int | None] = mapped_column(BigInteger)
    agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    refused_by_id: Mapped[int | None] = mapped_column(BigInteger)
    refused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lift_asked_by_id: Mapped[int | None] = mapped_column(BigInteger)
    lift_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lift_basis: Mapped[str] = mapped_column(String(500), default="")
    lifted_by_id: Mapped[int | None] = mapped_column(BigInteger)
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Connection(Keyed, Base):
    """`with_id` is something to the young person `of_id`, from a day to a day (both included).

    label: the young person's own word for them ("Mum", "my Sam"). grants: `rules.Grant` bits.
    left_on: the last day on which the young person lived with them, where that is known; then
    `ends` is that day and the days of grace (`placements`), in which only
    `rules.GRACE_GRANTS` are left.
    """

    __tablename__ = "connection"
    __table_args__ = (
        UniqueConstraint("council_id", "of_id", "with_id", "kind", "starts"),
        Index("ix_connection_council_id_with_id", "council_id", "with_id", "of_id"),
        Index("ix_connection_council_id_of_id", "council_id", "of_id"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    of_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    with_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(24))
    label: Mapped[str] = mapped_column(String(60), default="")
    does: Mapped[str] = mapped_column(String(200), default="")  # what they do for me
    starts: Mapped[date]
    ends: Mapped[date | None]
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # for access given by the hour
    left_on: Mapped[date | None]
    grants: Mapped[int] = mapped_column(default=0)
    granted_by_id: Mapped[int | None] = mapped_column(BigInteger)
    granted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # When the young person chose the word themselves: then no file changes it.
    labelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class MustNotKnow(Keyed, Base):
    """`other_id` must learn nothing of the young person `person_id`: by order of a court, or by a
    safeguarding decision. It overrides every grant, import, page of a brother or sister, and
    calendar, from the moment it is written until somebody lifts it; no day ends it by itself.

    ground: `rules.Ground`. basis: what the order or decision is, in the council's own words.
    Kept for as long as the record of the young person.
    """

    __tablename__ = "must_not_know"
    __table_args__ = (Index("ix_must_not_know_person_id_other_id", "person_id", "other_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    ground: Mapped[str] = mapped_column(String(16))
    basis: Mapped[str] = mapped_column(String(500))
    review_on: Mapped[date]
    decided_by_id: Mapped[int] = mapped_column(BigInteger)
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lifted_by_id: Mapped[int | None] = mapped_column(BigInteger)
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lifted_why: Mapped[str] = mapped_column(String(500), default="")


class Account(Keyed, Base):
    """A way to sign in. Global; holds no name. `username` is kept as it is compared."""

    __tablename__ = "account"

    username: Mapped[str | None] = mapped_column(String(40), unique=True)
    passphrase: Mapped[str | None] = mapped_column(String(200))  # argon2id, never the words
    # "open"; "sealed" while a stop is in force (`stops`): then nothing signs in by it.
    state: Mapped[str] = mapped_column(String(8), default="open")
    language: Mapped[str] = mapped_column(String(12), default="")
    theme: Mapped[str] = mapped_column(String(8), default="leaf")
    look: Mapped[str] = mapped_column(String(8), default="auto")
    band: Mapped[str] = mapped_column(String(8), default="")  # chosen words; "" is by age
    # Their own phone asks again who they are when it was left for so long.
    relock_minutes: Mapped[int] = mapped_column(default=15, server_default="15")
    handle: Mapped[str | None] = mapped_column(String(22), unique=True)  # what passkeys know it by
    told_privacy_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # read the notice
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Membership(Keyed, Base):
    """An account belongs to a council, as this person, in this role, between these days."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("account_id", "council_id"),
        UniqueConstraint("person_id"),
    )

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(16))
    # The council's named safeguarding lead.
    is_lead: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    starts: Mapped[date]
    ends: Mapped[date | None]


class SignInSession(Keyed, Base):
    """One signed-in browser, found by the hash of its cookie. Deleted when it ends.

    place: what kind of browser and phone, in a few words. proved_at: when they last showed that
    it is them. provider_sid: the session at the council's own sign-in service, which may end it.
    """

    __tablename__ = "session"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    device: Mapped[str] = mapped_column(String(8))
    strength: Mapped[str] = mapped_column(String(16))
    place: Mapped[str] = mapped_column(String(60), default="", server_default=text("''"))
    provider_sid: Mapped[str | None] = mapped_column(String(200), index=True)
    proved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Invite(Keyed, Base):
    """A code given face to face: for one person and role, hashed, 72 hours, used once by POST. Kept
    30 days after it ended.

    purpose: "first", or "again" for somebody who has an account and cannot get in. secret: the
    word agreed in person, as argon2id; "" (from before there were any) fits nothing. made_by_id:
    the person who gave it; none for one made by a command.
    """

    __tablename__ = "invite"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(16))
    purpose: Mapped[str] = mapped_column(String(8), default="first", server_default="first")
    secret: Mapped[str] = mapped_column(String(200), default="", server_default=text("''"))
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_by_id: Mapped[int | None] = mapped_column(BigInteger)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
