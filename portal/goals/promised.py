"""An adult's step as a promise, and the promise in what is owed: always in one commit.

What is written here is what `promises.entries` would make of it afresh, so that a rebuild changes
nothing.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import update

from portal.core import clock
from portal.core.access import Viewer
from portal.core.db import Db, insert_or
from portal.core.ids import new_id
from portal.goals import rules
from portal.goals.rules import State
from portal.goals.tables import Goal, GoalStep
from portal.owed.tables import Owed
from portal.promises.entries import owed_row
from portal.promises.tables import Promise, PromiseStep

SOURCE = "goal_step"


def promise(db: Db, goal: Goal, step: GoalStep, now: datetime) -> None:
    """From now on this step is a promise. It has an adult and a day."""
    assert step.due is not None
    made = Promise(
        id=new_id(), council_id=goal.council_id, person_id=goal.person_id, owner_id=step.owner_id,
        owner_label=step.owner_label, text=step.text, area=goal.area, source_kind=SOURCE,
        source_key=step.ref, due=step.due, made_at=now, state=rules.as_promise(State(step.state)),
        state_on=clock.today(now),
    )  # fmt: skip
    db.add(made)
    db.flush()
    step.promise_id = made.id
    owe(db, made, now)


def owe(db: Db, promise: Promise, now: datetime) -> None:
    """What is owed, as the promise says it now: one row while it comes and somebody can be chased,
    done otherwise."""
    if promise.state != "coming" or promise.owner_id is None:
        _owed_no_more(db, promise, now)
        return
    row: dict[str, Any] = owed_row(
        promise.council_id, promise.id, promise.ref, promise.person_id, promise.owner_id,
        promise.due, promise.made_at, promise.chased_id, promise.chased_at,
    )  # fmt: skip
    put = insert_or(db, Owed).values({"id": new_id(), "next_at": None, "done_at": None, **row})
    same = {name: getattr(put.excluded, name) for name in row} | {
        "done_at": None,
        "next_at": put.excluded.next_at,
    }
    db.execute(
        put.on_conflict_do_update(
            index_elements=[Owed.source_kind, Owed.source_id, Owed.kind], set_=same
        )
    )


def _owed_no_more(db: Db, promise: Promise, now: datetime) -> None:
    db.execute(
        update(Owed)
        .where(
            Owed.council_id == promise.council_id,
            Owed.source_kind == "promise",
            Owed.source_id == promise.id,
            Owed.done_at.is_(None),
        )
        .values(done_at=now, next_at=None)
    )


def say(
    db: Db, viewer: Viewer, promise: Promise, state: State, note: str, now: datetime
) -> None:  # fmt: skip
    """How it stands: kept, not happening, or coming again."""
    promise.state, promise.state_on = rules.as_promise(state), clock.today(now)
    promise.state_note = note
    _noted(db, viewer, promise, promise.state, note, now)


def move(db: Db, viewer: Viewer, promise: Promise, due: date, now: datetime) -> None:
    """Another day: whoever was told that it is late need not look any more."""
    promise.due = due
    promise.chased_id = promise.chased_at = None
    _noted(db, viewer, promise, "changed", "", now)


def give(db: Db, promise: Promise, owner_id: int | None, label: str, now: datetime) -> None:
    """Somebody else does it."""
    promise.owner_id, promise.owner_label = owner_id, label
    promise.chased_id = promise.chased_at = None
    db.flush()
    owe(db, promise, now)


def _noted(db: Db, viewer: Viewer, promise: Promise, state: str, note: str, now: datetime) -> None:
    db.add(
        PromiseStep(
            council_id=promise.council_id, promise_id=promise.id, state=state,
            by_id=viewer.person_id, at=now, note=note,
        )
    )  # fmt: skip
    db.flush()
    owe(db, promise, now)
