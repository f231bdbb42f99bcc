"""One run: people write, processes die, all becomes quiet, and somebody judges."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import func, select

from portal.core.db import Database
from portal.core.jobs import JobRun
from portal.house import Outbox
from tests.torture import judging, killing, writers
from tests.torture.killing import WORKERS, Stage

BETWEEN = (0.1, 1.0)  # seconds from one kill to the next
KEPT_BETWEEN = 4  # messages for each kill: a slow machine waits for them, so that it shows as much
QUIET_SECONDS = 40


@dataclass
class Outcome:
    faults: list[str]
    kept: int = 0  # messages that were acknowledged
    again: int = 0  # how often a message was sent once more with its key
    kills: dict[str, int] = field(default_factory=dict)
    cut: int = 0  # runs of a job that were killed in the middle
    sent_again: int = 0  # outbox rows written down more than once
    seconds: float = 0.0
    worker_ends: list[int] = field(default_factory=list)
    errors: dict[str, int] = field(default_factory=dict)  # what the processes logged, how often
    log: str = ""


def torture(
    database: Database, folder: Path, kills: int, seed: int,
    say: Callable[[str], None] = lambda _words: None, **environment: str,
) -> Outcome:  # fmt: skip
    """Kill `kills` processes while six people write; then wait until all is quiet."""
    draw = random.Random(seed)
    began = time.monotonic()
    whom = writers.people(database)
    stop = threading.Event()
    with killing.staged(database, folder, **environment) as stage:
        writing = writers.begin_all(stage.port, whom, stop)
        counts = {"worker": 0, "web process": 0, "web": 0}
        for number in range(kills):
            time.sleep(draw.uniform(*BETWEEN))
            _until_kept(writing, KEPT_BETWEEN * number)
            counts[_kill_one(stage, draw)] += 1
            if number % 50 == 49:
                say(f"{number + 1} kills, {sum(len(one.sent) for one in writing)} messages kept")
        stage.until_it_answers()
        _until_kept(writing, KEPT_BETWEEN * kills)
        stop.set()
        for one in writing:
            one.join(writers.GIVE_UP_SECONDS + 20)
        _until_quiet(database)
        ends = stage.stop_workers()
        faults = judging.faults(database, folder, writing, stage.killed)
        return Outcome(
            faults, sum(len(one.sent) for one in writing), sum(one.again for one in writing),
            counts, *judging.cut(folder), time.monotonic() - began, ends, stage.errors(),
            stage.log(),
        )  # fmt: skip


def _kill_one(stage: Stage, draw: random.Random) -> str:
    chance = draw.random()
    if chance < 0.45:
        stage.kill_worker(draw.randrange(WORKERS))
        return "worker"
    if chance < 0.92:
        stage.kill_web_child(draw.randrange(2))
        return "web process"
    stage.kill_web()
    return "web"


def _until_kept(writing: Sequence[writers.Writer], least: int) -> None:
    """So many messages are kept; or nobody writes any longer, of which the judge hears."""
    ends = time.monotonic() + killing.PATIENCE_SECONDS
    while sum(len(one.sent) for one in writing) < least and time.monotonic() < ends:
        time.sleep(0.05)


def _until_quiet(database: Database) -> None:
    """Nothing waits in the outbox, and every slot that somebody had is over; or we are out of
    patience, and the judge says what is wrong. New slots come all the time."""
    ends = time.monotonic() + QUIET_SECONDS
    with database.reader() as db:
        begun = set(db.scalars(select(JobRun.id).where(JobRun.ended_at.is_(None))))
    while time.monotonic() < ends:
        with database.reader() as db:
            waits = db.scalar(select(func.count()).where(Outbox.done_at.is_(None)))
            open_still = set(db.scalars(select(JobRun.id).where(JobRun.ended_at.is_(None))))
        if not waits and not open_still & begun:
            return
        time.sleep(0.2)
