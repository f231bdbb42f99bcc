"""Whose turn a job is."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.core import jobs
from portal.core.jobs import Job
from portal.worker.rules import DONE, Newest, Pace, Turn, turn

NOW = datetime(2026, 11, 23, 10, 7, 30, tzinfo=UTC)  # a Monday
PACE = Pace()
SLOT = NOW.replace(minute=5, second=0)
MINUTE = timedelta(minutes=1)


def ask(newest, may_judge=True):
    return turn(newest, SLOT, NOW, PACE, may_judge)


def run(**changed):
    columns = {
        "slot": SLOT, "started_at": SLOT, "ended_at": None, "outcome": "", "tries": 1,
        "heard_at": NOW,
    }  # fmt: skip
    return Newest(**{**columns, **changed})


@pytest.mark.parametrize(
    ("newest", "wanted"),
    [
        (None, Turn.NEW),
        # Somebody is at it.
        (run(), Turn.WAIT),
        (run(slot=SLOT - 5 * MINUTE), Turn.WAIT),
        (run(heard_at=NOW - MINUTE), Turn.WAIT),
        # Somebody died.
        (run(heard_at=NOW - MINUTE - timedelta(seconds=1)), Turn.AGAIN),
        (run(heard_at=None), Turn.AGAIN),
        (run(slot=SLOT - timedelta(days=2), heard_at=None), Turn.AGAIN),
        # Somebody hangs.
        (run(started_at=NOW - timedelta(minutes=60)), Turn.WAIT),
        (run(started_at=NOW - timedelta(minutes=61)), Turn.AGAIN),
        # It is over.
        (run(ended_at=NOW, outcome=DONE), Turn.OVER),
        (run(ended_at=NOW, outcome=DONE, slot=SLOT - 5 * MINUTE), Turn.NEW),
        # Another clock is ahead of ours.
        (run(ended_at=NOW, outcome=DONE, slot=SLOT + 5 * MINUTE), Turn.OVER),
        # It raised.
        (run(ended_at=NOW - 5 * MINUTE, outcome="KeyError"), Turn.AGAIN),
        (run(ended_at=NOW - 4 * MINUTE, outcome="KeyError"), Turn.WAIT),
        (run(ended_at=NOW - 5 * MINUTE, outcome="KeyError", tries=3), Turn.OVER),
        (run(ended_at=NOW, outcome="KeyError", tries=3, slot=SLOT - 5 * MINUTE), Turn.NEW),
    ],
)
def test_whose_turn(newest, wanted):
    assert ask(newest) is wanted


def test_whoever_was_not_heard_itself_takes_nobody_for_dead():
    silent = run(heard_at=NOW - timedelta(minutes=5))
    assert ask(silent, may_judge=False) is Turn.WAIT
    assert ask(silent, may_judge=True) is Turn.AGAIN


@pytest.mark.parametrize(
    ("every", "slot"),
    [
        (timedelta(seconds=1), NOW),
        (timedelta(minutes=5), NOW.replace(minute=5, second=0)),
        (timedelta(hours=6), NOW.replace(hour=6, minute=0, second=0)),
        (timedelta(days=1), NOW.replace(hour=0, minute=0, second=0)),
        (timedelta(days=7), NOW.replace(hour=0, minute=0, second=0)),
    ],
)
def test_slots_begin_at_midnight(every, slot):
    job = Job("one", every, lambda _database, _now: None)
    assert job.slot(NOW) == slot
    assert job.slot(slot + every - timedelta(microseconds=1)) == slot
    assert job.slot(slot + every) == slot + every


@pytest.mark.parametrize(
    "every",
    [timedelta(0), timedelta(minutes=7), timedelta(hours=36), timedelta(days=8), -MINUTE],
)
def test_a_slot_that_would_not_begin_at_midnight_is_refused(every):
    with pytest.raises(ValueError, match="one"):
        jobs.job("one", every)
