"""Writes: open in an emergency, end, ask, agree or refuse, decide whether they are told."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound

from portal.core import audit, clock, receipts
from portal.core.access import Viewer
from portal.core.db import Db, insert_or
from portal.core.ids import new_id, new_ref
from portal.notifications.actions import take_back, tell
from portal.opened.rules import MORNING, State, Telling, Times, What, tell_at, told_after
from portal.opened.tables import Opening, OpeningDecision
from portal.openings import policy
from portal.people.oversight import everybody_who_oversees, leads, overseers
from portal.people.rules import WORKER_GRANTS, Kind
from portal.people.tables import Connection, Person

SOURCE = "opening"
# What the young person is told, by what was opened.
TOLD_AS = {What.EMERGENCY: "looked_in_emergency", What.MESSAGES: "messages_looked_into"}
LOOK_AGAIN = "opening_look_again"


class AnsweredAlready(Exception):
    """Somebody else agreed or refused a moment ago; or nobody did in time."""


class ToldAlready(Exception):
    """The young person has been told: that cannot be taken back."""


# --- an emergency -------------------------------------------------------------------------------


def open_record(
    db: Db, viewer: Viewer, ref: str, why: str, hours: int, hold: bool, key: str, now: datetime
) -> bool:
    """Let the viewer see this one young person for some hours, and tell who has to know of it.
    Returns whether there is anybody to tell: it opens all the same, as a child may be in danger.
    Sent twice it happens once. Raises NoResultFound, receipts.KeyReused."""
    young = db.scalars(policy.findable(viewer).where(Person.ref == ref)).one()
    opening = Opening(
        id=new_id(), ref=new_ref(), council_id=viewer.council_id, kind=What.EMERGENCY.value,
        person_id=young.id, asked_by_id=viewer.person_id, asked_at=now, why=why, hours=hours,
        ends_at=now + timedelta(hours=hours), hold=hold, tell_at=tell_at(now, hold),
    )  # fmt: skip
    to_tell = overseers(db, viewer.council_id, young.id, now, (viewer.person_id,))
    content = receipts.fingerprint("emergency", ref, why, str(hours), str(hold))
    if receipts.first_time(db, viewer.account_id, key, content, opening.ref, now) is not None:
        return bool(to_tell)
    db.add(opening)
    db.flush()
    _let_in(db, opening)
    _tell_young(db, opening)
    for person_id in to_tell:
        _tell_staff(db, opening, person_id, "emergency_opened", now)
    audit.changed(db, viewer, young.id, "openings.emergency", now)
    return bool(to_tell)


def _let_in(db: Db, opening: Opening) -> None:
    """The connection by which this adult is let in until the last hour of what they opened today.
    There is one for each day: a second opening on it makes it last longer, and the end of one
    shorter."""
    day = clock.today(opening.asked_at)
    midnight = clock.at_wall(datetime.combine(day, time()))
    last = db.scalars(
        select(func.max(Opening.ends_at)).where(
            Opening.council_id == opening.council_id,
            Opening.kind == What.EMERGENCY,
            Opening.person_id == opening.person_id,
            Opening.asked_by_id == opening.asked_by_id,
            Opening.asked_at >= midnight,
            Opening.asked_at < clock.at_wall(datetime.combine(day + timedelta(days=1), time())),
        )
    ).one()
    assert last is not None  # this one is among them
    put = insert_or(db, Connection).values(
        id=new_id(), council_id=opening.council_id, of_id=opening.person_id,
        with_id=opening.asked_by_id, kind=Kind.EMERGENCY.value, label="", does="", starts=day,
        ends=clock.today(last), ends_at=last, grants=int(WORKER_GRANTS),
        granted_by_id=opening.asked_by_id, granted_at=opening.asked_at,
    )  # fmt: skip
    new = put.excluded
    db.execute(
        put.on_conflict_do_update(
            index_elements=[
                Connection.council_id, Connection.of_id, Connection.with_id, Connection.kind,
                Connection.starts,
            ],
            set_={"ends": new.ends, "ends_at": new.ends_at},
        )
    )  # fmt: skip


def end(db: Db, viewer: Viewer, ref: str, now: datetime) -> None:
    """Close it before its time. Again changes nothing. Raises NoResultFound."""
    opening = _held(db, viewer, ref)
    if not policy.may_end(viewer, opening.asked_by_id):
        raise NoResultFound
    if opening.ends_at is None or opening.ends_at <= now:
        return
    opening.ends_at = now
    db.flush()
    if opening.kind == What.EMERGENCY:
        _let_in(db, opening)
    audit.changed(db, viewer, opening.person_id, "openings.ended", now)


# --- an adult's messages ------------------------------------------------------------------------


def ask(
    db: Db, viewer: Viewer, young_id: int, adult_id: int, why: str, hours: int, hold: bool,
    key: str, now: datetime,
) -> str:  # fmt: skip
    """Ask a second person to agree that this adult's messages are read; returns the opening's ref,
    the same when repeated. Nothing is opened by it. Raises receipts.KeyReused."""
    ref = new_ref()
    content = receipts.fingerprint(
        "look-into", str(young_id), str(adult_id), why, str(hours), str(hold)
    )
    earlier = receipts.first_time(db, viewer.account_id, key, content, ref, now)
    if earlier is not None:
        return earlier
    opening = Opening(
        id=new_id(), ref=ref, council_id=viewer.council_id, kind=What.MESSAGES.value,
        person_id=young_id, adult_id=adult_id, asked_by_id=viewer.person_id, asked_at=now,
        why=why, hours=hours, hold=hold, tell_at=tell_at(now, hold),
    )  # fmt: skip
    db.add(opening)
    db.flush()
    without = (viewer.person_id, adult_id)
    for person_id in everybody_who_oversees(db, viewer.council_id, young_id, now, without):
        _tell_staff(db, opening, person_id, "agreement_asked", now)
    audit.changed(db, viewer, young_id, "openings.asked", now)
    return ref


def answer(db: Db, viewer: Viewer, ref: str, agrees: bool, now: datetime) -> None:
    """The second person agrees: from now on it is open to the two of them. Or refuses: it never
    is. Again changes nothing. Raises NoResultFound, AnsweredAlready when another was first."""
    opening = _held(db, viewer, ref)
    if not policy.may_answer(viewer, opening.asked_by_id, opening.adult_id):
        raise NoResultFound
    times = Times(
        opening.ends_at, opening.refused, opening.tell_at, None, asked_at=opening.asked_at
    )
    if times.state(now) is State.LAPSED:
        raise AnsweredAlready
    if opening.agreed_at is not None or opening.kind != What.MESSAGES:
        if opening.agreed_by_id == viewer.person_id and opening.refused is not agrees:
            return
        raise AnsweredAlready
    opening.agreed_by_id, opening.agreed_at = viewer.person_id, now
    opening.refused = not agrees
    if agrees:
        opening.ends_at = now + timedelta(hours=opening.hours)
        opening.tell_at = tell_at(now, opening.hold)
    db.flush()
    if agrees:
        _tell_young(db, opening)
    _tell_staff(db, opening, opening.asked_by_id, "agreement_answered", now)
    what = "openings.agreed" if agrees else "openings.refused"
    audit.changed(db, viewer, opening.person_id, what, now)


# --- whether they are told ----------------------------------------------------------------------


def not_yet(db: Db, viewer: Viewer, ref: str, why: str, review_on: date, now: datetime) -> None:
    """The lead decides that the young person is not told, and when that is looked at again. If
    nobody does, they are told two weeks after that day.

    Raises NoResultFound unless the viewer may decide, ToldAlready when it is too late.
    """
    opening = _to_decide(db, viewer, ref, now)
    _decided(db, viewer, opening, why, review_on, now)
    for kind in (*TOLD_AS.values(), LOOK_AGAIN):
        take_back(db, opening.council_id, kind, SOURCE, opening.ref, now)
    without = (opening.asked_by_id, opening.adult_id)
    morning = clock.at_wall(datetime.combine(review_on, MORNING))
    for person_id in leads(db, opening.council_id, opening.person_id, now, without):
        _tell_staff(db, opening, person_id, LOOK_AGAIN, morning)
    # A day later those who oversee know that nobody has; and in the end the young person is told.
    for person_id in overseers(db, opening.council_id, opening.person_id, now, without):
        _tell_staff(db, opening, person_id, LOOK_AGAIN, morning + timedelta(days=1))
    _tell_young(db, opening, told_after(review_on))
    audit.changed(db, viewer, opening.person_id, "openings.not_told", now)


def tell_now(db: Db, viewer: Viewer, ref: str, why: str, now: datetime) -> None:
    """The lead decides that the young person is told, now. Raises as `not_yet`."""
    opening = _to_decide(db, viewer, ref, now)
    _decided(db, viewer, opening, why, None, now)
    opening.tell_at = now
    db.flush()
    for kind in (*TOLD_AS.values(), LOOK_AGAIN):
        take_back(db, opening.council_id, kind, SOURCE, opening.ref, now)
    _tell_young(db, opening)
    audit.changed(db, viewer, opening.person_id, "openings.told", now)


def _to_decide(db: Db, viewer: Viewer, ref: str, now: datetime) -> Opening:
    opening = _held(db, viewer, ref)
    if not policy.may_decide(viewer, opening.asked_by_id, opening.adult_id):
        raise NoResultFound
    times = Times(
        opening.ends_at, opening.refused, opening.tell_at, opening.lead_at, opening.review_on
    )
    if times.telling(now) not in (Telling.HELD, Telling.NOT_YET):
        raise ToldAlready
    return opening


def _decided(
    db: Db, viewer: Viewer, opening: Opening, why: str, review_on: date | None, now: datetime
) -> None:
    db.add(
        OpeningDecision(
            id=new_id(), council_id=opening.council_id, opening_id=opening.id,
            by_id=viewer.person_id, at=now, why=why, review_on=review_on,
        )
    )  # fmt: skip
    waits = review_on is not None
    opening.lead_id, opening.lead_at = (viewer.person_id, now) if waits else (None, None)
    opening.lead_why, opening.review_on = (why if waits else ""), review_on
    db.flush()


# --- what they share ----------------------------------------------------------------------------


def _held(db: Db, viewer: Viewer, ref: str) -> Opening:
    """The opening, held until the commit, so that two who decide at once do it one after the
    other. Raises NoResultFound."""
    query = select(Opening).where(policy.visible(viewer), Opening.ref == ref)
    return db.scalars(query.with_for_update(of=Opening)).one()


def _tell_young(db: Db, opening: Opening, when: datetime | None = None) -> None:
    kind = TOLD_AS[What(opening.kind)]
    when = when or opening.tell_at
    tell(db, opening.council_id, opening.person_id, kind, SOURCE, opening.ref, when)


def _tell_staff(db: Db, opening: Opening, person_id: int, kind: str, when: datetime) -> None:
    tell(db, opening.council_id, person_id, kind, SOURCE, opening.ref, when)
