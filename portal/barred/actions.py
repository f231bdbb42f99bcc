"""Writes: decide who must not know, look at it again, lift it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.exc import NoResultFound

from portal.barred import policy
from portal.core import audit, receipts
from portal.core.access import Viewer
from portal.core.db import Db
from portal.core.ids import new_id, new_ref
from portal.people.reach import not_of
from portal.people.rules import Ground, PersonKind, same_name
from portal.people.tables import Connection, MustNotKnow, Person


class NotOne(Exception):
    """Who is meant is not clear; `reason` is a code: "nobody", "name", "self", "you", "there"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Meant:
    """Who must not know: one of those they know (`ref`), else by the council's number, else by a
    name that nobody has written down yet."""

    ref: str
    code: str
    name: str


@dataclass(frozen=True)
class Decision:
    ground: Ground
    basis: str
    review_on: date


def decide(
    db: Db, viewer: Viewer, young_id: int, meant: Meant, decision: Decision, key: str, now: datetime
) -> None:
    """It holds from this commit on. Sent twice it happens once. Raises NotOne, KeyReused."""
    content = receipts.fingerprint(
        "must-not-know", str(young_id), meant.ref, meant.code, meant.name, decision.ground,
        decision.basis, decision.review_on.isoformat(),
    )  # fmt: skip
    ref = new_ref()
    if receipts.first_time(db, viewer.account_id, key, content, ref, now) is not None:
        return
    other_id = _who(db, viewer, young_id, meant)
    already = select(MustNotKnow.id).where(
        MustNotKnow.person_id == young_id,
        MustNotKnow.other_id == other_id,
        MustNotKnow.lifted_at.is_(None),
    )
    if db.scalar(already.limit(1)) is not None:
        raise NotOne("there")
    db.add(
        MustNotKnow(
            id=new_id(), ref=ref, council_id=viewer.council_id, person_id=young_id,
            other_id=other_id, ground=decision.ground.value, basis=decision.basis,
            review_on=decision.review_on, decided_by_id=viewer.person_id, decided_at=now,
        )
    )  # fmt: skip
    db.flush()
    audit.changed(db, viewer, young_id, "barred.decided", now)


def _who(db: Db, viewer: Viewer, young_id: int, meant: Meant) -> int:
    """The key of who is meant; somebody new is made. Raises NotOne."""
    if meant.ref:
        found = db.scalars(_connected(viewer, young_id).where(Person.ref == meant.ref)).first()
    elif meant.code:
        found = _by_number(db, viewer, meant)
    else:
        found = None
    if found is None:
        if meant.ref or not meant.name:
            raise NotOne("nobody")
        # A number of ours where the council has none: there must be somebody to keep away.
        found = Person(
            id=new_id(), ref=new_ref(), council_id=viewer.council_id, kind=PersonKind.OTHER.value,
            code=meant.code or f"x-{new_ref()[:12]}", known_as=meant.name,
        )  # fmt: skip
        db.add(found)
        db.flush()
    if found.id == young_id:
        raise NotOne("self")
    if found.id == viewer.person_id:
        raise NotOne("you")
    return found.id


def _connected(viewer: Viewer, young_id: int) -> Select[Person]:
    near = select(Connection.id).where(
        Connection.council_id == viewer.council_id,
        or_(
            (Connection.of_id == young_id) & (Connection.with_id == Person.id),
            (Connection.with_id == young_id) & (Connection.of_id == Person.id),
        ),
    )
    return select(Person).where(
        Person.council_id == viewer.council_id,
        near.exists(),
        not_of(Person.id, viewer.person_id),
    )


def _by_number(db: Db, viewer: Viewer, meant: Meant) -> Person | None:
    """Whom the council knows by this number. Where a name was typed too, it has to fit: a slip in
    a number would keep the wrong person away, and let the right one in."""
    rows = db.execute(
        select(Person, not_of(Person.id, viewer.person_id).label("seen")).where(
            Person.council_id == viewer.council_id,
            func.lower(Person.code) == meant.code.lower(),
        )
    ).all()
    if not rows:
        return None
    found: Person = rows[0].Person
    if len(rows) > 1 or not rows[0].seen:
        raise NotOne("name")
    if meant.name and not same_name(meant.name, found.known_as, found.first_name, found.last_name):
        raise NotOne("name")
    return found


def keep(db: Db, viewer: Viewer, young_id: int, ref: str, review_on: date, now: datetime) -> None:
    """Somebody has looked at it again, and it stays. Raises NoResultFound."""
    bar = _held(db, viewer, young_id, ref)
    if bar.lifted_at is not None:
        raise NoResultFound
    bar.review_on = review_on
    db.flush()
    audit.changed(db, viewer, young_id, "barred.kept", now)


def lift(db: Db, viewer: Viewer, young_id: int, ref: str, why: str, now: datetime) -> None:
    """It holds no longer; the row stays, with who and why. Again changes nothing.

    Raises NoResultFound unless the viewer is a manager who did not decide it.
    """
    bar = _held(db, viewer, young_id, ref)
    if not policy.may_lift(viewer, bar.decided_by_id):
        raise NoResultFound
    if bar.lifted_at is not None:
        return
    bar.lifted_by_id, bar.lifted_at, bar.lifted_why = viewer.person_id, now, why
    db.flush()
    audit.changed(db, viewer, young_id, "barred.lifted", now)


def _held(db: Db, viewer: Viewer, young_id: int, ref: str) -> MustNotKnow:
    query = select(MustNotKnow).where(policy.visible(viewer, young_id), MustNotKnow.ref == ref)
    return db.scalars(query.with_for_update()).one()
