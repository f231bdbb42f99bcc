"""Writes: a goal, a step, a sitting. Each is one commit, safe to repeat, and takes no word away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.exc import NoResultFound

from portal.core import audit, clock, receipts
from portal.core.access import Viewer
from portal.core.db import Db
from portal.core.ids import new_id, new_ref
from portal.goals import policy, promised, rules
from portal.goals.policy import Around, Given, Held
from portal.goals.rules import Owner, PlanKind, State, What
from portal.goals.tables import Goal, GoalChange, GoalStep, Sitting
from portal.notifications.actions import seen, take_back, tell
from portal.people.pages import Subject
from portal.people.reach import granting, lasting
from portal.people.rules import WORKERS
from portal.people.tables import Connection, Person
from portal.worries import actions as worries

ASKED, NOT_RIGHT, IS_RIGHT = "sitting_asks", "sitting_not_right", "sitting_right"
GIVEN = "step_given"


class NotChosen(Exception):
    """Nobody of theirs who can be chosen was chosen: they may have left meanwhile."""


class NeedsADay(Exception):
    """An adult said by when; that day may be moved, but not taken away."""


class TooMany(Exception):
    """More than anybody could read."""


@dataclass(frozen=True)
class Wanted:
    """A step as it is wanted. owner: `Owner`, or "other" with a name. given: who was chosen, where
    it is somebody of theirs."""

    text: str
    who: str
    name: str
    due: date | None

    @property
    def given(self) -> str:
        """The ref of whoever was chosen, "" where nobody of theirs was."""
        return "" if self.who in (Owner.ME.value, OTHER) else self.who

    def mark(self) -> tuple[str, ...]:
        return self.text, self.who, self.name, self.due.isoformat() if self.due else ""


OTHER = "other"  # somebody who is not among their people


def _first(db: Db, viewer: Viewer, key: str, now: datetime, ref: str, *content: str) -> bool:
    mark = receipts.fingerprint(*content)
    return receipts.first_time(db, viewer.account_id, key, mark, ref, now) is None


# --- goals --------------------------------------------------------------------------------------


def new_goal(
    db: Db, viewer: Viewer, subject: Subject, kind: PlanKind, area: str, text: str, key: str,
    now: datetime, skill: str = "",
) -> tuple[str | None, str]:  # fmt: skip
    """A goal; whether its words worried us, and its ref. The viewer may change the plan, which is
    asked here. Raises NoResultFound, KeyReused."""
    ref = new_ref()
    mark = receipts.fingerprint("goal", str(subject.id), kind, area, text, skill)
    earlier = receipts.first_time(db, viewer.account_id, key, mark, ref, now)
    if earlier is not None:
        return None, earlier
    around = policy.circle(db, viewer, subject, now, writes=True)
    id = new_id()
    db.add(
        Goal(
            id=id, ref=ref, council_id=viewer.council_id, person_id=subject.id,
            plan_kind=kind.value, area=area, text=text, skill=skill, state_on=clock.today(now),
            by_id=viewer.person_id, made_at=now, sitting_id=around.sitting,
        )
    )  # fmt: skip
    db.flush()
    _tell(db, viewer, around, kind, now)
    _note(db, viewer, around, now)
    return _look(db, viewer, around, text, ("goal", id, ref), now), ref


def change_goal(
    db: Db, viewer: Viewer, held: Held, text: str, key: str, now: datetime
) -> str | None:
    """Other words for the goal; the old ones stay in its history. Whether they worried us."""
    return _other_words(db, viewer, held, What.GOAL_TEXT, text, key, now)


def say(db: Db, viewer: Viewer, held: Held, text: str, key: str, now: datetime) -> str | None:
    """What the young person says about a target. Theirs alone: raises NoResultFound for others."""
    if not held.subject.own:
        raise NoResultFound
    return _other_words(db, viewer, held, What.SAY, text, key, now)


def _other_words(
    db: Db, viewer: Viewer, held: Held, what: What, text: str, key: str, now: datetime
) -> str | None:
    goal = held.goal
    if not _first(db, viewer, key, now, goal.ref, what, goal.ref, text):
        return None
    column = "say" if what is What.SAY else "text"
    old = getattr(goal, column)
    if old == text:
        return None
    setattr(goal, column, text)
    change = _changed(db, viewer, held, what, old, text, now)
    _tell_of(db, viewer, held, now)
    return _look(db, viewer, held.around, text, ("goal_change", change.id, change.ref), now)


def goal_state(
    db: Db, viewer: Viewer, held: Held, state: State, why: str, key: str, now: datetime
) -> str | None:
    """Done, not happening (why, if they like), or open again."""
    goal = held.goal
    if not _first(db, viewer, key, now, goal.ref, "state", goal.ref, state, why):
        return None
    if goal.state == state.value and goal.why == why:
        return None
    old = goal.why or goal.state
    goal.state, goal.state_on, goal.why = state.value, clock.today(now), why
    _changed(db, viewer, held, What.GOAL_STATE, old, why or state.value, now)
    _tell_of(db, viewer, held, now)
    return _look(db, viewer, held.around, why, ("goal", goal.id, goal.ref), now)


# --- steps --------------------------------------------------------------------------------------


def new_step(
    db: Db, viewer: Viewer, held: Held, wanted: Wanted, key: str, now: datetime
) -> str | None:
    """One more step; an adult's with a day is a promise at once. Raises NotChosen, KeyReused."""
    goal, ref = held.goal, new_ref()
    if not _first(db, viewer, key, now, ref, "step", goal.ref, *wanted.mark()):
        return None
    owner, owner_id, label = _owner(wanted, held.around)
    step = GoalStep(
        id=new_id(), ref=ref, council_id=viewer.council_id, goal_id=goal.id, text=wanted.text,
        doer=owner.value, owner_id=owner_id, owner_label=label, due=wanted.due,
        state=State.OPEN.value, state_on=clock.today(now), by_id=viewer.person_id, made_at=now,
        sitting_id=held.around.sitting,
    )  # fmt: skip
    if owner is not Owner.ME and wanted.due is not None:
        promised.promise(db, held, step, now)
    db.add(step)
    db.flush()
    _tell_of(db, viewer, held, now)
    _tell_given(db, viewer, held, owner_id, ref, now)
    return _look(db, viewer, held.around, wanted.text, ("goal_step", step.id, ref), now)


