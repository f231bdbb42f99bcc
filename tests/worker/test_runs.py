"""Claims of jobs by several workers, on both databases; the clock is the test's own."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from portal.core import clock
from portal.core.jobs import Heartbeat, Job, JobRun, job
from portal.core.logs import JsonLines
from portal.worker import runs
from portal.worker.process import Hands
from portal.worker.rules import DONE, Pace, Turn
from tests.conftest import NOW

EVERY = timedelta(minutes=5)
JOB = Job("reminders", EVERY, lambda _database, _now: None)
BEAT = timedelta(seconds=10)


def claim(worker, now=NOW, job=JOB):
    return runs.claim(worker.database, job, worker.name, now, worker.pace, worker.may_judge(now))


def end(worker, mine, outcome=DONE, now=NOW):
    return runs.end(worker.database, mine, outcome, now)


def rows(database):
    with database.reader() as db:
        found = db.scalars(select(JobRun).order_by(JobRun.slot)).all()
        return [(row.slot, row.outcome, row.tries, row.ended_at is not None) for row in found]


def live(workers, start, seconds):
    """Time passes; these workers are heard every ten seconds."""
    moment = start
    while (moment := moment + BEAT) <= start + timedelta(seconds=seconds):
        with clock.fixed(moment, everywhere=True):
            for worker in workers:
                worker.beat()
    return start + timedelta(seconds=seconds)


def test_a_slot_is_one_workers_only(database, new_worker):
    a, b = new_worker(), new_worker()
    mine = claim(a)
    assert mine is not None
    assert claim(b) is None
    assert end(a, mine)
    assert claim(b) is None
    assert rows(database) == [(NOW, DONE, 1, True)]


def test_many_at_the_same_moment(database, new_worker):
    workers = [new_worker() for _ in range(6)]
    start, got = Barrier(6), []

    def go(worker):
        start.wait()
        got.append(claim(worker))

    threads = [Thread(target=go, args=(worker,)) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([one for one in got if one]) == 1


def test_the_next_slot_waits_for_the_run_before(database, new_worker):
    a, b = new_worker(), new_worker()
    mine = claim(a)
    later = live([a, b], NOW, 300)
    assert JOB.slot(later) > NOW
    assert claim(b, later) is None
    assert end(a, mine, now=later)
    assert claim(b, later) is not None


def test_slots_nobody_was_there_for_are_caught_up_with_one_run(database, new_worker):
    a = new_worker()
    end(a, claim(a))
    days_later = NOW + timedelta(days=3, minutes=2)
    b = new_worker()
    end(b, claim(b, days_later), now=days_later)
    assert claim(b, days_later) is None
    assert [slot for slot, *_ in rows(database)] == [NOW, days_later - timedelta(minutes=2)]


def test_the_slot_of_a_worker_that_died_is_taken_again(database, new_worker):
    dead, b = new_worker(), new_worker()
    lost = claim(dead)
    # Heard as lately as it should be, it is not dead yet.
    assert claim(b, live([b], NOW, 60)) is None
    later = live([b], NOW + timedelta(seconds=60), 10)
    again = claim(b, later)
    assert again is not None and again.id == lost.id
    assert end(b, again, now=later)
    assert rows(database) == [(NOW, DONE, 1, True)]
    # Should it not be dead after all, it cannot say that it is done with what is another's now.
    assert not end(dead, lost, "KeyError", later)


def test_a_worker_that_has_just_begun_takes_nobody_for_dead(database, new_worker):
    dead = new_worker()
    claim(dead)
    later = NOW + timedelta(minutes=4)
    with clock.fixed(later, everywhere=True):
        b = new_worker()
    assert claim(b, later) is None
    assert claim(b, live([b], later, 60)) is not None


def test_while_nobody_could_write_nobody_is_dead(database, new_worker):
    """A long import on SQLite: whoever writes first afterwards does not take the other's run."""
    a, b = new_worker(), new_worker()
    live([a, b], NOW, 120)
    at = NOW + timedelta(seconds=120)
    mine = claim(a, at)
    after = at + timedelta(seconds=200)
    with clock.fixed(after, everywhere=True):
        b.beat()
    assert claim(b, after) is None
    with clock.fixed(after, everywhere=True):
        a.beat()
    assert claim(b, live([a, b], after, 70)) is None
    assert end(a, mine, now=after)


def test_a_run_that_hangs_is_taken_again(database, new_worker):
    a, b = new_worker(), new_worker()
    claim(a)
    hour = NOW + timedelta(minutes=61)
    with clock.fixed(hour, everywhere=True):
        a.beat()
        b.beat()
    assert claim(b, hour) is not None


def test_a_job_that_raises_is_tried_three_times_in_its_slot(database, new_worker):
    a, daily = new_worker(), Job("nightly", timedelta(days=1), JOB.work)
    moment = NOW
    for number in (1, 2, 3):
        mine = claim(a, moment, daily)
        assert mine is not None
        end(a, mine, "OperationalError", moment)
        assert rows(database)[0][1:] == ("OperationalError", number, True)
        assert claim(a, moment + timedelta(minutes=4), daily) is None
        moment += timedelta(minutes=5)
    assert claim(a, moment + timedelta(hours=5), daily) is None
    assert claim(a, moment + timedelta(days=1), daily) is not None


def test_the_look_before_agrees_with_the_claim(database, new_worker):
    a, b = new_worker(), new_worker()

    def look(worker):
        return runs.whose_turn(database, JOB, NOW, worker.pace, worker.may_judge(NOW))

    assert look(a) is Turn.NEW
    mine = claim(a)
    assert look(b) is Turn.WAIT
    end(a, mine)
    assert look(b) is Turn.OVER


def test_signs_of_life_are_forgotten_after_an_hour(database, new_worker):
    new_worker("old")
    with clock.fixed(NOW + timedelta(minutes=59), everywhere=True):
        new_worker("middle")
    with clock.fixed(NOW + timedelta(minutes=61), everywhere=True):
        new_worker("new")
    with database.reader() as db:
        names = sorted(db.scalars(select(Heartbeat.worker)))
    assert [name[:-8] for name in names] == ["middle", "new"]


def test_two_workers_never_have_one_name(new_worker):
    assert new_worker("same").name != new_worker("same").name
    assert len(new_worker("a" * 100).name) <= 40


def test_a_worker_that_cannot_write_goes_on(database, new_worker, monkeypatch):
    a = new_worker()
    monkeypatch.setattr(runs, "beat", lambda *_: 1 / 0)
    a.beat()


@pytest.mark.usefixtures("no_jobs")
def test_what_a_job_raised_is_kept_without_its_words(app, database, new_worker, caplog):
    @job("breaks", EVERY)
    def breaks(_database, _now):
        raise LookupError("what Sam wrote")

    done = []

    @job("works", EVERY)
    def works(_database, _now):
        done.append(_now)

    hands = Hands(app, new_worker(), Pace().look)
    hands.do("breaks")
    hands.do("works")
    hands.do("nobody knows this")
    assert done == [NOW]
    assert [row[1] for row in rows(database)] == ["LookupError", DONE]
    written = [JsonLines().format(record) for record in caplog.records]
    assert any("LookupError" in line and '"breaks"' in line for line in written)
    assert not any("Sam" in line for line in written)
