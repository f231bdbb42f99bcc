"""A coming promise's row in what is owed, and what the way of that row says of the promise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update

from portal.core import clock
from portal.core.db import Db, insert_or
from portal.core.ids import new_id
from portal.hours.pages import calendar_for
from portal.hours.rules import Calendar
from portal.notifications.actions import tell
from portal.owed.entries import every_step
from portal.owed.passing import when_passed
from portal.owed.steps import PROMISE, Taken, To, next_promise
from portal.owed.tables import Owed
from portal.promises.tables import Promise

CHASED = "promise_chased"


def owed_rows(db: Db, council_id: int) -> list[dict[str, Any]]:
    """One row for each promise that is still coming and has somebody to do it, as every step so
    far has left it."""
    debtor = func.coalesce(Promise.owner_id, Promise.keeper_id).label("debtor_id")
    since = func.coalesce(Promise.waits_since, Promise.made_at, type_=Promise.made_at.type)
    rows = db.execute(
        select(
            Promise.id,
            Promise.ref,
            Promise.person_id,
            debtor,
            Promise.due,
            since.label("since"),
            Promise.chased_id,
            Promise.chased_at,
            Promise.asked_at,
        ).where(
            Promise.council_id == council_id,
            Promise.state == "coming",
            debtor.is_not(None),
        )
    ).all()
    if not rows:
        return []
    calendar, passed = calendar_for(db, council_id), every_step(db, council_id, PROMISE)
    return [
        owed_row(
            calendar, council_id, r.id, r.ref, r.person_id, r.debtor_id, r.due, r.since,
            passed.get((PROMISE, r.id, r.since), ()), _told(r.chased_id, r.chased_at), r.asked_at,
        )
        for r in rows
    ]  # fmt: skip


def _told(chased_id: int | None, chased_at: datetime | None) -> tuple[Taken, ...]:
    """A manager who was told in a way that left no step: before there were any."""
    if chased_id is None or chased_at is None:
        return ()
    return (Taken(1, To.MANAGER, chased_id, chased_at, chased_at),)


def late_from(due: date) -> datetime:
    """Late from the first moment of the day after `due`, on the wall in England."""
    return clock.at_wall(datetime.combine(due + timedelta(days=1), datetime.min.time()))


def owed_row(
    calendar: Calendar,
    council_id: int,
    id: int,
    ref: str,
    person_id: int,
    debtor_id: int,
    due: date,
    since: datetime,
    taken: Sequence[Taken] = (),
    told: Sequence[Taken] = (),
    asked_at: datetime | None = None,
) -> dict[str, Any]:
    """taken: the steps of this wait; told: what counts where there are none."""
    due_at, steps = late_from(due), taken or told
    return {
        "council_id": council_id,
        "debtor_id": debtor_id,
        "person_id": person_id,
        "kind": PROMISE,
        "since": since,
        "due_at": due_at,
        "urgent": False,
        "rule": "",
        "source": "",
        "source_kind": PROMISE,
        "source_id": id,
        "source_ref": ref,
        "passes_to_id": steps[-1].to_id if steps else None,
        "passes_at": steps[-1].at if steps else None,
        "next_at": next_promise(calendar, due_at, steps),
        "asked_at": asked_at,
    }


def owe(db: Db, promise: Promise, calendar: Calendar) -> int | None:
    """A wait that begins now: its row, whatever was there before; the row's key. None where it is
    nobody's to do."""
    debtor_id = promise.debtor_id
    if debtor_id is None:
        return None
    row = owed_row(
        calendar, promise.council_id, promise.id, promise.ref,
        promise.person_id, debtor_id, promise.due, promise.since, asked_at=promise.asked_at,
    )  # fmt: skip
    put = insert_or(db, Owed).values({"id": new_id(), **row, "done_at": None})
    anew = {name: put.excluded[name] for name in (*row, "done_at")}
    put = put.on_conflict_do_update(
        index_elements=[Owed.source_kind, Owed.source_id, Owed.kind], set_=anew
    )
    return db.scalar(put.returning(Owed.id))


def done(db: Db, promise: Promise, now: datetime) -> None:
    """It is owed no more."""
    db.execute(
        update(Owed)
        .where(
            Owed.council_id == promise.council_id,
            Owed.source_kind == PROMISE,
            Owed.source_id == promise.id,
            Owed.done_at.is_(None),
        )
        .values(done_at=now)
    )


@when_passed(PROMISE)
def chased(db: Db, owed: Owed, person_id: int, now: datetime) -> None:
    """Somebody was asked about it: the promise says so, and the young person is told."""
    db.execute(
        update(Promise)
        .where(Promise.council_id == owed.council_id, Promise.id == owed.source_id)
        .values(chased_at=now, chased_id=person_id)
        .execution_options(synchronize_session="fetch")
    )
    tell(db, owed.council_id, owed.person_id, CHASED, PROMISE, owed.source_ref, now)