def _owner(wanted: Wanted, around: Around) -> tuple[Owner, int | None, str]:
    """Who does it: kind, key of whoever can be chased, else what they are called."""
    if wanted.who == Owner.ME.value:
        return Owner.ME, None, ""
    if wanted.who == OTHER:
        return Owner.ADULT, None, wanted.name
    given: Given | None = around.given
    if given is None:
        raise NotChosen
    owner = Owner.WORKER if given.kind in WORKERS else Owner.ADULT
    return (owner, given.id, "") if given.can_be_chased else (owner, None, given.label)


def change_step(
    db: Db, viewer: Viewer, held: Held, wanted: Wanted, key: str, now: datetime
) -> str | None:
    """Other words, somebody else, another day: each a change of its own in the history.

    Raises NotChosen, NeedsADay, KeyReused."""
    step, promise = held.step, held.promise
    assert step is not None
    if not _first(db, viewer, key, now, step.ref, "step", step.ref, *wanted.mark()):
        return None
    owner, owner_id, label = _owner(wanted, held.around)
    old_due = promise.due if promise else step.due
    if promise is not None and owner is not Owner.ME and wanted.due is None:
        raise NeedsADay
    changes: list[GoalChange] = []
    if step.text != wanted.text:
        changes.append(_changed(db, viewer, held, What.STEP_TEXT, step.text, wanted.text, now))
        step.text = wanted.text
        if promise is not None:
            promise.text = wanted.text
    same = (step.doer, step.owner_id, step.owner_label) == (owner.value, owner_id, label)
    if not same:
        was = str(step.owner_id or "") or step.owner_label or step.doer
        new = str(owner_id or "") or label or owner.value
        _changed(db, viewer, held, What.STEP_OWNER, was, new, now)
        step.doer, step.owner_id, step.owner_label = owner.value, owner_id, label
    if old_due != wanted.due:
        was, new = _day(old_due), _day(wanted.due)
        _changed(db, viewer, held, What.STEP_DUE, was, new, now)
        step.due = wanted.due
    if same and old_due == wanted.due and not changes:
        return None
    _match_promise(db, viewer, held, same, old_due != wanted.due, now)
    db.flush()
    _tell_of(db, viewer, held, now)
    if not same:
        _tell_given(db, viewer, held, owner_id, step.ref, now)
    if not changes:
        return None
    source = ("goal_change", changes[0].id, changes[0].ref)
    return _look(db, viewer, held.around, wanted.text, source, now)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _match_promise(
    db: Db, viewer: Viewer, held: Held, same_owner: bool, moved: bool, now: datetime
) -> None:
    """The promise as the step is now: made, moved, given on, or over."""
    step, promise = held.step, held.promise
    assert step is not None
    if promise is None:
        if step.doer != Owner.ME.value and step.due is not None:
            promised.promise(db, held, step, now)
        return
    if step.doer == Owner.ME.value:
        step.state = rules.of_promise(promise.state).value
        step.state_on, step.promise_id = promise.state_on, None
        if promise.state == "coming":
            promised.say(db, viewer, held, promise, State.DROPPED, "", now)
        return
    if not same_owner:
        promised.give(db, viewer, held, promise, now)
    if moved and step.due is not None:
        promised.move(db, viewer, held, promise, step.due, now)


