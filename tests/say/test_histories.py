"""Random histories: whatever happens, everything that was said is in exactly one state, and while
it waits somebody owes the answer by a day, or it goes on to somebody who does."""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from portal.core import clock
from portal.core.access import Role, Viewer
from portal.core.db import Db
from portal.house import Connection, Leave, Owed, OwedStep, Person, Said, SaidAnswer, Stop
from portal.my_views import routes as my_views
from portal.owed.passing import follow, go_on
from portal.people.rules import Kind
from portal.people.stops import stopped
from portal.put_right.kinds import PROBLEM, UNFAIR
from portal.rebuild.build import Changes, rebuild
from portal.reviews import pages as reviews
from portal.reviews import routes as reviews_routes
from portal.say import actions, passing, policy
from portal.say.actions import NobodyAnswers, NothingGoesThere, Words
from portal.say.rules import (
    MOST_TURNS,
    OWED_KIND,
    WAITING,
    Answer,
    Event,
    Found,
    Owner,
    Readers,
    State,
    after,
    state_after,
)
from tests.makers import (
    make_connection,
    make_leave,
    make_stop,
    make_viewer,
    make_worker,
    make_young,
    today,
)

ASKED = (
    passing,
    my_views,
    reviews_routes,
)  # they say how things go on and what can be said, when loaded
# What can be said of any of the rooms: before a review, to its officer, of its letter, a problem.
KINDS = ("view", reviews.IRO, reviews.RECORD, PROBLEM, UNFAIR)
EVENTS = ("read", "talked", "answered", *Found)


@pytest.mark.parametrize("seed", range(10))
def test_a_thousand_histories_are_each_in_one_state_from_which_there_is_a_way_on(seed):
    """A hundred for each seed."""
    chance = random.Random(seed)
    for _history in range(100):
        state, turn, answers, happened = State.SENT, 1, 0, []
        for _step in range(chance.randrange(16)):
            what = chance.choice(EVENTS)
            before = state
            state, turn = after(state, turn, what)
            answers += what == "answered" and before in WAITING
            happened.append(Event(what))
            assert state in set(State)
            assert 1 <= turn <= MOST_TURNS
            # Whoever owes it can answer; whoever was answered can say what they think of it.
            now = (state, turn)
            assert (after(*now, "answered") != now) == (state in WAITING)
            assert (after(*now, Found.YES) != now) == (state is State.ANSWERED)
            assert answers == (turn - 1 if state in WAITING else turn)
            if state is State.ENDED:
                assert answers == MOST_TURNS
        assert state_after(happened) == (state, turn)


# --- with the database ---------------------------------------------------------------------------


@dataclass
class World:
    """Two young people, with a worker each, a cover, three officers, two managers, one on duty."""

    db: Db
    chance: random.Random
    now: datetime
    young: list[Viewer]
    workers: list[Viewer]
    cover: Viewer
    officers: list[Viewer]
    managers: list[Viewer]
    duty: Viewer
    number: int = 0

    @property
    def council_id(self) -> int:
        return self.duty.council_id

    @property
    def staff(self) -> list[Viewer]:
        return [*self.workers, self.cover, *self.officers, *self.managers, self.duty]

    def key(self) -> str:
        self.number += 1
        return f"k{self.number}"

    def some(self, *states: State) -> list[Said]:
        rows = self.db.scalars(
            select(Said).where(Said.state.in_(states)).execution_options(populate_existing=True)
        )
        return list(rows)


