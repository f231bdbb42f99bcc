"""Nothing is ever lost: every text that was once typed is in the goal or in its history."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.core import clock
from portal.core.ids import new_ref
from portal.goals import actions, beside, policy, rules
from portal.goals.rules import Change, Owner, PlanKind, Standing, State, Stone
from portal.house import Goal, GoalChange, GoalStep, Owed, Promise
from portal.people import pages as people
from portal.promises import entries
from tests import makers

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("C",)), min_size=1, max_size=12)
WHO = st.sampled_from(("me", "dan", "other"))
DAYS = st.none() | st.integers(0, 40)
ACTS = st.one_of(
    st.tuples(st.just("goal"), TEXTS),
    st.tuples(st.just("step"), TEXTS, WHO, DAYS),
    st.tuples(st.just("change"), TEXTS, WHO, DAYS),
    st.tuples(st.just("state"), st.sampled_from(State)),
    st.tuples(st.just("back"), st.integers(0, 5)),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(ACTS, max_size=8))
def test_no_text_is_ever_lost_and_no_promise_forgotten(app, db, now, acts):
    """Whatever the two do, in whatever order. And what is owed is what the promises say."""
    jordan, dan = makers.make_leaver_and_adviser(db)
    viewer = makers.make_viewer(db, jordan)
    typed = {"First"}
    with app.test_request_context("/"):
        assert beside.plan()
        _worried, ref = actions.new_goal(
            db, viewer, people.own(viewer), PlanKind.PATHWAY, "home", "First", new_ref(), now
        )
        for act in acts:
            _do(db, viewer, dan, ref, act, typed, now)
            db.flush()
    goal = db.scalars(select(Goal).where(Goal.ref == ref)).one()
    steps = db.scalars(select(GoalStep).where(GoalStep.goal_id == goal.id)).all()
    changes = db.scalars(select(GoalChange).where(GoalChange.goal_id == goal.id)).all()
    ever = {goal.text} | {step.text for step in steps}
    ever |= {text for change in changes for text in (change.old, change.new)}
    assert typed <= ever
    for step in steps:
        _in_step(db, step, now)
    db.rollback()


def _do(db, viewer, dan, ref, act, typed, now):
    kind, *rest = act
    steps = db.scalars(select(GoalStep.ref).join(Goal).where(Goal.ref == ref)).all()
    changes = db.scalars(
        select(GoalChange.ref).join(Goal).where(Goal.ref == ref, GoalChange.old != "",
                                                GoalChange.what.in_(rules.TEXTS))
    ).all()  # fmt: skip
    if kind == "goal":
        held = policy.goal(db, viewer, ref, now, writes=True)
        actions.change_goal(db, viewer, held, rest[0], new_ref(), now)
        typed.add(rest[0])
    elif kind in ("step", "change"):
        text, who, days = rest
        due = None if days is None else clock.today(now) + timedelta(days=days)
        wanted = actions.Wanted(text, dan.ref if who == "dan" else who, "Lena", due)
        if kind == "step":
            held = policy.goal(db, viewer, ref, now, writes=True, given=wanted.given)
            actions.new_step(db, viewer, held, wanted, new_ref(), now)
            typed.add(text)
        elif steps:
            held = policy.step(db, viewer, steps[-1], now, writes=True, given=wanted.given)
            try:
                actions.change_step(db, viewer, held, wanted, new_ref(), now)
            except actions.NeedsADay:
                return
            typed.add(text)
    elif kind == "state" and steps:
        held = policy.step(db, viewer, steps[0], now, writes=True)
        actions.step_state(db, viewer, held, rest[0], "", new_ref(), now)
    elif kind == "back" and changes:
        held = policy.change(db, viewer, changes[rest[0] % len(changes)], now)
        actions.put_back(db, viewer, held, new_ref(), now)


def _in_step(db, step, now):
    """An adult's step with a day is one promise with the same words; nobody else's is."""
    made = db.scalars(select(Promise).where(Promise.source_key.startswith(step.ref))).all()
    if step.promise_id is None:
        assert step.doer == Owner.ME or step.due is None
        assert all(promise.state != "coming" for promise in made)
        return
    promise = next(one for one in made if one.id == step.promise_id)
    assert (promise.text, promise.owner_id) == (step.text, step.owner_id)
    rows = [row for row in entries.owed_rows(db, promise.council_id)
            if row["source_id"] == promise.id]  # fmt: skip
    owed = db.scalars(
        select(Owed).where(Owed.source_id == promise.id, Owed.done_at.is_(None))
    ).all()
    assert [(row["debtor_id"], row["due_at"]) for row in rows] == [
        (one.debtor_id, one.due_at) for one in owed
    ]


@given(TEXTS, st.lists(st.builds(Change, TEXTS, TEXTS), max_size=5))
@settings(max_examples=50)
def test_texts_ever(text, changes):
    assert {text} | {c.old for c in changes} | {c.new for c in changes} == rules.texts_ever(
        text, changes
    )


def test_only_an_adult_can_be_late():
    today = makers.today()
    gone = today - timedelta(days=1)
    assert rules.standing(State.OPEN, gone, Owner.WORKER, today) is Standing.LATE
    assert rules.standing(State.OPEN, gone, Owner.ME, today) is Standing.COMING
    assert rules.standing(State.OPEN, today, Owner.WORKER, today) is Standing.COMING
    assert rules.standing(State.DONE, gone, Owner.WORKER, today) is Standing.DONE


def test_the_path_ends_behind_and_begins_ahead():
    today = makers.today()

    def stone(days, standing):
        return Stone("x", "You", today + timedelta(days=days), standing, "home")

    late, soon, far = stone(-2, Standing.LATE), stone(1, Standing.COMING), stone(9, Standing.COMING)
    done, before = stone(-9, Standing.DONE), stone(-30, Standing.DONE)
    assert rules.path([far, done, soon, late, before]) == (before, done, late, soon, far)
