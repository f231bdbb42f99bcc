"""Reads: whom a way in is for, one's own account, and what workers are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound

from portal.core import audit, clock
from portal.core.access import Role, Viewer
from portal.core.db import Db, Query
from portal.invites import policy
from portal.invites.rules import Purpose
from portal.notifications.tables import Notice
from portal.people.answers import answers_for
from portal.people.pages import Subject, subject
from portal.people.reach import lasting, shown_name
from portal.people.rules import Kind, PersonKind
from portal.people.tables import Account, Connection, Council, Invite, Membership, Person

MOST_CARERS = 10
MOST_NAMES = 200
MOST_TOLD = 50

# Kinds of notices of this room (`routes` gives them their words).
USED, USED_AGAIN, LOCKED_OUT = "way_in_used", "way_in_again", "others_locked_out"
KINDS = (USED, USED_AGAIN, LOCKED_OUT)


@dataclass(frozen=True)
class Target:
    """Whom a way in is for. names: what an agreed word must not be. username: only for that."""

    id: int
    ref: str
    council_id: int
    name: str
    role: Role
    names: tuple[str, ...]
    born: date | None
    open_until: datetime | None  # a code that was given before and still works
    purpose: Purpose
    ask_manager: bool  # it is not the viewer's to give just now

    @property
    def again(self) -> bool:
        return self.purpose is Purpose.AGAIN


@dataclass(frozen=True)
class Carer:
    """yours: the viewer gives each child with them a way in, too."""

    ref: str
    name: str
    yours: bool


@dataclass(frozen=True)
class WayInPage:
    young: Subject
    target: Target
    carers: tuple[Carer, ...]


def way_in_page(db: Db, viewer: Viewer, ref: str, adult: str | None, now: datetime) -> WayInPage:
    """A way in for the young person with this ref, or for the carer `adult` they live with.

    Raises NoResultFound when it is not this viewer's to give.
    """
    young = subject(db, viewer, ref, now)
    target = target_of(db, viewer, ref, adult, now)
    return WayInPage(young, target, () if adult else _carers(db, viewer, young.id, now))


def target_of(db: Db, viewer: Viewer, ref: str, adult: str | None, now: datetime) -> Target:
    """Raises NoResultFound."""
    row = db.execute(_target(viewer, ref, adult, now)).first()
    if row is None:
        raise NoResultFound
    return Target(
        row.id,
        row.ref,
        row.council_id,
        shown_name(row.known_as, row.code),
        Role.CARER if adult else Role.YOUNG,
        tuple(n for n in (row.known_as, row.first_name, row.last_name, row.username) if n),
        row.born,
        row.open_until,
        Purpose.AGAIN if row.has_account else Purpose.FIRST,
        bool(row.ask_manager),
    )


def _target(viewer: Viewer, ref: str, adult: str | None, now: datetime) -> Query:
    giver = policy.Giver(viewer.council_id, viewer.person_id)
    open_until = (
        select(func.max(Invite.ends_at))
        .where(Invite.person_id == Person.id, *is_open(now))
        .scalar_subquery()
    )
    query = (
        select(
            Person.id, Person.ref, Person.council_id, Person.known_as, Person.first_name,
            Person.last_name, Person.code, Person.born, Account.username,
            Membership.id.label("has_account"), open_until.label("open_until"),
            giver.asks_their_manager(Person.id, now).label("ask_manager"),
        )
        .outerjoin(Membership, Membership.person_id == Person.id)
        .outerjoin(Account, Account.id == Membership.account_id)
        .where(Person.council_id == viewer.council_id)
    )  # fmt: skip
    if adult is None:
        return query.where(
            Person.ref == ref,
            Person.kind == PersonKind.YOUNG,
            policy.gives(viewer, Person.id, now),
        )
    young = (
        select(Person.id)
        .where(Person.council_id == viewer.council_id, Person.ref == ref)
        .scalar_subquery()
    )
    return query.where(
        Person.ref == adult,
        Person.kind == PersonKind.CARER,
        policy.is_placed_with(young, Person.id, clock.today(now)),
        policy.gives(viewer, young, now),
        giver.gives_carer(Person.id, now),
    )


def is_open(now: datetime) -> tuple[Any, ...]:
    """Whether an invitation can still be used."""
    return (Invite.used_at.is_(None), Invite.cancelled_at.is_(None), Invite.ends_at > now)


def _carers(db: Db, viewer: Viewer, young_id: int, now: datetime) -> tuple[Carer, ...]:
    giver = policy.Giver(viewer.council_id, viewer.person_id)
    rows = db.execute(
        select(
            Person.ref, Person.known_as, Person.code,
            giver.gives_carer(Person.id, now).label("yours"),
        )
        .where(
            Person.council_id == viewer.council_id,
            Person.kind == PersonKind.CARER,
            policy.is_placed_with(young_id, Person.id, clock.today(now)),
        )
        .order_by(Person.known_as, Person.id)
        .limit(MOST_CARERS)
    )  # fmt: skip
    return tuple(Carer(row.ref, shown_name(row.known_as, row.code), row.yours) for row in rows)


def names_near(db: Db, viewer: Viewer, target: Target, now: datetime) -> tuple[str, ...]:
    """Names of a young person's own people: what somebody who knows them would try first."""
    rows = db.execute(
        select(Person.known_as, Person.first_name, Person.last_name, Connection.label)
        .join(Connection, Connection.with_id == Person.id)
        .where(
            Connection.council_id == viewer.council_id,
            Connection.of_id == target.id,
            *lasting(Connection, clock.today(now)),
        )
        .limit(MOST_NAMES)
    )
    return tuple(name for row in rows for name in row if name)


