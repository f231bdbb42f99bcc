"""An adult's step as a promise, in the same commit as the step.

What is owed for it is written by `promises.entries`, as for every promise, so that a rebuild
changes nothing. The other adult and the young person are told by `goals.actions`, once for many
changes.
"""

from __future__ import annotations

from datetime import date, datetime

from portal.core import clock
from portal.core.access import Viewer
from portal.core.db import Db
from portal.core.ids import new_id, new_ref
from portal.goals import rules
from portal.goals.policy import Held
from portal.goals.rules import State
from portal.goals.tables import GoalStep
from portal.hours.rules import Calendar
from portal.owed.passing import pass_one
from portal.promises import entries
from portal.promises import rules as of_promises
from portal.promises.tables import Promise
from portal.promises.trail import noted, waits_anew

SOURCE = "goal_step"


def promise(db: Db, held: Held, step: GoalStep, now: datetime) -> None:
    """From now on this step is a promise. It has an adult and a day. Somebody who has no place in
    the app is looked after by the young person's worker."""
    assert step.due is not None and held.calendar is not None
    goal, ref = held.goal, new_ref()
    made = Promise(
        id=new_id(), ref=ref, council_id=goal.council_id, person_id=goal.person_id,
        owner_id=step.owner_id, owner_label=step.owner_label,
        keeper_id=held.around.worker if step.owner_id is None else None, text=step.text,
        area=goal.area, source_kind=SOURCE,
        # The step may have been somebody's before: each time it is another promise.
        source_key=f"{step.ref}.{ref}", due=step.due, made_at=now,
        state=rules.as_promise(State(step.state)), state_on=clock.today(now),
    )  # fmt: skip
    db.add(made)
    db.flush()
    step.promise_id = made.id
    if made.state == of_promises.COMING:
        entries.owe(db, made, held.calendar)


def say(
    db: Db, viewer: Viewer, held: Held, promise: Promise, state: State, note: str, now: datetime
) -> None:  # fmt: skip
    """How it stands: kept, not happening, or coming again."""
    promise.state, promise.state_on = rules.as_promise(state), clock.today(now)
    promise.state_note = note
    if state is State.OPEN:
        waits_anew(promise, now)
    noted(db, promise, promise.state, viewer.person_id, now, note)
    if state is State.OPEN:
        entries.owe(db, promise, _calendar(held))
    else:
        entries.done(db, promise, now)


def move(
    db: Db, viewer: Viewer, held: Held, promise: Promise, due: date, now: datetime
) -> None:  # fmt: skip
    """Another day. Where the adult whose word it is moves it again and again, a manager is told at
    once, as of every promise."""
    was, promise.due = promise.due, due
    waits_anew(promise, now)
    own_word = viewer.person_id == promise.debtor_id
    promise.changes += own_word
    noted(db, promise, "changed", viewer.person_id, now, was_due=was, due=due)
    if promise.state != of_promises.COMING:
        return
    owed_id = entries.owe(db, promise, _calendar(held))
    if owed_id is not None and own_word and of_promises.tells_manager_of_change(promise.changes):
        pass_one(db, owed_id, now, early=True)


def give(db: Db, viewer: Viewer, held: Held, promise: Promise, now: datetime) -> None:
    """Somebody else does it."""
    step = held.step
    assert step is not None
    was, promise.owner_id, promise.owner_label = promise.owner_id, step.owner_id, step.owner_label
    promise.keeper_id = held.around.worker if step.owner_id is None else None
    waits_anew(promise, now)
    noted(db, promise, "passed", viewer.person_id, now, from_id=was, to_id=step.owner_id)
    comes = promise.state == of_promises.COMING
    if comes and entries.owe(db, promise, _calendar(held)) is None:
        entries.done(db, promise, now)


def _calendar(held: Held) -> Calendar:
    assert held.calendar is not None
    return held.calendar
