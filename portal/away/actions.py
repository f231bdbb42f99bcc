"""Writes: somebody is away, comes back sooner, does not go after all; access for who covers."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import and_, exists, or_, select, update
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from portal.away import pages, policy
from portal.away.rules import NotSo, Wrong, check_days, check_new_end
from portal.core import audit, clock, receipts
from portal.core.access import Viewer
from portal.core.db import Db
from portal.core.ids import new_id, new_ref
from portal.notifications.actions import tell
from portal.owed import passing
from portal.people.oversight import overseers
from portal.people.rules import WORKERS, Kind
from portal.people.tables import Connection, Leave, Person

COVERING, COVER_OVER, ALONE = "covering", "cover_over", "nobody_covers"


def set_away(
    db: Db, viewer: Viewer, who: str | None, starts: date | None, ends: date | None,
    cover: str, let_in: bool, key: str, now: datetime,
) -> str:  # fmt: skip
    """Somebody is away from a day to a day; returns the leave's ref, the same when repeated.

    who: the ref of a colleague, for a manager; None for oneself. cover: the ref of whoever covers,
    or "". let_in: whoever covers is given access where they have none, by a manager.
    Raises NotSo, NoResultFound, receipts.KeyReused.
    """
    if who is not None and not pages.is_manager(viewer):
        raise NoResultFound
    ref = new_ref()
    content = receipts.fingerprint(
        "away", who or "", str(starts), str(ends), cover, "1" if let_in else ""
    )
    earlier = receipts.first_time(db, viewer.account_id, key, content, ref, now)
    if earlier is not None:
        return earlier
    today = clock.today(now)
    days = check_days(starts, ends, today)
    person_id = viewer.person_id if who is None else _colleague(db, viewer, who, today)
    cover_id = _colleague(db, viewer, cover, today) if cover else None
    if cover_id == person_id:
        raise NotSo(Wrong.YOURSELF)
    if _is_away(db, person_id, days):
        raise NotSo(Wrong.OVERLAP)
    if cover_id is not None and _is_away(db, cover_id, days):
        raise NotSo(Wrong.COVER_AWAY)
    leave = Leave(
        id=new_id(), ref=ref, council_id=viewer.council_id, person_id=person_id,
        cover_id=cover_id, starts=days[0], ends=days[1], made_by_id=viewer.person_id, made_at=now,
    )  # fmt: skip
    db.add(leave)
    db.flush()
    if let_in and policy.may_let_in(viewer, cover_id):
        _let_in(db, viewer, leave, now)
    _moved(db, leave, now)
    if cover_id is not None and cover_id != viewer.person_id:
        tell(db, viewer.council_id, cover_id, COVERING, "leave", ref, now)
    if not pages.is_manager(viewer):
        _tell_managers(db, viewer, leave, now)
    audit.changed(db, viewer, person_id, "away.set", now)
    return ref


def let_in(db: Db, viewer: Viewer, ref: str, now: datetime) -> None:
    """A manager gives whoever covers access to those for whom nobody answers, for the days of the
    leave. Again changes nothing. Raises NoResultFound."""
    leave = _held(db, viewer, ref, now)
    if not policy.may_let_in(viewer, leave.cover_id):
        raise NoResultFound
    _let_in(db, viewer, leave, now)
    _moved(db, leave, now)


def shorten(db: Db, viewer: Viewer, ref: str, ends: date | None, now: datetime) -> None:
    """They are back sooner: `ends` is the new last day. Access that was given for it ends with it.
    Raises NotSo, NoResultFound."""
    leave = _held(db, viewer, ref, now)
    new = check_new_end(ends, leave.starts, leave.ends, clock.today(now))
    _end_access(db, leave, now, new)
    leave.ends = new
    db.flush()
    audit.changed(db, viewer, leave.person_id, "away.shortened", now)


def cancel(db: Db, viewer: Viewer, ref: str, now: datetime) -> None:
    """They do not go, or are back now. Access that was given for it is taken away at once. Again
    changes nothing. Raises NoResultFound."""
    leave = _held(db, viewer, ref, now)
    leave.cancelled_at = now
    db.flush()
    _end_access(db, leave, now, None)
    _moved(db, leave, now)
    if leave.cover_id is not None and leave.cover_id != viewer.person_id:
        tell(db, leave.council_id, leave.cover_id, COVER_OVER, "leave", leave.ref, now)
    audit.changed(db, viewer, leave.person_id, "away.cancelled", now)


# --- what they share ----------------------------------------------------------------------------


def _held(db: Db, viewer: Viewer, ref: str, now: datetime) -> Leave:
    """A leave that is not over, held until the commit."""
    query = policy.visible(viewer).where(
        Leave.ref == ref, Leave.cancelled_at.is_(None), Leave.ends >= clock.today(now)
    )
    return db.scalars(query.with_for_update(of=Leave)).one()


def _colleague(db: Db, viewer: Viewer, ref: str, today: date) -> int:
    """Raises NotSo when it is nobody who reads messages here."""
    found = db.scalars(policy.colleagues(viewer, today).where(Person.ref == ref)).first()
    if found is None:
        raise NotSo(Wrong.NOBODY)
    return found.id


def _is_away(db: Db, person_id: int, days: tuple[date, date]) -> bool:
    """Whether they are away on any of these days already."""
    found = select(Leave.id).where(
        Leave.person_id == person_id,
        Leave.cancelled_at.is_(None),
        Leave.starts <= days[1],
        Leave.ends >= days[0],
    )
    return db.scalar(found.limit(1)) is not None


def _let_in(db: Db, viewer: Viewer, leave: Leave, now: datetime) -> None:
    assert leave.cover_id is not None
    today = clock.today(now)
    days = (max(leave.starts, today), leave.ends)
    for young in pages.whom(db, viewer, leave.ref, now):
        # Who must not know of a young person is let in to nothing of theirs.
        if not young.covered and not young.barred:
            passing.give(
                db, leave.council_id, young.id, leave.cover_id, days, viewer.person_id, now
            )
            audit.changed(db, viewer, young.id, "away.let_in", now)


def _end_access(db: Db, leave: Leave, now: datetime, ends: date | None) -> None:
    """What was given for this leave ends on this day; None: now. Unless the same person covers
    for another worker of the young person at that time."""
    other, near = aliased(Leave, name="other"), aliased(Connection, name="near")
    # A worker of theirs on a day of that leave: not one of years ago.
    still = (near.starts <= other.ends, or_(near.ends.is_(None), near.ends >= other.starts))
    needed = exists(
        select(other.id)
        .join(near, near.with_id == other.person_id)
        .where(
            other.id != leave.id,
            other.cover_id == leave.cover_id,
            other.cancelled_at.is_(None),
            other.starts <= Connection.ends,
            other.ends >= Connection.starts,
            near.of_id == Connection.of_id,
            near.kind.in_(WORKERS),
            *still,
        )
    )
    given = select(near.of_id).where(
        near.council_id == leave.council_id,
        near.with_id == leave.person_id,
        near.kind.in_(WORKERS),
    )
    db.execute(
        update(Connection)
        .where(
            Connection.council_id == leave.council_id,
            Connection.with_id == leave.cover_id,
            Connection.kind == Kind.COVER.value,
            Connection.granted_by_id.is_not(None),
            Connection.of_id.in_(given),
            and_(Connection.starts >= leave.starts, Connection.ends == leave.ends),
            ~needed,
        )
        .values({"ends_at": now} if ends is None else {"ends": ends})
        .execution_options(synchronize_session=False)
    )


def _moved(db: Db, leave: Leave, now: datetime) -> None:
    """What waits for somebody who is away today, or is not after all, is where it belongs."""
    if leave.starts > clock.today(now):
        return
    for row in passing.waits_to_cover(db, now, leave_id=leave.id):
        passing.cover_one(db, row.id, now)
    passing.follow(db, leave.council_id, now, leave.person_id)


def _tell_managers(db: Db, viewer: Viewer, leave: Leave, now: datetime) -> None:
    """Nobody answers some of their young people meanwhile: somebody has to let somebody in."""
    alone = [y for y in pages.whom(db, viewer, leave.ref, now) if not y.covered]
    told = {
        person_id
        for young in alone
        for person_id in overseers(db, leave.council_id, young.id, now, (viewer.person_id,))
    }
    for person_id in sorted(told):
        tell(db, leave.council_id, person_id, ALONE, "leave", leave.ref, now)
