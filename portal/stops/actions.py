"""Writes: ask that everything stops, agree or not, and the same to lift it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete, exists, not_, or_, select, true, update
from sqlalchemy.exc import IntegrityError, NoResultFound
from sqlalchemy.orm import aliased

from portal.agenda.tables import AgendaItem
from portal.core import audit, clock, receipts
from portal.core.access import Viewer
from portal.core.db import Db
from portal.core.ids import new_id, new_ref
from portal.notifications.actions import tell
from portal.notifications.tables import Notice, Outbox
from portal.owed.stopped import STAYS, to_others
from portal.owed.tables import Owed
from portal.people.answers import signs_in
from portal.people.oversight import everybody_who_oversees, overseers
from portal.people.reach import lasting
from portal.people.rules import WORKERS, Kind
from portal.people.sessions import end_where
from portal.people.stops import Why
from portal.people.tables import Account, Connection, Invite, Membership, SignInSession, Stop
from portal.rebuild import rebuild
from portal.stops import policy

ASKED, ANSWERED, IN_FORCE, LIFTED = "stop_asked", "stop_answered", "stop_in_force", "stop_lifted"
SOURCE = "stop"
# Whose work it is to know at once, besides those who oversee.
COLLEAGUES = (*WORKERS, Kind.IRO, Kind.MANAGER)
SEALED = "sealed"
NEVER = date.max  # when a place in a council begins by which nobody comes in


class AskedAlready(Exception):
    """Somebody has asked for it a moment ago, or it is in force."""


class AnsweredAlready(Exception):
    """Somebody else agreed or refused a moment ago; or it is not as the page said any more."""


class NobodyToAgree(Exception):
    """There is nobody else who could be the second person."""


def ask(
    db: Db, viewer: Viewer, young_id: int, why: Why, basis: str, key: str, now: datetime
) -> None:
    """Ask a second person to agree. Nothing is stopped by it. Sent twice it happens once.

    Raises AskedAlready, NobodyToAgree, NoResultFound for whoever may not ask, receipts.KeyReused.
    """
    if not policy.may_ask(viewer):
        raise NoResultFound
    ref = new_ref()
    content = receipts.fingerprint("stop", str(young_id), why, basis)
    if receipts.first_time(db, viewer.account_id, key, content, ref, now) is not None:
        return
    stop = Stop(
        id=new_id(), ref=ref, council_id=viewer.council_id, person_id=young_id, why=why.value,
        basis=basis, asked_by_id=viewer.person_id, asked_at=now,
    )  # fmt: skip
    try:
        with db.begin_nested():
            db.add(stop)
            db.flush()
    except IntegrityError as there:  # one at a time, however many ask at once
        raise AskedAlready from there
    _tell_who_can_agree(db, viewer, stop, now)
    audit.changed(db, viewer, young_id, "stops.asked", now)


def answer(db: Db, viewer: Viewer, young_id: int, ref: str, agrees: bool, now: datetime) -> None:
    """The second person agrees, and everything stops in this commit; or refuses, and nothing was
    stopped. Whoever asked may take it back. Again changes nothing.

    Raises NoResultFound when it is not theirs to answer, AnsweredAlready.
    """
    stop = _held(db, viewer, young_id, ref)
    takes_back = not agrees and viewer.person_id == stop.asked_by_id
    if not takes_back and not policy.may_answer(viewer, stop.asked_by_id):
        raise NoResultFound
    if stop.agreed_at is not None or stop.refused_at is not None:
        mine = stop.agreed_by_id if agrees else stop.refused_by_id
        if mine == viewer.person_id and stop.lifted_at is None:
            return
        raise AnsweredAlready
    if not agrees:
        stop.refused_by_id, stop.refused_at = viewer.person_id, now
        db.flush()
        if not takes_back:
            _tell(db, stop, [stop.asked_by_id], ANSWERED, now)
        audit.changed(db, viewer, young_id, "stops.refused", now)
        return
    stop.agreed_by_id, stop.agreed_at = viewer.person_id, now
    db.flush()
    _stop_everything(db, stop, now)
    _tell(db, stop, _colleagues(db, viewer, stop, now), IN_FORCE, now)
    audit.changed(db, viewer, young_id, "stops.agreed", now)


def _stop_everything(db: Db, stop: Stop, now: datetime) -> None:
    """What is on its way to them goes, what is owed or coming goes, and nothing lets them in. What
    was kept of them stays; what is owed to others, as a carer's answer is; and what must not wait,
    unless they have died."""
    who = stop.person_id
    db.execute(delete(Outbox).where(Outbox.person_id == who, Outbox.done_at.is_(None)))
    db.execute(delete(Notice).where(Notice.person_id == who, Notice.made_at > now))
    goes = Owed.kind != STAYS if stop.why == Why.NO_CONTACT else true()
    db.execute(
        delete(Owed).where(Owed.person_id == who, Owed.done_at.is_(None), goes, not_(to_others()))
    )
    db.execute(delete(AgendaItem).where(AgendaItem.person_id == who))
    _shut_out(db, stop, now)
    db.execute(
        update(Invite)
        .where(Invite.person_id == who, Invite.used_at.is_(None), Invite.cancelled_at.is_(None))
        .values(cancelled_at=now)
    )


def _shut_out(db: Db, stop: Stop, now: datetime) -> None:
    """Their place in this council opens nothing. An account by which they belong to another one,
    too, goes on there: what happened here is not theirs to know. Any other account is sealed."""
    day = clock.today(now)
    theirs = select(Membership.account_id).where(Membership.person_id == stop.person_id)
    accounts = db.scalars(theirs).all()
    db.execute(
        update(Membership).where(Membership.person_id == stop.person_id).values(starts=NEVER)
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    other = aliased(Membership)
    lives_on = exists(
        select(other.id).where(
            other.account_id == Account.id,
            other.starts < NEVER,
            or_(other.ends.is_(None), other.ends >= day),
        )
    )
    db.execute(
        update(Account)
        .where(Account.id.in_(accounts), Account.state == "open", not_(lives_on))
        .values(state=SEALED)
        .execution_options(synchronize_session=False)
    )
    end_where(
        db, SignInSession.account_id.in_(accounts), SignInSession.council_id == stop.council_id
    )


def _let_in_again(db: Db, stop: Stop, now: datetime) -> None:
    """As from today."""
    db.execute(
        update(Membership)
        .where(Membership.person_id == stop.person_id, Membership.starts == NEVER)
        .values(starts=clock.today(now))
        .execution_options(synchronize_session=False)
    )
    accounts = select(Membership.account_id).where(Membership.person_id == stop.person_id)
    db.execute(
        update(Account)
        .where(Account.id.in_(accounts), Account.state == SEALED)
        .values(state="open")
        .execution_options(synchronize_session=False)
    )


# --- lifting it ---------------------------------------------------------------------------------


def ask_to_lift(db: Db, viewer: Viewer, young_id: int, ref: str, basis: str, now: datetime) -> None:
    """It was a mistake, or is over. Nothing changes until a second person agrees.

    Raises NoResultFound, AskedAlready when somebody was quicker, or it is not in force.
    """
    stop = _held(db, viewer, young_id, ref)
    if not policy.may_ask(viewer):
        raise NoResultFound
    if stop.lift_asked_by_id == viewer.person_id and stop.lifted_at is None:
        return
    if stop.agreed_at is None or stop.lifted_at is not None or stop.lift_asked_at is not None:
        raise AskedAlready
    stop.lift_asked_by_id, stop.lift_asked_at, stop.lift_basis = viewer.person_id, now, basis
    db.flush()
    _tell_who_can_agree(db, viewer, stop, now)
    audit.changed(db, viewer, young_id, "stops.lift_asked", now)


def answer_lift(
    db: Db, viewer: Viewer, young_id: int, ref: str, agrees: bool, now: datetime
) -> None:
    """The second person agrees: all that is owed and coming is there again, and their account is
    open; nothing that was left out meanwhile is sent. Or refuses: it stays in force. Whoever asked
    may take it back. Again changes nothing. Raises NoResultFound, AnsweredAlready."""
    stop = _held(db, viewer, young_id, ref)
    if stop.lifted_at is not None and agrees and stop.lifted_by_id == viewer.person_id:
        return
    if stop.lifted_at is not None or stop.lift_asked_by_id is None:
        raise AnsweredAlready
    asked_by = stop.lift_asked_by_id
    takes_back = not agrees and viewer.person_id == asked_by
    if not takes_back and not policy.may_answer(viewer, asked_by):
        raise NoResultFound
    if not agrees:
        stop.lift_asked_by_id, stop.lift_asked_at, stop.lift_basis = None, None, ""
        db.flush()
        if not takes_back:
            _tell(db, stop, [asked_by], ANSWERED, now)
        audit.changed(db, viewer, young_id, "stops.lift_refused", now)
        return
    stop.lifted_by_id, stop.lifted_at = viewer.person_id, now
    _let_in_again(db, stop, now)
    db.flush()
    rebuild(db, viewer.council_id, now, only=(stop.person_id,))
    _tell(db, stop, _colleagues(db, viewer, stop, now), LIFTED, now)
    audit.changed(db, viewer, young_id, "stops.lifted", now)


# --- what they share ----------------------------------------------------------------------------


def _held(db: Db, viewer: Viewer, young_id: int, ref: str) -> Stop:
    """Held until the commit, so that two who answer at once do it one after the other."""
    query = select(Stop).where(
        Stop.council_id == viewer.council_id, Stop.person_id == young_id, Stop.ref == ref
    )
    return db.scalars(query.with_for_update()).one()


def _tell_who_can_agree(db: Db, viewer: Viewer, stop: Stop, now: datetime) -> None:
    others = everybody_who_oversees(db, viewer.council_id, stop.person_id, now, (viewer.person_id,))
    if not others:
        raise NobodyToAgree
    _tell(db, stop, others, ASKED, now)


def _colleagues(db: Db, viewer: Viewer, stop: Stop, now: datetime) -> list[int]:
    """Their workers, reviewing officer and managers of today, and whoever oversees; and whoever
    asked. Not the viewer, who reads it on this page."""
    day = clock.today(now)
    near = db.scalars(
        select(Connection.with_id).where(
            Connection.council_id == stop.council_id,
            Connection.of_id == stop.person_id,
            Connection.kind.in_(COLLEAGUES),
            *lasting(Connection, day),
            signs_in(Connection.with_id, day),
        )
    )
    those = [stop.asked_by_id, *near, *overseers(db, stop.council_id, stop.person_id, now)]
    return [one for one in dict.fromkeys(those) if one != viewer.person_id]


def _tell(db: Db, stop: Stop, those: Sequence[int], kind: str, now: datetime) -> None:
    for person_id in those:
        tell(db, stop.council_id, person_id, kind, SOURCE, stop.ref, now)
