"""The people whose pages are measured: Mia of the demo with a full thread, a plain young person
who writes, and a worker with two hundred young people who owes each of them something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from portal.core import clock, sessions
from portal.core.access import Device, Role
from portal.core.db import Database, Db, add_rows
from portal.core.ids import new_id, new_ref
from portal.demo.pages import way_in
from portal.house import (
    Account,
    Connection,
    Conversation,
    Membership,
    Message,
    Owed,
    Person,
    SignInSession,
)
from portal.people.rules import DEFAULT_GRANTS, Kind, PersonKind
from portal.people.sessions import begin

CONNECTED = 200
MESSAGES = 60  # two pages of a thread
CODE = "bench-worker"
SENTENCES = (
    "Can we move Saturday? There is a match and I want to see it with Leo.",
    "Yes. I will ask Helen and tell you by Thursday.",
    "Thanks. And please ask about the drawing club, it starts next week.",
)


@dataclass(frozen=True)
class Measured:
    """Cookies' values, and a young person of the worker's by reference. They live for minutes:
    a session of the staff ends after half an hour without a request."""

    young: str
    writer: str
    worker: str
    carer: str
    manager: str
    leaver: str  # a care leaver, who has pages that younger people have not
    reached: str


def gather(database: Database) -> Measured:
    """Find them, or add them the first time. In a database that `stage.fill` made."""
    now = clock.now()
    with database.committing() as db:
        mia = _of_demo(db, "mia")
        worker, reached = _worker(db, mia.council_id, now)
        _thread(db, mia, now)
        writer = db.scalars(
            select(Membership).join(Person, Person.id == Membership.person_id)
            .where(Person.code == "b1-1")
        ).one()  # fmt: skip
        carer = db.scalars(
            select(Membership).where(
                Membership.role == Role.CARER.value, Membership.council_id == mia.council_id
            )
        ).first()
        assert carer is not None
        return Measured(
            _cookie(db, mia, now), _cookie(db, writer, now), _cookie(db, worker, now),
            _cookie(db, carer, now), _cookie(db, _of_demo(db, "grace"), now),
            _cookie(db, _of_demo(db, "chloe"), now), reached,
        )  # fmt: skip


def _of_demo(db: Db, key: str) -> Membership:
    found = way_in(db, key)
    assert found is not None, f"the demo council has no {key}"
    account_id, council_id, _role = found
    return db.scalars(
        select(Membership).where(
            Membership.account_id == account_id, Membership.council_id == council_id
        )
    ).one()


def _cookie(db: Db, who: Membership, now: datetime) -> str:
    token, _days = begin(
        db, who.account_id, who.council_id, Role(who.role), Device.OWN, "demo", now
    )
    db.flush()
    held = select(SignInSession.id).where(SignInSession.token_hash == sessions.hashed(token))
    assert db.scalar(held) is not None
    return token


def _worker(db: Db, council_id: int, now: datetime) -> tuple[Membership, str]:
    """The worker's membership, and the reference of the first of their young people."""
    young = db.execute(
        select(Person.id, Person.ref)
        .where(
            Person.council_id == council_id,
            Person.kind == PersonKind.YOUNG.value,
            Person.code.startswith("b1-"),
            Person.code != "b1-1",
        )
        .order_by(Person.id)
        .limit(CONNECTED)
    ).all()
    there = db.scalars(
        select(Membership).join(Person, Person.id == Membership.person_id)
        .where(Person.council_id == council_id, Person.code == CODE)
    ).first()  # fmt: skip
    if there is not None:
        return there, young[0].ref
    person = Person(council_id=council_id, kind=PersonKind.STAFF.value, code=CODE, known_as="Bo")
    account = Account(made_at=now)
    db.add_all([person, account])
    db.flush()
    began = clock.today(now) - timedelta(days=30)
    membership = Membership(
        account_id=account.id, council_id=council_id, person_id=person.id,
        role=Role.WORKER.value, starts=began,
    )  # fmt: skip
    db.add(membership)
    db.flush()
    add_rows(db, Connection, [
        {"id": new_id(), "council_id": council_id, "of_id": one.id, "with_id": person.id,
         "kind": Kind.SOCIAL_WORKER.value, "label": "Bo", "starts": began, "granted_at": now,
         "grants": int(DEFAULT_GRANTS[Kind.SOCIAL_WORKER])}
        for one in young
    ])  # fmt: skip
    add_rows(db, Owed, [
        {"id": new_id(), "council_id": council_id, "debtor_id": person.id, "person_id": one.id,
         "kind": "reply" if n % 3 else "visit", "since": now - timedelta(days=2),
         "due_at": now + timedelta(hours=n - 40), "urgent": n % 50 == 0, "source_kind": "bench",
         "source_id": new_id(), "source_ref": one.ref}
        for n, one in enumerate(young)
    ])  # fmt: skip
    return membership, young[0].ref


def _thread(db: Db, mia: Membership, now: datetime) -> None:
    """Fill Mia's thread to two pages."""
    talk = db.scalars(select(Conversation).where(Conversation.person_id == mia.person_id)).first()
    if talk is None:
        adult = db.scalar(
            select(Connection.with_id).where(
                Connection.of_id == mia.person_id, Connection.kind == Kind.SOCIAL_WORKER.value
            )
        )
        talk = Conversation(
            council_id=mia.council_id, person_id=mia.person_id, adult_id=adult, begun_at=now
        )
        db.add(talk)
        db.flush()
    there = db.scalar(select(func.count()).where(Message.conversation_id == talk.id)) or 0
    adult_id = talk.adult_id or mia.person_id
    add_rows(db, Message, [
        {"id": new_id(), "council_id": mia.council_id, "conversation_id": talk.id,
         "ref": new_ref(), "from_id": adult_id if n % 2 else mia.person_id, "kind": "text",
         "text": SENTENCES[n % 3], "sent_at": now - timedelta(hours=MESSAGES - n),
         "answer_by": None}
        for n in range(there, MESSAGES)
    ])  # fmt: skip
