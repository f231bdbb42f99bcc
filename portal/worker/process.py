"""The worker process: some threads that do what is due, one that says what is due, and a beat."""

from __future__ import annotations

import logging
import os
import platform
import secrets
import signal
import threading
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import Flask
from huey.consumer import Consumer as HueyConsumer
from huey.consumer import ForkSafeFlag
from huey.consumer import Scheduler as HueyScheduler
from huey.consumer import Worker as HueyWorker

from portal.core import clock
from portal.core.db import Database
from portal.core.jobs import Job, jobs, pumps
from portal.core.settings import Settings
from portal.worker import runs
from portal.worker.calm import Calm
from portal.worker.queue import Queue
from portal.worker.rules import DONE, THREADS, Pace, Turn

AFTER_AN_ERROR = 10.0  # seconds until a pump that raised is called again

log = logging.getLogger(__name__)
calm = Calm(log)


def a_name(given: str | None = None) -> str:
    """A worker's name, never that of another: what it left behind when it died is found by it."""
    return f"{given or f'{platform.node()[:16]}-{os.getpid()}'}"[:31] + secrets.token_hex(4)


class Presence:
    """This worker, and since when it was heard without a gap."""

    def __init__(self, database: Database, name: str, pace: Pace) -> None:
        self.database, self.name, self.pace = database, name, pace
        self.started_at = clock.now()
        self._steady_since: datetime | None = None
        self._heard_at: datetime | None = None

    def beat(self) -> None:
        """Never raises: a worker that cannot write at the moment tries again at the next beat."""
        try:
            runs.beat(self.database, self.name, self.started_at, clock.now())
        except Exception:
            calm.fault("no heartbeat")
            return
        now = clock.now()
        gap = self._heard_at is None or (now - self._heard_at).total_seconds() > 2 * self.pace.beat
        if gap or self._steady_since is None:
            self._steady_since = now
        self._heard_at = now

    def may_judge(self, now: datetime) -> bool:
        """Whether this worker was heard for as long as another must be silent to count as dead."""
        if self._steady_since is None or self._heard_at is None:
            return False
        fresh = (now - self._heard_at).total_seconds() <= 2 * self.pace.beat
        return fresh and self._steady_since <= now - self.pace.silent


@dataclass
class Hands:
    """What the threads of one process share: the work itself."""

    app: Flask
    presence: Presence
    look: float  # seconds until a pump with nothing to do is called again
    threads: int = 1
    stopping: threading.Event = field(default_factory=threading.Event)
    direct: deque[str] = field(default_factory=deque)  # names, while the broker is away
    _next: dict[str, float] = field(default_factory=dict)  # pump → when it is looked at next
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        # One thread is left for jobs while others send to somebody who does not answer, and one to
        # send while others are in long jobs.
        most = max(self.threads - 1, 1)
        self.sending, self.doing = threading.Semaphore(most), threading.Semaphore(most)

    @property
    def database(self) -> Database:
        return self.presence.database

    @property
    def rest(self) -> float:
        """Seconds for which a thread rests when there is nothing to do, or something is away."""
        return self.presence.pace.look

    def do(self, name: str) -> None:
        """What the queue asks for: a job whose turn it may be, or a pump."""
        if name in pumps():
            self._next[name] = 0.0
            return
        for job in jobs():
            if job.name == name:
                self.run(job)

    def run(self, job: Job) -> bool:
        """Do the job, if it is ours to do; whether it was."""
        presence, now = self.presence, clock.now()
        mine = runs.claim(
            self.database, job, presence.name, now, presence.pace, presence.may_judge(now)
        )
        if mine is None:
            return False
        outcome = DONE
        try:
            with self.app.app_context():
                job.work(self.database, now)
        except Exception as error:
            # Its class only: the text may hold what somebody wrote.
            outcome = type(error).__name__
            log.exception("job failed", extra={"code": job.name})
        self._end(mine, outcome)
        return True

    def _end(self, mine: runs.Claim, outcome: str) -> None:
        """While this worker is heard, nobody else would take an unfinished run: so it is ended,
        however long that takes."""
        while True:
            try:
                runs.end(self.database, mine, outcome, clock.now())
                return
            except Exception:
                calm.fault("not marked as done")
                if self.stopping.wait(1.0):
                    return

    def pump(self) -> bool:
        """Call each pump that is due, once; whether any did anything."""
        if not self.sending.acquire(blocking=False):
            return False
        try:
            did = [self.call(name) for name in pumps() if self._is_due(name)]
        finally:
            self.sending.release()
        return any(did)

    def call(self, name: str) -> bool:
        """Call this pump once; whether it did anything, so that there may be more."""
        try:
            with self.app.app_context():
                did = pumps()[name](self.database, clock.now())
        except Exception:
            calm.fault("pump failed", name)
            self._next[name] = time.monotonic() + AFTER_AN_ERROR
            return False
        if did:
            self._next[name] = 0.0
        return bool(did)

    def _is_due(self, name: str) -> bool:
        """While one thread is in it, others look after the usual time: so a pump whose calls take
        long gets more threads."""
        now = time.monotonic()
        with self._lock:
            if self._next.get(name, 0.0) > now:
                return False
            self._next[name] = now + self.look
            return True