# --- my own account -----------------------------------------------------------------------------


@dataclass(frozen=True)
class OwnAccount:
    """kept: the hash of their passphrase; None for somebody who was made up and has none."""

    username: str
    kept: str | None
    duty_phone: str


def own_account(db: Db, viewer: Viewer) -> OwnAccount:
    row = db.execute(
        select(Account.username, Account.passphrase, Council.duty_phone)
        .join(Membership, Membership.account_id == Account.id)
        .join(Council, Council.id == Membership.council_id)
        .where(Account.id == viewer.account_id, Council.id == viewer.council_id)
    ).one()
    return OwnAccount(row.username or "", row.passphrase, row.duty_phone)


@dataclass(frozen=True)
class Worker:
    """Somebody who can be told. today: it is they who answer today. reviews: they run the reader's
    own review."""

    id: int
    ref: str
    name: str
    today: bool
    reviews: bool = False


def workers_of(db: Db, viewer: Viewer, now: datetime) -> tuple[Worker, ...]:
    """Whom this young person or carer can have told; who answers today comes first."""
    day = clock.today(now)
    found: dict[int, Worker] = {}
    for row in db.execute(policy.workers_of(viewer, now)):
        answers = answers_for(row, day)
        assert answers is not None
        name = answers.worker_name if viewer.is_young else answers.plain_name
        if answers.cover_id is not None:
            cover = Worker(answers.cover_id, row.cover_ref, answers.cover_name, not found)
            found.setdefault(cover.id, cover)
        reviews = viewer.is_young and row.kind == Kind.IRO
        today = not found and bool(row.answering)
        worker = Worker(answers.worker_id, row.ref, name, today, reviews)
        found.setdefault(worker.id, worker)
    return tuple(found.values())


# --- what workers are told ----------------------------------------------------------------------


@dataclass(frozen=True)
class ToldRow:
    """ref: of the young person's page; None for a carer, who has none. name "": not theirs to
    know any more."""

    kind: str
    at: datetime
    name: str
    ref: str | None


def told_page(db: Db, viewer: Viewer, now: datetime) -> tuple[ToldRow, ...]:
    """What this worker was told about ways in, newest first: one statement."""
    audit.listed(viewer, now)
    knows = policy.knows_of(viewer, Person.id, now).label("knows")
    rows = db.execute(
        select(
            Notice.kind, Notice.made_at, Person.ref, Person.kind.label("person_kind"),
            Person.known_as, Person.code, knows,
        )
        .join(
            Person,
            (Person.ref == Notice.source_ref) & (Person.council_id == Notice.council_id),
        )
        .where(
            Notice.council_id == viewer.council_id,
            Notice.person_id == viewer.person_id,
            Notice.kind.in_(KINDS),
        )
        .order_by(Notice.made_at.desc(), Notice.id.desc())
        .limit(MOST_TOLD)
    )  # fmt: skip
    return tuple(
        ToldRow(
            row.kind,
            row.made_at,
            shown_name(row.known_as, row.code) if row.knows else "",
            row.ref if row.knows and row.person_kind == PersonKind.YOUNG else None,
        )
        for row in rows
    )
