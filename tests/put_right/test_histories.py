"""Random histories of complaints: whatever happens, each is in exactly one state, and while the
council's clock runs somebody it is not about has it, by a day, and it goes on when that is past."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from portal.clocks.days import load_holidays
from portal.core import clock
from portal.core.access import Role, Viewer
from portal.core.db import Db
from portal.house import Complaint, ComplaintStep, KeptFrom, Leave, Membership, Owed, OwedStep, Stop
from portal.owed.passing import follow, go_on
from portal.people.stops import stopped
from portal.put_right.complaints import actions, pages, policy, rules
from portal.put_right.complaints.actions import ChangedMeanwhile, Note, NothingGoesThere, Words
from portal.put_right.complaints.rules import OVER, WAITING, Outcome, State, What, When
from portal.rebuild.build import Changes, rebuild
from tests import makers

EVENTS = tuple(What)


@pytest.mark.parametrize("seed", range(10))
def test_a_thousand_histories_each_have_a_way_on(seed):
    """A hundred for each seed."""
    chance, day, holidays = random.Random(seed), datetime(2026, 3, 2).date(), load_holidays()
    for _history in range(100):
        stage, state = 1, State.LOOKING
        for _step in range(chance.randrange(20)):
            what, late = chance.choice(EVENTS), chance.random() < 0.5
            stage, state = rules.after(stage, state, what, late=late)
            assert state in set(State) and 1 <= stage <= rules.STAGES
            if state in WAITING:
                assert rules.due_on(stage, state, day, holidays) is not None
                assert rules.late_from(stage, state, day, holidays) is not None
                does = {State.PANEL: What.HELD, State.FINDINGS: What.FOUND}
                assert rules.after(stage, state, does.get(state, What.ANSWERED)) != (stage, state)
            else:
                assert rules.due_on(stage, state, day, holidays) is None
            if state not in OVER:
                assert rules.after(stage, state, What.WITHDRAWN)[1] is State.WITHDRAWN
            if state is State.ANSWERED:
                assert rules.after(stage, state, What.SETTLED) == (stage, State.SETTLED)


# --- with the database ---------------------------------------------------------------------------


@dataclass
class World:
    """Mia, her worker, four managers and the safeguarding lead: any of them may be complained
    about, leave, or be away; never all at once."""

    db: Db
    chance: random.Random
    now: datetime
    mia: Viewer
    worker: Viewer
    staff: list[Viewer]
    gone: list[int] = field(default_factory=list)
    number: int = 0

    def key(self) -> str:
        self.number += 1
        return f"k{self.number}"

    def cards(self, viewer: Viewer) -> list[pages.Card]:
        rows = self.db.execute(
            pages._cards()
            .where(policy.reads(viewer))
            .order_by(Complaint.made_at, Complaint.id)
            .execution_options(populate_existing=True)
        )
        return [pages._card(row, self.now) for row in rows]


def a_world(db: Db, seed: int, now: datetime) -> World:
    young, worker = makers.make_pair(db)
    here = {"council_id": young.council_id}
    managers = [makers.make_worker(db, account=False, **here) for _n in range(4)]
    for one in managers:
        makers.make_membership(db, one, role=Role.MANAGER)
    makers.make_membership(db, young)
    lead = makers.make_viewer(db, makers.make_lead(db, **here))
    return World(
        db, random.Random(seed), now, makers.make_viewer(db, young), makers.make_viewer(db, worker),
        [*(makers.make_viewer(db, one, Role.MANAGER) for one in managers), lead],
    )  # fmt: skip


def complains(w: World) -> None:
    about = [w.worker.person_id, *(w.chance.sample(w.staff, 2)[n].person_id for n in range(2))]
    kept = tuple(w.chance.sample(about, w.chance.randrange(3)))
    found = policy.dealers(w.db, w.mia.council_id, w.mia.person_id, w.now)
    could = [one for one in found if one.id not in kept]
    if not could or w.db.scalar(select(stopped(w.mia.person_id))):
        return
    words = Words("words", "", "", w.chance.choice(list(When)), kept)
    actions.complain(w.db, w.mia, words, could[0].id, w.key(), w.now)


def young_does(w: World) -> None:
    w.now += timedelta(minutes=1)  # no two waits begin at the same moment
    cards = w.cards(w.mia)
    if not cards or w.db.scalar(select(stopped(w.mia.person_id))):
        return  # nothing was said, or their account is sealed
    card = w.chance.choice(cards)
    asks, rest = actions.asks_on, (actions.withdraws, actions.settles, None)
    what = w.chance.choice((asks, asks, asks, *rest))
    before = w.db.begin_nested()
    try:
        if what is actions.settles:
            what(w.db, w.mia, card, w.key(), w.now)
        elif what is not None:
            what(w.db, w.mia, card, "", w.key(), w.now)
        elif not card.over:
            found = policy.dealers(w.db, w.mia.council_id, w.mia.person_id, w.now, card.id)
            others = [one.id for one in found if one.id != card.handler_id]
            if others:
                actions.not_them(w.db, w.mia, card, others[0], w.key(), w.now)
    except ChangedMeanwhile:
        before.rollback()  # as a request does


def staff_do(w: World) -> None:
    w.now += timedelta(minutes=1)
    for one in w.staff:
        for card in w.cards(one)[:2]:
            before = w.db.begin_nested()
            try:
                _does(w, one, card)
            except (ChangedMeanwhile, NothingGoesThere):
                before.rollback()


def _does(w: World, one: Viewer, card: pages.Card) -> None:
    day = clock.today(w.now)
    notes = (
        Note(What.TAKEN), Note(What.FROZEN, "x"), Note(What.PANEL_SET, day=day),
        Note(What.HELD, day=day), Note(What.FOUND, "x"),
        Note(What.EXTENDED, "x", card.longest or day + timedelta(days=20)),
    )  # fmt: skip
    if w.chance.random() < 0.4:
        what = actions.Answer(w.chance.choice((Outcome.UPHELD, Outcome.NOT_UPHELD)), "Sorry.")
        actions.answer(w.db, one, card, what, w.key(), w.now)
    else:
        actions.note(w.db, one, card, w.chance.choice(notes), w.key(), w.now)


def leaves(w: World) -> None:
    """Somebody's place ends; whoever left longest ago comes back, so that two are always there."""
    one = w.chance.choice([staff for staff in w.staff if staff.person_id not in w.gone])
    if len(w.gone) >= 2:
        back = w.gone.pop(0)
        w.db.execute(update(Membership).where(Membership.person_id == back).values(ends=None))
    w.gone.append(one.person_id)
    ends = clock.today(w.now) - timedelta(days=1)
    w.db.execute(update(Membership).where(Membership.person_id == one.person_id).values(ends=ends))