def a_world(db: Db, seed: int, now: datetime) -> World:
    first = make_young(db)
    here = {"council_id": first.council_id}
    second = make_young(db, **here)
    workers, officers = ([make_worker(db, **here) for _n in range(n)] for n in (2, 3))
    cover, duty = make_worker(db, **here), make_worker(db, **here)
    managers = [make_worker(db, **here) for _n in range(2)]
    for one, worker, officer in zip((first, second), workers, officers, strict=False):
        make_connection(db, one, worker, starts=today() - timedelta(days=90))
        make_connection(db, one, officer, kind=Kind.IRO)
        make_connection(db, one, cover, kind=Kind.COVER, starts=today() - timedelta(days=5))
        make_connection(db, one, managers[0], kind=Kind.MANAGER)
    return World(
        db, random.Random(seed), now,
        [make_viewer(db, one) for one in (first, second)],
        [make_viewer(db, one) for one in workers], make_viewer(db, cover),
        [make_viewer(db, one, Role.IRO) for one in officers],
        [make_viewer(db, one, Role.MANAGER) for one in managers],
        make_viewer(db, duty, Role.DUTY),
    )  # fmt: skip


WAYS = (
    (Readers.IRO | Readers.WORKER, Owner.WORKER), (Readers.WORKER, Owner.WORKER),
    (Readers.IRO, Owner.IRO), (Readers(0), Owner.MANAGER),
)  # fmt: skip


def says(w: World) -> None:
    readers, owner = w.chance.choice(WAYS)
    one, kind = w.chance.choice(w.young), w.chance.choice(KINDS)
    # Where it is refused nothing was kept, and they are told whom else they can choose.
    with suppress(NobodyAnswers, NothingGoesThere):
        actions.say(w.db, one, [Words(kind, readers, owner, "words")], w.key(), w.now)


def talks(w: World) -> None:
    refs = [said.ref for said in w.some(*WAITING)][:3]
    actions.talked(w.db, w.chance.choice(w.staff), refs, "", w.now)


def answers(w: World) -> None:
    for viewer in w.chance.sample(w.staff, 3):
        refs = w.db.scalars(
            select(Said.ref).where(Said.state.in_(WAITING), policy.answers(viewer, w.now)).limit(2)
        ).all()
        for ref in refs:
            try:
                actions.answer(
                    w.db, viewer, ref, w.chance.choice((Answer.DID, Answer.WHY_NOT)), "done", None,
                    w.key(), w.now,
                )  # fmt: skip
            except NothingGoesThere:
                continue


def finds(w: World) -> None:
    w.now += timedelta(minutes=1)  # no two waits begin at the same moment
    for said in w.some(State.ANSWERED)[-3:]:
        mine = next(one for one in w.young if one.person_id == said.person_id)
        before = w.db.begin_nested()
        try:
            actions.found(w.db, mine, said.ref, w.chance.choice(list(Found)), "", w.key(), w.now)
        except NothingGoesThere:
            before.rollback()  # as a request does


def worker_changes(w: World) -> None:
    """The worker of one leaves; sometimes somebody follows."""
    one = w.chance.choice(w.young)
    w.db.execute(
        update(Connection)
        .where(Connection.of_id == one.person_id, Connection.kind == Kind.SOCIAL_WORKER.value)
        .values(ends=clock.today(w.now) - timedelta(days=1))
    )
    if w.chance.random() < 0.6:
        to = w.chance.choice(w.workers)
        _connect(w, one, to, Kind.SOCIAL_WORKER)


def officer_changes(w: World) -> None:
    one = w.chance.choice(w.young)
    w.db.execute(
        update(Connection)
        .where(Connection.of_id == one.person_id, Connection.kind == Kind.IRO.value)
        .values(ends=clock.today(w.now) - timedelta(days=1))
    )
    for _n in range(w.chance.randrange(3)):
        _connect(w, one, w.chance.choice(w.officers), Kind.IRO)


def _connect(w: World, one: Viewer, to: Viewer, kind: Kind) -> None:
    there = w.db.scalars(
        select(Connection).where(
            Connection.of_id == one.person_id, Connection.with_id == to.person_id,
            Connection.kind == kind.value, Connection.starts == clock.today(w.now),
        )
    ).first()  # fmt: skip
    if there is not None:
        there.ends = None
        w.db.flush()
        return
    make_connection(
        w.db, w.db.get_one(Person, one.person_id), w.db.get_one(Person, to.person_id), kind,
        starts=clock.today(w.now),
    )  # fmt: skip


