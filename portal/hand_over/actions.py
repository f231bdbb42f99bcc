"""Writes: plan, agree or refuse, and what goes over on the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError, NoResultFound

from portal.core import audit, clock, receipts
from portal.core.access import Role, Viewer
from portal.core.db import Db, insert_or
from portal.core.ids import new_id, new_ref
from portal.hand_over import policy, rules
from portal.hand_over.tables import HandOver
from portal.messages.tables import Conversation
from portal.notifications.actions import tell
from portal.people.oversight import overseers
from portal.people.reach import barred, lasting
from portal.people.rules import DEFAULT_GRANTS, Kind
from portal.people.stops import is_stopped
from portal.people.tables import Connection, Membership, Person
from portal.promises.actions import hand_all_on
from portal.rebuild import rebuild
from portal.staff_notes.tables import StaffNote
from portal.staying.granting import goes_over

ASKED, ANSWERED, AGREED, NEW_WORKER = (
    "hand_over_asked", "hand_over_answered", "hand_over_agreed", "new_worker",
)  # fmt: skip
SOURCE = "hand_over"


class AnsweredAlready(Exception):
    """Somebody else agreed or refused a moment ago."""


class NotAnyMore(Exception):
    """It cannot be done as it was planned: the worker left, or must not know, or nothing goes to
    the young person any more."""


class NobodyToAgree(Exception):
    """There is no manager who could agree."""


@dataclass(frozen=True)
class Plan:
    """What is asked for, of one or many. until: None for good."""

    to_id: int
    day: date
    until: date | None
    why: str
    words: str
    note: str

    @property
    def stands_in(self) -> bool:
        return self.until is not None


@dataclass(frozen=True)
class Whom:
    """One young person, and whose place is taken, as what."""

    person_id: int
    from_id: int
    kind: Kind


def ask(db: Db, viewer: Viewer, those: Sequence[Whom], plan: Plan, key: str, now: datetime) -> str:
    """Plan it for all of these, in one commit, and ask whoever has to agree; returns the batch, the
    same when repeated. Nothing goes over by it. Raises NobodyToAgree, receipts.KeyReused,
    AnsweredAlready when one of them is planned already."""
    batch = new_ref()
    content = receipts.fingerprint(
        "hand-over", *(f"{one.person_id}.{one.from_id}" for one in those), str(plan.to_id),
        plan.day.isoformat(), str(plan.until), plan.why, plan.words, plan.note,
    )  # fmt: skip
    earlier = receipts.first_time(db, viewer.account_id, key, content, batch, now)
    if earlier is not None:
        return earlier
    by_worker = viewer.role is Role.WORKER
    asked = [
        HandOver(
            id=new_id(), ref=new_ref(), council_id=viewer.council_id, batch=batch,
            person_id=one.person_id, from_id=one.from_id, to_id=plan.to_id, kind=one.kind.value,
            day=plan.day, until=plan.until, why=plan.why, words=plan.words, note=plan.note,
            asked_by_id=viewer.person_id, asked_at=now, by_worker=by_worker,
        )
        for one in those
    ]  # fmt: skip
    try:
        with db.begin_nested():
            db.add_all(asked)
            db.flush()
    except IntegrityError as planned:
        raise AnsweredAlready from planned
    to_ask = {plan.to_id: asked[0].ref}
    if by_worker:
        to_ask = {}
        for one in asked:
            managers = _managers(db, one, now)
            if not managers:
                raise NobodyToAgree
            for person_id in managers:
                to_ask.setdefault(person_id, one.ref)
    for person_id, ref in to_ask.items():
        tell(db, viewer.council_id, person_id, ASKED, SOURCE, ref, now)
    for one in asked:
        audit.changed(db, viewer, one.person_id, "hand_over.asked", now)
    return batch


def _managers(db: Db, one: HandOver, now: datetime) -> list[int]:
    """Managers who may agree: those of the young person, else all."""
    without = (one.asked_by_id, one.to_id)
    found = overseers(db, one.council_id, one.person_id, now, without)
    if not found:
        return []
    query = select(Membership.person_id).where(
        Membership.person_id.in_(found), Membership.role == Role.MANAGER.value
    )
    return list(db.scalars(query))


def answer(db: Db, viewer: Viewer, ref: str, agrees: bool, now: datetime) -> None:
    """The second person agrees, and it holds from the day on; or refuses. Whoever asked may take it
    back. Again changes nothing. Raises NoResultFound, AnsweredAlready, NotAnyMore."""
    query = select(HandOver).where(policy.visible(viewer, now), HandOver.ref == ref)
    one = db.scalars(query.with_for_update()).one()
    takes_back = not agrees and viewer.person_id == one.asked_by_id
    if not takes_back and not policy.may_answer(viewer, one):
        raise NoResultFound
    if one.agreed_at is not None or one.refused_at is not None:
        if viewer.person_id == (one.agreed_by_id if agrees else one.refused_by_id):
            return
        raise AnsweredAlready
    if not agrees:
        one.refused_by_id, one.refused_at = viewer.person_id, now
        db.flush()
        if not takes_back:
            tell(db, one.council_id, one.asked_by_id, ANSWERED, SOURCE, one.ref, now)
        audit.changed(db, viewer, one.person_id, "hand_over.refused", now)
        return
    _agree(db, viewer, one, now)


def answer_all(db: Db, viewer: Viewer, batch: str, agrees: bool, now: datetime) -> None:
    """`answer`, to all of a batch that still wait for the viewer: all of them, or none."""
    rows = db.scalars(
        select(HandOver).where(
            policy.visible(viewer, now),
            HandOver.batch == batch,
            HandOver.agreed_at.is_(None),
            HandOver.refused_at.is_(None),
        )
    ).all()
    for one in rows:
        answer(db, viewer, one.ref, agrees, now)


def _agree(db: Db, viewer: Viewer, one: HandOver, now: datetime) -> None:
    today = clock.today(now)
    old = _old_connection(db, one, today)
    if not _possible(db, one, today) or old is None:
        raise NotAnyMore
    one.agreed_by_id, one.agreed_at = viewer.person_id, now
    one.day = rules.begins(one.day, today, one.until is not None)
    if one.until is not None and one.until < one.day:
        raise NotAnyMore
    if one.until is None:
        old.ends = one.day - timedelta(days=1)
    _let_in(db, viewer, one, old.grants, now)
    if one.until is None:
        goes_over(db, one.council_id, one.person_id, one.from_id, one.to_id, now)
    if one.note:
        db.add(
            StaffNote(
                id=new_id(), ref=new_ref(), council_id=one.council_id, person_id=one.person_id,
                by_id=one.asked_by_id, text=one.note, made_at=now,
            )
        )  # fmt: skip
    db.flush()
    tell(db, one.council_id, one.person_id, NEW_WORKER, SOURCE, one.ref, now)
    for person_id in dict.fromkeys((one.to_id, one.from_id, one.asked_by_id)):
        if person_id != viewer.person_id:
            tell(db, one.council_id, person_id, AGREED, SOURCE, one.ref, now)
    if one.day <= today:
        move(db, one, now)
    audit.changed(db, viewer, one.person_id, "hand_over.agreed", now)


def _possible(db: Db, one: HandOver, today: date) -> bool:
    takes_over = policy.could_take_over(one.council_id, today).where(
        Person.id == one.to_id, ~barred(one.person_id, one.to_id)
    )
    return db.scalar(takes_over.with_only_columns(Person.id)) is not None and not is_stopped(
        db, one.person_id
    )


def _old_connection(db: Db, one: HandOver, today: date) -> Connection | None:
    return db.scalars(
        select(Connection)
        .where(
            Connection.council_id == one.council_id,
            Connection.of_id == one.person_id,
            Connection.with_id == one.from_id,
            Connection.kind == one.kind,
            *lasting(Connection, today),
        )
        .order_by(Connection.starts.desc())
        .limit(1)
        .with_for_update()
    ).first()


def _let_in(db: Db, viewer: Viewer, one: HandOver, had: int, now: datetime) -> None:
    """The new connection, with what workers are granted, and no more than whoever hands over had
    themselves: nobody gives what they do not hold. One that begins on the same day already is made
    as long and as wide as this one."""
    put = insert_or(db, Connection).values(
        id=new_id(), council_id=one.council_id, of_id=one.person_id, with_id=one.to_id,
        kind=one.kind, label="", does="", starts=one.day, ends=one.until,
        grants=int(DEFAULT_GRANTS[Kind(one.kind)]) & had, granted_by_id=viewer.person_id,
        granted_at=now,
    )  # fmt: skip
    new = put.excluded
    db.execute(
        put.on_conflict_do_update(
            index_elements=[
                Connection.council_id, Connection.of_id, Connection.with_id, Connection.kind,
                Connection.starts,
            ],
            set_={
                "ends": new.ends, "grants": Connection.grants.bitwise_or(new.grants),
                "granted_by_id": new.granted_by_id, "granted_at": new.granted_at,
            },
        )
    )  # fmt: skip


# --- on the day ---------------------------------------------------------------------------------


def move(db: Db, one: HandOver, now: datetime) -> None:
    """The conversation, what is owed and, for good, what was promised go over. Nothing that was
    written moves. Again changes nothing."""
    if one.moved_at is not None:
        return
    one.moved_at = now
    if one.until is None:
        db.execute(
            update(Conversation)
            .where(Conversation.person_id == one.person_id, Conversation.adult_id == one.from_id)
            .values(adult_id=one.to_id)
            .execution_options(synchronize_session=False)
        )
        by_id = one.agreed_by_id or one.asked_by_id
        hand_all_on(db, one.council_id, one.person_id, one.from_id, one.to_id, by_id, now)
    db.flush()
    rebuild(db, one.council_id, now, only=(one.person_id,))


def move_back(db: Db, one: HandOver, now: datetime) -> None:
    """Whoever stood in is done: what is owed goes back to whose it is today."""
    if one.back_at is None:
        one.back_at = now
        db.flush()
        rebuild(db, one.council_id, now, only=(one.person_id,))