class Worker(HueyWorker):  # type: ignore[misc]
    """A thread: pumps that are due, names from the queue, and a rest when there is neither."""

    hands: Hands
    queue: Queue

    def loop(self, now: Any = None) -> None:
        if self.hands.pump() and not self._asked():
            return  # there may be more at once
        if not self.hands.doing.acquire(blocking=False):
            self.stop_flag.wait(self.hands.rest)
            return
        try:
            self._do_a_job()
        except Exception:  # the database is away: whatever it was is asked for again
            calm.fault("thread")
            self.stop_flag.wait(self.hands.rest)
        finally:
            self.hands.doing.release()

    def shutdown(self) -> None:
        super().shutdown()
        with suppress(Exception):
            self.queue.close()  # this thread's own connection to PostgreSQL, too

    def _asked(self) -> bool:
        try:
            return bool(self.huey.storage.queue_size())
        except Exception:
            calm.fault("broker away")
            return False

    def _do_a_job(self) -> None:
        """One that is due; else a rest, in which Redis and PostgreSQL wake us."""
        try:
            name = self.hands.direct.popleft()
        except IndexError:
            pass
        else:
            self.hands.do(name)
            return
        try:
            task = self.huey.dequeue()
        except Exception:
            calm.fault("broker away")
            self.stop_flag.wait(self.hands.rest)
            with suppress(Exception):
                self.queue.mend()
            return
        if task is not None:
            self.huey.execute(task)
        elif not self.huey.storage.blocking:
            self.stop_flag.wait(self.hands.rest)


class Scheduler(HueyScheduler):  # type: ignore[misc]
    """Says which jobs are due. huey's own would need a table for what is to come; ours follows from
    the clock and from what was done."""

    hands: Hands
    queue: Queue

    def initialize(self) -> None:
        self._over: dict[str, datetime] = {}  # job → the slot that needs nobody any more
        self._asked: dict[str, tuple[datetime, float]] = {}

    def loop(self, now: Any = None) -> None:
        for job in jobs():
            try:
                self._look(job, clock.now())
            except Exception:  # the database is away: the next look finds it
                calm.fault("look")
                break
        self.stop_flag.wait(self.hands.rest)

    def _look(self, job: Job, now: datetime) -> None:
        slot, presence = job.slot(now), self.hands.presence
        if self._over.get(job.name) == slot:
            return
        last = self._asked.get(job.name)
        if last and last[0] == slot and time.monotonic() < last[1] + presence.pace.beat:
            return
        found = runs.whose_turn(
            self.hands.database, job, now, presence.pace, presence.may_judge(now)
        )
        if found is Turn.OVER:
            self._over[job.name] = slot
            return
        self._asked[job.name] = slot, time.monotonic()
        if found is Turn.WAIT:
            return
        try:
            self.queue.ask(job.name)
        except Exception:
            calm.fault("broker away")
            self.hands.direct.append(job.name)


class Consumer(HueyConsumer):  # type: ignore[misc]
    """huey's threads, with ours in them."""

    def __init__(self, queue: Queue, hands: Hands, threads: int) -> None:
        ours = {"hands": hands, "queue": queue}  # huey builds them, and knows nothing of these
        self.worker_class = type("Worker", (Worker,), ours)
        self.scheduler_class = type("Scheduler", (Scheduler,), ours)
        super().__init__(
            queue.huey,
            workers=threads,
            periodic=False,
            shutdown_timeout=hands.presence.pace.stop,
        )

    def _set_signal_handlers(self) -> None:
        """Ours stand already (`run`): the first signal ends what was begun, then the process."""


def run(
    app: Flask, settings: Settings, name: str | None = None, threads: int = THREADS,
    pace: Pace | None = None,
) -> None:  # fmt: skip
    """Work until SIGTERM or SIGINT; then finish what was begun, ten seconds at most.

    What is not finished by then ends with the process, as under SIGKILL: it is taken again."""
    pace = pace or Pace()
    stop = ForkSafeFlag()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    presence = Presence(app.extensions["database"], a_name(name), pace)
    look = pace.look_beside_broker if settings.broker else pace.look
    hands = Hands(app, presence, look, threads)
    queue = Queue(settings, hands.do)
    consumer = Consumer(queue, hands, threads)
    presence.beat()
    consumer.start()
    while not stop.wait(pace.beat):
        presence.beat()
        consumer.check_worker_health()
    hands.stopping.set()
    consumer.stop(graceful=True)


def run_once(app: Flask, name: str | None = None, pace: Pace | None = None) -> list[str]:
    """Do what is due now, in this thread and without a queue; the names of what was done."""
    presence = Presence(app.extensions["database"], a_name(name), pace or Pace())
    presence.beat()
    hands = Hands(app, presence, presence.pace.look)
    did = [job.name for job in jobs() if hands.run(job)]
    for name in pumps():
        while hands.call(name):
            did.append(name)
    return did