def step_state(
    db: Db, viewer: Viewer, held: Held, state: State, why: str, key: str, now: datetime
) -> str | None:
    """Done, not happening, or coming again."""
    step, promise = held.step, held.promise
    assert step is not None
    if not _first(db, viewer, key, now, step.ref, "step-state", step.ref, state, why):
        return None
    old = rules.of_promise(promise.state).value if promise else step.state
    if old == state.value:
        return None
    if promise is not None:
        promised.say(db, viewer, held, promise, state, why, now)
    else:
        step.state, step.state_on, step.why = state.value, clock.today(now), why
    _changed(db, viewer, held, What.STEP_STATE, old, why or state.value, now)
    _tell_of(db, viewer, held, now)
    return _look(db, viewer, held.around, why, ("goal_step", step.id, step.ref), now)


def put_back(db: Db, viewer: Viewer, held: Held, key: str, now: datetime) -> str | None:
    """An old text stands there again; what stood there now is in the history. Raises
    NoResultFound for a change of something that is no text."""
    change = held.change
    assert change is not None
    what = What(change.what)
    if what not in rules.TEXTS or not change.old:
        raise NoResultFound
    if what is What.SAY:
        return say(db, viewer, held, change.old, key, now)
    if what is What.GOAL_TEXT:
        return change_goal(db, viewer, held, change.old, key, now)
    step = held.step
    assert step is not None
    if not _first(db, viewer, key, now, step.ref, "back", change.ref):
        return None
    if step.text != change.old:
        _changed(db, viewer, held, what, step.text, change.old, now)
        step.text = change.old
        if held.promise is not None:
            held.promise.text = change.old
        db.flush()
        _tell_of(db, viewer, held, now)
    return None


# --- what all of them leave ---------------------------------------------------------------------


def _changed(
    db: Db, viewer: Viewer, held: Held, what: What, old: str, new: str, now: datetime
) -> GoalChange:
    """In the history: who, when, in which sitting, and both texts."""
    step = held.step if what.value.startswith("step") else None
    change = GoalChange(
        id=new_id(), ref=new_ref(), council_id=viewer.council_id, goal_id=held.goal.id,
        step_id=step.id if step else None, what=what.value, old=old, new=new,
        by_id=viewer.person_id, at=now, sitting_id=held.around.sitting,
    )  # fmt: skip
    db.add(change)
    db.flush()
    return change


def _tell_of(db: Db, viewer: Viewer, held: Held, now: datetime) -> None:
    _tell(db, viewer, held.around, PlanKind(held.goal.plan_kind), now)
    _note(db, viewer, held.around, now)


def _note(db: Db, viewer: Viewer, around: Around, now: datetime) -> None:
    audit.changed(db, viewer, around.person_id, "goals.changed", now)


def tell_of_plan(
    db: Db, viewer: Viewer, around: Around, kind: PlanKind, now: datetime
) -> None:  # fmt: skip
    """For rooms whose words stand beside the goals: something of this plan was changed."""
    _tell(db, viewer, around, kind, now)
    _note(db, viewer, around, now)


def _tell(db: Db, viewer: Viewer, around: Around, kind: PlanKind, now: datetime) -> None:
    """The other one is told once for many changes: half an hour after the first, unless one that
    they have not looked at is there already; of a sitting when it is over."""
    if around.sitting is not None and around.partner is not None:
        if not around.sitting_told and around.sitting_over is not None:
            tell(db, viewer.council_id, around.partner, ASKED, policy.SITTING, str(around.sitting),
                 around.sitting_over)  # fmt: skip
            db.execute(update(Sitting).where(Sitting.id == around.sitting).values(told_at=now))
        return
    own = viewer.person_id == around.person_id
    other = around.worker if own else around.person_id
    if other is None or around.waits:
        return
    told = policy.CHANGED_BY_THEM if own else policy.CHANGED[kind]
    tell(db, viewer.council_id, other, told, policy.GOALS, around.person_ref, now + rules.GATHERS)


def _tell_given(
    db: Db, viewer: Viewer, held: Held, owner_id: int | None, ref: str, now: datetime
) -> None:
    """An adult who was given a step and would not be told otherwise."""
    around = held.around
    told = around.partner or (around.worker if held.subject.own else around.person_id)
    if owner_id is not None and owner_id not in (viewer.person_id, told):
        tell(db, viewer.council_id, owner_id, GIVEN, promised.SOURCE, ref, now, around.person_id)


def _look(
    db: Db, viewer: Viewer, around: Around, text: str, source: tuple[str, int, str], now: datetime
) -> str | None:
    """What a young person writes to those who work with them is looked at as a message is."""
    if viewer.person_id != around.person_id or not text:
        return None
    return worries.look_at(
        db, viewer.council_id, viewer.person_id, viewer.person_id, "text", text, source, now
    )


