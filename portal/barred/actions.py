"""Writes: decide who must not know, look at it again, lift it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select, update
from sqlalchemy.exc import NoResultFound

from portal.barred import policy
from portal.core import audit, receipts
from portal.core.access import Role, Viewer
from portal.core.db import Db
from portal.core.ids import new_id, new_ref
from portal.notifications.actions import tell
from portal.people import by_wish
from portal.people.oversight import everybody_who_oversees, overseers, oversees, watches
from portal.people.reach import not_of
from portal.people.rules import Ground, PersonKind, same_name
from portal.people.tables import Connection, Invite, MustNotKnow, Person

DECIDED = "barred_decided"


class NotOne(Exception):
    """Who is meant is not clear, or not for this viewer to decide; `reason` is a code: "nobody",
    "known", "self", "you", "there", "manager", "last"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Meant:
    """Who must not know: one of those they know (`ref`), else by the council's number, else by a
    name. new: it is nobody whom the council has written down yet, whatever they are called."""

    ref: str
    code: str
    name: str
    new: bool = False


@dataclass(frozen=True)
class Decision:
    ground: Ground
    basis: str
    review_on: date


def decide(
    db: Db, viewer: Viewer, young_id: int, meant: Meant, decision: Decision, key: str, now: datetime
) -> None:
    """It holds from this commit on, and whoever oversees the young person is told of it: nobody is
    kept away without a word. Sent twice it happens once. Raises NotOne, KeyReused."""
    content = receipts.fingerprint(
        "must-not-know", str(young_id), meant.ref, meant.code, meant.name, str(meant.new),
        decision.ground, decision.basis, decision.review_on.isoformat(),
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
    _allowed(db, viewer, young_id, other_id, now)
    db.add(
        MustNotKnow(
            id=new_id(), ref=ref, council_id=viewer.council_id, person_id=young_id,
            other_id=other_id, ground=decision.ground.value, basis=decision.basis,
            review_on=decision.review_on, decided_by_id=viewer.person_id, decided_at=now,
        )
    )  # fmt: skip
    db.flush()
    _cancel_ways_in(db, viewer, young_id, other_id, now)
    by_wish.take_back(db, viewer.council_id, young_id, other_id)  # also when this is lifted
    for told in overseers(db, viewer.council_id, young_id, now, (viewer.person_id,)):
        tell(db, viewer.council_id, told, DECIDED, "must_not_know", ref, now)
    audit.changed(db, viewer, young_id, "barred.decided", now)


def _allowed(db: Db, viewer: Viewer, young_id: int, other_id: int, now: datetime) -> None:
    """Whoever watches over others' work is kept away by a manager or the lead only, and only while
    somebody is left who could lift it. Raises NotOne."""
    if not watches(db, viewer.council_id, other_id, now):
        return
    if not oversees(viewer):
        raise NotOne("manager")
    if not everybody_who_oversees(
        db, viewer.council_id, young_id, now, (viewer.person_id, other_id)
    ):
        raise NotOne("last")


def _cancel_ways_in(db: Db, viewer: Viewer, young_id: int, other_id: int, now: datetime) -> None:
    """No code that they gave the young person, or a carer's that they hold, opens anything more."""
    db.execute(
        update(Invite)
        .where(
            Invite.council_id == viewer.council_id,
            or_(
                and_(Invite.person_id == young_id, Invite.made_by_id == other_id),
                and_(Invite.person_id == other_id, Invite.role != Role.YOUNG.value),
            ),
            Invite.used_at.is_(None),
            Invite.cancelled_at.is_(None),
        )
        .values(cancelled_at=now)
    )


def _who(db: Db, viewer: Viewer, young_id: int, meant: Meant) -> int:
    """The key of who is meant; somebody new is made. Raises NotOne."""
    if meant.ref:
        found = db.scalars(_connected(viewer, young_id).where(Person.ref == meant.ref)).first()
    elif meant.code:
        found = _by_number(db, viewer, young_id, meant)
    else:
        found = None
    if found is None:
        if meant.ref or not meant.name or (meant.code and not meant.new):
            raise NotOne("nobody")
        if not meant.new and _is_known(db, viewer, meant.name):
            raise NotOne("known")
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


def _near(viewer: Viewer, young_id: int) -> Select[Any]:
    """Connections of any day between the young person and a row of Person."""
    return select(Connection.id).where(
        Connection.council_id == viewer.council_id,
        or_(
            (Connection.of_id == young_id) & (Connection.with_id == Person.id),
            (Connection.with_id == young_id) & (Connection.of_id == Person.id),
        ),
    )


def _connected(viewer: Viewer, young_id: int) -> Select[Person]:
    return select(Person).where(
        Person.council_id == viewer.council_id,
        _near(viewer, young_id).exists(),
        not_of(Person.id, viewer.person_id),
    )


def _by_number(db: Db, viewer: Viewer, young_id: int, meant: Meant) -> Person | None:
    """Whom the council knows by this number. The name has to fit, too: a slip in a number would
    keep the wrong person away, and let the right one in. It may be left out for somebody whom this
    young person knows. Of all others nothing is given away, not even that they are there."""
    rows = db.execute(
        select(
            Person,
            not_of(Person.id, viewer.person_id).label("seen"),
            _near(viewer, young_id).exists().label("near"),
        ).where(
            Person.council_id == viewer.council_id,
            func.lower(Person.code) == meant.code.lower(),
        )
    ).all()
    if not rows:
        return None
    found: Person = rows[0].Person
    if len(rows) > 1 or not rows[0].seen:
        raise NotOne("nobody")
    if not meant.name and (rows[0].near or found.id in (young_id, viewer.person_id)):
        return found
    if not same_name(meant.name, found.known_as, found.first_name, found.last_name):
        raise NotOne("nobody")
    return found


def _is_known(db: Db, viewer: Viewer, name: str) -> bool:
    """Whether somebody of the council is called so: nobody new is kept away in their place."""
    rows = db.execute(
        select(Person.known_as, Person.first_name, Person.last_name).where(
            Person.council_id == viewer.council_id, not_of(Person.id, viewer.person_id)
        )
    )
    return any(same_name(name, *row) for row in rows)


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

    Raises NoResultFound unless the viewer oversees the council and did not decide it.
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
