"""Writes about promises. Each is one commit; the same again changes nothing."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select, update
from sqlalchemy.exc import NoResultFound

from portal.core import audit, clock
from portal.core.access import Viewer
from portal.core.db import Db, insert_or
from portal.core.ids import new_id, new_ref
from portal.hours.pages import calendar_for, calendar_of, columns
from portal.hours.rules import Calendar
from portal.notifications.actions import seen, tell
from portal.owed.passing import pass_one
from portal.owed.steps import PROMISE
from portal.owed.tables import Owed
from portal.people.pages import Subject
from portal.people.reach import shown_name
from portal.people.tables import Council, Person
from portal.promises import entries, pages, policy, rules
from portal.promises.tables import Promise, PromiseStep
from portal.promises.trail import noted, waits_anew
from portal.worries import actions as worries

# To the young person.
MADE, KEPT, CHANGED, DROPPED, PASSED = (
    "promise_made", "promise_kept", "promise_changed", "promise_dropped", "promise_passed",
)  # fmt: skip
# To the adult whose word it is.
YOURS, ASKED, REOPENED = "promise_yours", "promise_asked", "promise_reopened"
STEP = "promise_step"  # where words that worry us come from


class NotOpen(Exception):
    """It was kept, dropped or asked about since the page was drawn."""


class NotTheirs(Exception):
    """It is about something that whoever is to keep it may not read."""


class TooOften(Exception):
    """They said for the third time that it was not done: now it takes words."""


def make(
    db: Db,
    viewer: Viewer,
    subject: Subject,
    text: str,
    owner: int | str,
    due: date,
    area: str,
    source_kind: str,
    source_key: str,
    now: datetime,
    *,
    quietly: bool = False,
) -> str:
    """Somebody will do this for the young person by this day; returns the promise's ref. From the
    same source (kind and key, which are never empty) it is made once: again, the first one's ref is
    returned and nothing changes.

    owner: the key of an adult who is connected with them; or, of somebody outside the council, what
    they are called: then the viewer looks after it. The caller has asked whether the viewer may
    write in this area. quietly: the caller tells the young person, and notes in the audit, what
    the promise is part of. Raises NoResultFound where nothing may go to the young person any more,
    NotTheirs where whoever is to keep it was not given this area.
    """
    if subject.stopped_at is not None:
        raise NoResultFound
    keeps = viewer.person_id if isinstance(owner, str) else owner
    if not policy.may_own(db, viewer.council_id, subject.id, keeps, area, now):
        raise NotTheirs
    outside = isinstance(owner, str)
    row: dict[str, Any] = {
        "id": new_id(), "ref": new_ref(), "council_id": viewer.council_id,
        "person_id": subject.id, "owner_id": None if outside else owner,
        "owner_label": owner if outside else "",
        "keeper_id": viewer.person_id if outside else None, "text": text, "area": area,
        "source_kind": source_kind, "source_key": source_key, "due": due, "made_at": now,
        "state": rules.COMING, "state_on": clock.today(now), "state_note": "",
    }  # fmt: skip
    put = insert_or(db, Promise).values(row).on_conflict_do_nothing()
    if db.execute(put.returning(Promise.id)).first() is None:
        earlier = select(Promise.ref).where(
            Promise.council_id == viewer.council_id,
            Promise.person_id == subject.id,
            Promise.source_kind == source_kind,
            Promise.source_key == source_key,
        )
        return db.scalars(earlier).one()
    promise = Promise(**row)
    noted(db, promise, "made", viewer.person_id, now, due=due)
    entries.owe(db, promise, calendar_for(db, viewer.council_id))
    if not quietly:
        tell(db, viewer.council_id, subject.id, MADE, PROMISE, promise.ref, now)
        audit.changed(db, viewer, subject.id, "promises.made", now)
    if promise.owner_id is not None and promise.owner_id != viewer.person_id:
        tell(db, viewer.council_id, promise.owner_id, YOURS, PROMISE, promise.ref, now)
    return promise.ref


def _held(
    db: Db, which: Select[Promise], ref: str, *more: ColumnElement[Any]
) -> tuple[Promise, Calendar, Any]:
    """The promise, held until the commit, and its council's calendar, in one statement. Raises
    NoResultFound."""
    query = (
        which.where(Promise.ref == ref)
        .join(Council, Council.id == Promise.council_id)
        .add_columns(*columns(), *more)
    )
    row = db.execute(query.with_for_update(of=Promise)).one()
    return row.Promise, calendar_of(row), row


def keep(db: Db, viewer: Viewer, ref: str, note: str, now: datetime) -> None:
    """It is done; the young person is told. Raises NoResultFound unless the viewer may say so."""
    promise, _calendar, _row = _held(db, policy.acted_on(viewer, now), ref)
    if promise.state != rules.COMING:
        return
    promise.state, promise.state_on, promise.state_note = "kept", clock.today(now), note
    noted(db, promise, "kept", viewer.person_id, now, note)
    entries.done(db, promise, now)
    tell(db, viewer.council_id, promise.person_id, KEPT, PROMISE, promise.ref, now)
    audit.changed(db, viewer, promise.person_id, "promises.kept", now)


def change(db: Db, viewer: Viewer, ref: str, due: date, note: str, now: datetime) -> None:
    """Another day, and why. The second time a manager is told at once. Raises NoResultFound,
    NotOpen."""
    promise, calendar, _row = _held(db, policy.acted_on(viewer, now), ref)
    if promise.state != rules.COMING:
        raise NotOpen
    if promise.due == due:
        return
    was = promise.due
    promise.due, promise.state_on, promise.state_note = due, clock.today(now), note
    promise.changes += 1
    waits_anew(promise, now)
    noted(db, promise, "changed", viewer.person_id, now, note, was_due=was, due=due)
    owed_id = entries.owe(db, promise, calendar)
    tell(db, viewer.council_id, promise.person_id, CHANGED, PROMISE, promise.ref, now)
    if owed_id is not None and rules.tells_manager_of_change(promise.changes):
        pass_one(db, owed_id, now, early=True)
    audit.changed(db, viewer, promise.person_id, "promises.changed", now)


def drop(db: Db, viewer: Viewer, ref: str, note: str, instead: str, now: datetime) -> None:
    """It will not happen: why, and what happens instead. Raises NoResultFound, NotOpen."""
    promise, _calendar, _row = _held(db, policy.acted_on(viewer, now), ref)
    if promise.state == "dropped" and (promise.state_note, promise.instead) == (note, instead):
        return
    if promise.state != rules.COMING:
        raise NotOpen
    promise.state, promise.state_on, promise.state_note = "dropped", clock.today(now), note
    promise.instead = instead
    noted(db, promise, "dropped", viewer.person_id, now, note, instead=instead)
    entries.done(db, promise, now)
    tell(db, viewer.council_id, promise.person_id, DROPPED, PROMISE, promise.ref, now)
    audit.changed(db, viewer, promise.person_id, "promises.dropped", now)


def hand_on(db: Db, viewer: Viewer, ref: str, to_ref: str, note: str, now: datetime) -> str:
    """A colleague does it from now on; the day stays. Returns the ref of whom it is for. Raises
    NoResultFound, also unless they can; NotOpen."""
    could = pages.could_take(viewer, to_ref, now).label("to_id")
    young = select(Person.ref).where(Person.id == Promise.person_id).scalar_subquery()
    promise, calendar, row = _held(
        db, policy.acted_on(viewer, now), ref, could, young.label("young_ref")
    )
    to_id = row.to_id
    if to_id is None:
        raise NoResultFound
    if promise.state != rules.COMING:
        raise NotOpen
    if promise.debtor_id == to_id:
        return str(row.young_ref)
    waits_anew(promise, now)
    _goes_to(db, promise, to_id, viewer.person_id, note, now)
    db.flush()
    entries.owe(db, promise, calendar)
    tell(db, viewer.council_id, promise.person_id, PASSED, PROMISE, promise.ref, now)
    if to_id != viewer.person_id:
        tell(db, viewer.council_id, to_id, YOURS, PROMISE, promise.ref, now)
    audit.changed(db, viewer, promise.person_id, "promises.passed", now)
    return str(row.young_ref)


def _goes_to(
    db: Db, promise: Promise, to_id: int, by_id: int, note: str, now: datetime, name: str = ""
) -> None:
    was = promise.debtor_id
    if promise.owner_id is None:
        promise.keeper_id = to_id
    else:
        promise.owner_id, promise.owner_label = to_id, name
    noted(db, promise, "passed", by_id, now, note, from_id=was, to_id=to_id)


def hand_all_on(
    db: Db, council_id: int, person_id: int, from_id: int, to_id: int, by_id: int, now: datetime
) -> None:
    """What one worker promised this young person, or looks after, is another's to keep. The caller
    makes what is owed afresh."""
    to = db.get_one(Person, to_id)
    held = db.scalars(
        select(Promise).where(
            Promise.council_id == council_id,
            Promise.person_id == person_id,
            Promise.state == rules.COMING,
            (Promise.owner_id == from_id)
            | (Promise.owner_id.is_(None) & (Promise.keeper_id == from_id)),
        )
    ).all()
    for promise in held:
        _goes_to(db, promise, to_id, by_id, "", now, shown_name(to.known_as, to.code))
        promise.waits_since, promise.chased_at, promise.chased_id = now, None, None


# --- the young person ---------------------------------------------------------------------------


def ask(db: Db, viewer: Viewer, ref: str, now: datetime) -> None:
    """Is this still coming? Whoever promised is asked, once a week. Raises NoResultFound, NotOpen
    when it is too soon or over."""
    promise, _calendar, _row = _held(db, policy.to_me(viewer), ref)
    if not rules.may_ask(promise.state, promise.asked_at, now):
        raise NotOpen
    promise.asked_at = now
    noted(db, promise, "asked", viewer.person_id, now)
    db.execute(
        update(Owed)
        .where(
            Owed.council_id == viewer.council_id,
            Owed.source_kind == PROMISE,
            Owed.source_id == promise.id,
            Owed.done_at.is_(None),
        )
        .values(asked_at=now)
    )
    if promise.debtor_id is not None:
        tell(db, viewer.council_id, promise.debtor_id, ASKED, PROMISE, promise.ref, now)


def not_done(db: Db, viewer: Viewer, ref: str, note: str, now: datetime) -> str | None:
    """What was said to be done is not: it is owed again; the third time a manager is told at once.
    Returns whether the words must not wait (`worries.actions.look_at`). Raises NoResultFound,
    NotOpen, TooOften."""
    promise, calendar, _row = _held(db, policy.to_me(viewer), ref)
    if promise.state != "kept":
        raise NotOpen
    if not rules.may_reopen(promise.state, promise.reopens):
        raise TooOften
    today = clock.today(now)
    _keep_what_was_said(db, viewer, promise)
    was, promise.due = promise.due, rules.due_again(promise.due, today)
    promise.state, promise.state_on, promise.state_note = rules.COMING, today, note
    promise.reopens += 1
    waits_anew(promise, now)
    step = noted(db, promise, "reopened", viewer.person_id, now, note, was_due=was, due=promise.due)
    owed_id = entries.owe(db, promise, calendar)
    seen(db, viewer.council_id, viewer.person_id, PROMISE, promise.ref, now)
    if promise.debtor_id is not None:
        tell(db, viewer.council_id, promise.debtor_id, REOPENED, PROMISE, promise.ref, now)
    if owed_id is not None and rules.tells_manager_of_reopening(promise.reopens):
        pass_one(db, owed_id, now, early=True)
    source = (STEP, step.id, promise.ref)
    return worries.look_at(
        db, viewer.council_id, viewer.person_id, viewer.person_id, "text", note, source, now
    )


def _keep_what_was_said(db: Db, viewer: Viewer, promise: Promise) -> None:
    """What a council's file said when it was kept stands in no step: it is written into one before
    something else takes its place."""
    there = select(PromiseStep.id).where(
        PromiseStep.council_id == viewer.council_id, PromiseStep.promise_id == promise.id,
        PromiseStep.state == "kept",
    )  # fmt: skip
    if db.scalars(there.limit(1)).first() is not None:
        return
    by = promise.debtor_id or viewer.person_id
    noted(db, promise, "kept", by, entries.late_from(promise.state_on), promise.state_note)