# --- together on one phone ----------------------------------------------------------------------


def start(
    db: Db, viewer: Viewer, subject: Subject, partner_ref: str | None, key: str, now: datetime
) -> None:
    """The two begin. partner_ref: which worker sits beside the young person; None: the viewer is
    that worker. One that runs already on this phone is ended first. Raises NotChosen,
    NoResultFound, KeyReused."""
    ref = new_ref()
    content = ("sitting", str(subject.id), partner_ref or "")
    if not _first(db, viewer, key, now, ref, *content):
        return
    adult_id = viewer.person_id
    if subject.own:
        adult_id = _worker(db, viewer, partner_ref or "", now)
    elif not policy.circle(db, viewer, subject, now).works:
        raise NoResultFound
    for running in db.scalars(
        select(Sitting).where(
            Sitting.council_id == viewer.council_id, Sitting.person_id == subject.id,
            Sitting.host_id == viewer.person_id, Sitting.ended_at.is_(None),
        )
    ):  # fmt: skip
        _end(db, viewer, running, now)
    db.add(
        Sitting(
            ref=ref, council_id=viewer.council_id, person_id=subject.id, adult_id=adult_id,
            host_id=viewer.person_id, started_at=now,
        )
    )  # fmt: skip
    db.flush()
    audit.changed(db, viewer, subject.id, "goals.sat", now)


def _worker(db: Db, viewer: Viewer, ref: str, now: datetime) -> int:
    """One of the young person's workers who may change the plan."""
    found: int | None = db.scalar(
        select(Connection.with_id)
        .join(Person, Person.id == Connection.with_id)
        .where(
            Connection.council_id == viewer.council_id, Connection.of_id == viewer.person_id,
            Connection.kind.in_(WORKERS), Person.ref == ref,
            *lasting(Connection, clock.today(now)), granting(Connection, policy.NEEDED),
        )
        .limit(1)
    )  # fmt: skip
    if found is None:
        raise NotChosen
    return found


def end(db: Db, viewer: Viewer, ref: str, now: datetime) -> Sitting:
    """It is over; the other one is asked whether it is right, if anything was changed. Raises
    NoResultFound unless it is on the viewer's phone."""
    sitting = db.scalars(
        select(Sitting)
        .where(policy.sitting_of(viewer, now), Sitting.ref == ref,
               Sitting.host_id == viewer.person_id)
        .with_for_update()
    ).one()  # fmt: skip
    if rules.is_running(sitting.started_at, sitting.ended_at, now):
        _end(db, viewer, sitting, now)
        db.flush()
    return sitting


def _end(db: Db, viewer: Viewer, sitting: Sitting, now: datetime) -> None:
    if rules.is_running(sitting.started_at, sitting.ended_at, now) and sitting.told_at:
        take_back(db, sitting.council_id, ASKED, policy.SITTING, str(sitting.id), now)
        other = other_of(sitting)
        tell(db, sitting.council_id, other, ASKED, policy.SITTING, str(sitting.id), now)
    sitting.ended_at = rules.over_at(sitting.started_at, now)


def other_of(sitting: Sitting) -> int:
    """Whoever was not signed in."""
    return sitting.adult_id if sitting.host_id == sitting.person_id else sitting.person_id


def answer(
    db: Db, viewer: Viewer, ref: str, right: bool, note: str, key: str, now: datetime
) -> str | None:
    """“Yes, that is right”, or “no, that is not what we said”: then both can change it again, and
    whoever was signed in is told. An answer may be changed. Raises NoResultFound unless the viewer
    is the other one."""
    sitting = db.scalars(
        select(Sitting)
        .where(policy.sitting_of(viewer, now), Sitting.ref == ref,
               Sitting.host_id != viewer.person_id, Sitting.told_at.is_not(None))
        .with_for_update()
    ).one()  # fmt: skip
    if not _first(db, viewer, key, now, ref, "sitting", ref, str(right), note):
        return None
    sitting.says, sitting.says_at, sitting.note = "yes" if right else "no", now, note
    db.flush()
    seen(db, viewer.council_id, viewer.person_id, policy.SITTING, str(sitting.id), now)
    kind = IS_RIGHT if right else NOT_RIGHT
    tell(db, viewer.council_id, sitting.host_id, kind, policy.SITTING, str(sitting.id), now)
    audit.changed(db, viewer, sitting.person_id, "goals.sat", now)
    if viewer.person_id != sitting.person_id or not note:
        return None
    return worries.look_at(
        db, viewer.council_id, viewer.person_id, viewer.person_id, "text", note,
        ("sitting", sitting.id, ref), now,
    )  # fmt: skip