def away(w: World) -> None:
    w.db.execute(update(Leave).values(cancelled_at=w.now))
    one, day = w.chance.choice(w.staff), clock.today(w.now)
    person = w.db.get_one(makers.Person, one.person_id)
    makers.make_leave(w.db, person, starts=day, ends=day + timedelta(days=9), made_at=w.now)


def stops(w: World) -> None:
    there = w.db.scalars(select(Stop).where(Stop.lifted_at.is_(None))).first()
    if there is None and w.chance.random() < 0.3:
        makers.make_stop(w.db, w.db.get_one(makers.Person, w.mia.person_id))
    else:
        w.db.execute(update(Stop).values(lifted_at=w.now))
    rebuild(w.db, w.mia.council_id, w.now)


def time_passes(w: World) -> None:
    w.now += timedelta(days=w.chance.choice((1, 3, 25, 60)))


WHAT_HAPPENS = (
    complains, complains, young_does, young_does, staff_do, staff_do, staff_do, leaves, away, stops,
    time_passes, time_passes,
)  # fmt: skip


def check(w: World) -> None:
    w.db.expire_all()
    rows = w.db.scalars(select(Owed).where(Owed.kind == "complaint", Owed.done_at.is_(None))).all()
    owed = {row.source_id: row for row in rows}
    assert len(owed) == len(rows)
    quiet = bool(w.db.scalar(select(stopped(w.mia.person_id))))
    kept = {(one.source_id, one.person_id) for one in w.db.scalars(select(KeptFrom))}
    for one in w.db.scalars(select(Complaint)):
        state, row = State(one.state), owed.pop(one.id, None)
        assert (one.over_at is not None) == (state in OVER)
        if state not in WAITING or quiet:
            assert row is None, state
            continue
        assert row is not None, state
        assert (row.debtor_id, row.since, row.due_at) == (one.handler_id, one.since, one.due_at)
        assert row.next_at is not None and row.next_at > w.now, "it goes on in time"
        assert (one.id, one.handler_id) not in kept
        assert one.handler_id not in w.gone, "whoever has it is there"
    assert not owed
    for step in w.db.scalars(select(OwedStep)):
        assert step.to_id in {one.person_id for one in w.staff}
    for viewer in (w.worker, *w.staff):
        read = {card.id for card in w.cards(viewer)}
        assert not {(id, viewer.person_id) for id in read} & kept
    assert rebuild(w.db, w.mia.council_id, w.now) == Changes(0, 0, 0)


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_somebody_it_is_not_about_has_it(app, db, now, seed):
    w = a_world(db, seed, now)
    with app.test_request_context():
        for number in range(56):
            w.chance.choice(WHAT_HAPPENS)(w)
            w.db.flush()
            follow(w.db, w.mia.council_id, w.now)
            go_on(w.db, w.now)
            if number % 7 == 6:
                check(w)
    happened = set(db.scalars(select(ComplaintStep.what)))
    assert {"answered", "asked_on", "went_on"} <= happened
