"""The agenda and what is owed are written twice over: by each room in the commit of its change,
and afresh by the rebuild. The two must agree, whatever people did."""

import contextlib
import random
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import NoResultFound

from portal.core import clock
from portal.demo import bulk, load
from portal.house import AgendaItem, Council, DoneOn, Message, Owed, OwedStep, Promise, Visit
from portal.messages import actions as messages
from portal.messages import desks as message_desks
from portal.owed import passing
from portal.people.rules import ALL_GRANTS, Kind
from portal.promises import actions as promises
from portal.rebuild import Changes, rebuild
from tests import makers
from tests.conftest import NOW

NOTHING = Changes()


@pytest.fixture
def family(db):
    """Three young people, two workers and a manager who can answer for all of them."""
    council = makers.make_council(db)
    workers = [makers.make_worker(db, known_as=name) for name in ("Priya", "Omar")]
    grace = makers.make_worker(db, known_as="Grace")
    young = [makers.make_young(db) for _ in range(3)]
    for n, one in enumerate(young):
        makers.make_connection(db, one, workers[n % 2], grants=ALL_GRANTS)
        makers.make_connection(db, one, grace, Kind.MANAGER, grants=ALL_GRANTS)
        makers.make_episode(db, one)
        makers.make_visit(db, one, workers[n % 2], state="done", wall=makers.at(-20))
        makers.make_visit(db, one, workers[n % 2])
        makers.make_review(db, one)
        makers.make_family_time(db, one)
        for adult in (*workers, grace):
            makers.make_promise(db, one, adult, due=makers.today() + timedelta(days=n - 1))
    rebuild(db, council.id, clock.now())
    return council, young, [*workers, grace]


@pytest.mark.parametrize("seed", range(4))
def test_after_whatever_people_do_it_changes_nothing(app, db, family, seed):
    council, young, adults = family
    draw = random.Random(seed)
    viewers = {person.id: makers.make_viewer(db, person) for person in (*young, *adults)}
    made = db.scalars(select(Promise)).all()
    moment = NOW

    def ask():
        who = viewers[draw.choice(young).id]
        kind = draw.choice(["text", "ok", "call", "help"])
        send(who, message_desks.own_desk(db, who, moment), kind)

    def answer():
        one = draw.choice(young)
        who = viewers[draw.choice(adults).id]
        with contextlib.suppress(NoResultFound):  # of the two workers one is not theirs
            send(who, message_desks.desk_of(db, who, one.ref, moment), "text")

    def send(who, desk, kind):
        key = f"key-{moment}"
        for _ in range(draw.choice((1, 1, 2))):
            messages.send(db, who, desk, kind, "Words", key, moment)

    def keep():
        promise = draw.choice(made)
        with contextlib.suppress(NoResultFound):
            promises.keep(db, viewers[promise.owner_id], promise.ref, "", moment)

    def look():
        passing.go_on(db, moment)

    for step in range(30):
        moment += timedelta(minutes=draw.randint(1, 240))
        act = draw.choice((ask, ask, answer, keep, look, look))
        with app.test_request_context():
            act()
        db.flush()
        # Clocks that are told by the day move with the day, so it is held.
        assert rebuild(db, council.id, NOW) == NOTHING, f"{act.__name__}, step {step}"
    assert len(db.scalars(select(Message.id)).all()) > 5
    assert len(db.scalars(select(OwedStep.id)).all()) > 2


def test_it_mends_what_is_missing_wrong_or_too_much(db, family, now):
    council, young, adults = family
    db.execute(update(AgendaItem).where(AgendaItem.kind == "review").values(with_label="Wrong"))
    db.execute(update(Owed).where(Owed.kind == "promise").values(due_at=now))
    lost = db.scalars(select(AgendaItem).where(AgendaItem.kind == "family_time")).all()
    for item in lost:
        db.delete(item)
    makers.make_agenda_item(db, young[0])
    makers.make_owed(db, adults[0], young[0])
    done = rebuild(db, council.id, now)
    assert (done.added, done.changed, done.removed) == (3, 3 + 9, 2)
    assert rebuild(db, council.id, now) == NOTHING


def test_another_councils_rows_are_left_alone(db, family, now):
    other = makers.make_young(db, council=makers.make_council(db))
    item = makers.make_agenda_item(db, other)
    rebuild(db, family[0].id, now)
    assert db.get(AgendaItem, item.id) is not None


def test_a_visit_done_moves_the_day_by_which_the_next_should_be(db, family, now):
    council, young, _adults = family

    def by():
        return db.scalar(
            select(AgendaItem.day).where(
                AgendaItem.person_id == young[0].id, AgendaItem.kind == "by_visit"
            )
        )

    before = by()
    visit = select(Visit).where(Visit.person_id == young[0].id, Visit.state == "coming")
    found = db.scalars(visit).one()
    found.state, found.wall = "done", makers.at(-1)
    rebuild(db, council.id, now)
    assert before is not None
    assert by() > before


def test_without_records_of_a_kind_no_day_is_said(db, now):
    """A council that sends no health dates is not told that every check is late."""
    sam = makers.make_young(db)
    makers.make_connection(db, sam, makers.make_worker(db))
    makers.make_episode(db, sam)
    rebuild(db, sam.council_id, now)
    health = select(AgendaItem.id).where(AgendaItem.kind == "by_health")
    assert db.scalars(health).all() == []
    day = makers.today() - timedelta(days=30)
    whose = {"council_id": sam.council_id, "person_id": sam.id}
    makers.make(db, DoneOn, {**whose, "clock": "health", "day": day, "how": ""}, {})
    rebuild(db, sam.council_id, now)
    assert len(db.scalars(health).all()) == 1


def test_the_demo_council_and_people_in_bulk_are_as_they_should_be(db, now):
    load.load(db, clock.today(now))
    bulk.add(db, 60, 1, clock.today(now))
    for council_id in db.scalars(select(Council.id)).all():
        assert rebuild(db, council_id, now) == NOTHING