def leave_begins(w: World) -> None:
    away = w.chance.choice([*w.workers, *w.officers, *w.managers])
    cover = w.cover if w.chance.random() < 0.7 else None
    day = clock.today(w.now)
    make_leave(
        w.db, w.db.get_one(Person, away.person_id),
        w.db.get_one(Person, cover.person_id) if cover else None,
        starts=day, ends=day + timedelta(days=w.chance.randrange(1, 9)), made_at=w.now,
    )  # fmt: skip


def leave_ends(w: World) -> None:
    w.db.execute(update(Leave).values(cancelled_at=w.now))


def stops(w: World) -> None:
    if w.db.scalars(select(Stop.id).where(Stop.lifted_at.is_(None))).first() is None:
        one = w.chance.choice(w.young)
        make_stop(w.db, w.db.get_one(Person, one.person_id))
        rebuild(w.db, w.council_id, w.now)


def lifts(w: World) -> None:
    w.db.execute(update(Stop).values(lifted_at=w.now))
    rebuild(w.db, w.council_id, w.now)


def time_passes(w: World) -> None:
    w.now += timedelta(hours=w.chance.choice((1, 7, 30, 80)))


EVENTS_OF_THE_WORLD = (
    says, says, says, talks, answers, answers, finds, finds, worker_changes, officer_changes,
    leave_begins, leave_ends, stops, lifts, time_passes, time_passes,
)  # fmt: skip


def check(w: World) -> None:
    """Nothing is without an answer path, and what is kept is what is made afresh."""
    w.db.expire_all()
    owed = w.db.execute(
        select(Owed.source_id, Owed.kind, Owed.debtor_id, Owed.due_at, Owed.next_at, Owed.since)
        .where(Owed.source_kind == "said", Owed.done_at.is_(None))
    ).all()  # fmt: skip
    rows = {row.source_id: row for row in owed}
    assert len(rows) == len(owed)
    quiet = set(w.db.scalars(select(Said.person_id).where(stopped(Said.person_id))))
    for said in w.db.scalars(select(Said)):
        assert said.state in set(State)
        row = rows.pop(said.id, None)
        if said.state not in WAITING or said.person_id in quiet:
            assert row is None, said.state
            continue
        assert row is not None, said.state
        assert row.kind == OWED_KIND[Owner(said.owner)]
        assert row.since == said.turn_at
        assert row.due_at == said.due_at
        assert row.debtor_id
        assert row.next_at is not None
        assert row.next_at > w.now, "it goes on in time"
    assert not rows
    _somebody_can_answer_or_was_told(w, quiet)
    assert rebuild(w.db, w.council_id, w.now) == Changes(0, 0, 0)


def _somebody_can_answer_or_was_told(w: World, quiet: set[int]) -> None:
    can = {
        id
        for viewer in w.staff
        for id in w.db.scalars(select(Said.id).where(policy.answers(viewer, w.now)))
    }
    told = set(
        w.db.scalars(
            select(OwedStep.source_id).join(
                Said, (Said.id == OwedStep.source_id) & (Said.turn_at == OwedStep.since)
            )
        )
    )
    for said in w.db.scalars(select(Said).where(Said.state.in_(WAITING))):
        if said.person_id in quiet or said.id in can or said.id in told:
            continue
        late = said.due_at <= w.now
        assert said.owner == Owner.WORKER, "nobody can answer, and nobody was told"
        assert not late, "late, and nobody was told"


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_nothing_is_without_somebody_who_answers(db, now, seed):
    w = a_world(db, seed, now)
    for number in range(48):
        w.chance.choice(EVENTS_OF_THE_WORLD)(w)
        w.db.flush()
        go_on(w.db, w.now)
        follow(w.db, w.council_id, w.now)
        if number % 4 == 3:
            check(w)
    assert w.some(*State)
    assert w.db.scalars(select(SaidAnswer.turn)).all()
