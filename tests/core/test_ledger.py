from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask, g
from sqlalchemy import func, select

from portal.core import ledger
from portal.core.db import attach
from portal.core.ledger import Tally

MINUTE = timedelta(minutes=1)


def test_tries_are_counted(database, now):
    assert [ledger.count(database, "sam", MINUTE, now) for _ in range(3)] == [1, 2, 3]
    assert ledger.count(database, "alex", MINUTE, now) == 1


def test_a_window_that_is_over_begins_again(database, now):
    ledger.count(database, "sam", MINUTE, now)
    just_before = now + MINUTE - timedelta(microseconds=1)
    assert ledger.count(database, "sam", MINUTE, just_before) == 2
    assert ledger.count(database, "sam", MINUTE, now + MINUTE) == 1
    assert ledger.count(database, "sam", MINUTE, now + MINUTE) == 2


def test_a_try_that_succeeds_wipes_the_count(database, now):
    ledger.count(database, "sam", MINUTE, now)
    ledger.forget(database, "sam")
    assert ledger.count(database, "sam", MINUTE, now) == 1


def test_no_user_name_is_kept(database, now):
    ledger.count(database, "sam-the-user", MINUTE, now)
    with database.reader() as handle:
        (name,) = handle.scalars(select(Tally.name))
    assert "sam" not in name
    assert len(name) == 64


def test_tries_at_the_same_time_are_all_counted(database, now):
    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(lambda _: ledger.count(database, "sam", MINUTE, now), range(20)))
    assert sorted(counts) == list(range(1, 21))


def test_jobs_are_done_once_and_together(database, now):
    app = Flask("only-the-ledger")
    attach(app, database)
    row = {"count": 1, "last_at": now, "ends_at": now}
    with app.test_request_context():
        ledger.after_answer(lambda c: c.execute(Tally.__table__.insert().values(name="a", **row)))
        ledger.after_answer(lambda c: c.execute(Tally.__table__.insert().values(name="b", **row)))
        ledger.write(database)
        assert "ledger_jobs" not in g
        ledger.write(database)
    assert _tallies(database) == 2


def test_a_job_that_fails_leaves_nothing_behind(database, now):
    app = Flask("only-the-ledger")
    attach(app, database)
    row = {"count": 1, "last_at": now, "ends_at": now}

    def fails(_connection):
        raise RuntimeError("the disk is full")

    with app.test_request_context():
        ledger.after_answer(lambda c: c.execute(Tally.__table__.insert().values(name="a", **row)))
        ledger.after_answer(fails)
        with pytest.raises(RuntimeError):
            ledger.write(database)
    assert _tallies(database) == 0


def _tallies(database):
    with database.reader() as handle:
        return handle.scalar(select(func.count()).select_from(Tally))


def test_several_are_counted_in_one_go_and_say_when_they_are_over(database, now):
    ledger.count(database, "sam", MINUTE, now)
    later = now + timedelta(seconds=30)
    counted = ledger.count_each(database, ["sam", "home"], MINUTE, later)
    assert (counted["sam"].count, counted["sam"].ends_at) == (2, now + MINUTE)
    assert (counted["home"].count, counted["home"].ends_at) == (1, later + MINUTE)


def test_one_is_taken_back_and_never_more_than_there_are(database, now):
    ledger.count_each(database, ["sam", "home"], MINUTE, now)
    for _ in range(3):
        ledger.take_back(database, "sam", "nobody")
    assert ledger.count(database, "sam", MINUTE, now) == 1
    assert ledger.count(database, "home", MINUTE, now) == 2


def test_counting_in_any_order_nobody_waits_for_ever(database, now):
    def both(turned):
        names = ["sam", "home", "school"]
        ledger.count_each(database, names[::-1] if turned else names, MINUTE, now)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(both, [True, False] * 10))
    assert ledger.count(database, "school", MINUTE, now) == 21
