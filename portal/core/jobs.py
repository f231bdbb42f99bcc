"""Work that nobody waits for: which jobs there are, when each is due, and who is alive to do them.

A room names its work when it is loaded; the worker process (`portal.worker`) does it.

* `@job(name, every)`: once in each slot of time, however many workers there are. Whoever writes
  the row of `JobRun` first has it. A slot whose worker died is taken again; slots that passed while
  no worker was there are caught up with one run. What raises is tried again some minutes later.
* `@pump(name)`: a function that is called again and again while it returns more than 0, and looked
  at every second otherwise. It returns how many things it did. Several workers may be in it at
  once, so it takes its pieces by itself (a lease on a row), a bounded number each time, and it may
  be killed between any two of its statements.

Both get the owner's handle and the moment, and run within the application's context. Both must be
safe to repeat, as a worker may be killed in the middle.

`nudge(name)` says "there is work now" for a pump. It costs a request nothing to speak of, and may
be lost: a pump finds its work by looking. What is to be done stands in the tables of the rooms (the
outbox, what is owed), never in a queue.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import current_app, g, has_request_context
from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Database, Keyed
from portal.core.types import UtcDateTime

Work = Callable[[Database, datetime], None]
Pump = Callable[[Database, datetime], int]
Nudger = Callable[[Collection[str]], None]

DAY = timedelta(days=1)
LONGEST_SLOT = timedelta(days=7)  # runs are kept a week: the newest must still be there
_FIRST_SLOT = datetime(2024, 1, 1, tzinfo=UTC)  # a Monday


class JobRun(Keyed, Base):
    """A job that some worker took for one slot of time. Kept a week.

    slot: the moment from which it was due. ended_at None: it runs, or its worker died; never more
    than one of a name. outcome: "done", or the class of what it raised. tries: how often it was
    begun because it had raised.
    """

    __tablename__ = "job_run"
    __table_args__ = (UniqueConstraint("name", "slot"),)

    name: Mapped[str] = mapped_column(String(40))
    slot: Mapped[datetime] = mapped_column(UtcDateTime)
    worker: Mapped[str] = mapped_column(String(40))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[str] = mapped_column(String(40), default="")
    tries: Mapped[int] = mapped_column(default=1)


class Heartbeat(Keyed, Base):
    """A worker that is alive: when it said so last. Kept an hour after it fell silent, and by the
    next worker that is alive."""

    __tablename__ = "heartbeat"

    worker: Mapped[str] = mapped_column(String(40), unique=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


@dataclass(frozen=True)
class Job:
    """every: how long a slot is; slots begin at midnight, UTC (those of a week on a Monday)."""

    name: str
    every: timedelta
    work: Work

    def slot(self, now: datetime) -> datetime:
        """The beginning of the slot of this moment."""
        return _FIRST_SLOT + (now - _FIRST_SLOT) // self.every * self.every


_jobs: dict[str, Job] = {}
_pumps: dict[str, Pump] = {}


def job(name: str, every: timedelta) -> Callable[[Work], Work]:
    """Declare a job: `@job("reminders", timedelta(minutes=5))` above a function of the database
    and the moment. `every` divides a day, or is one, or some whole days up to a week.

    Raises ValueError for another time, as its slots would not begin at midnight."""
    if not timedelta(0) < every <= LONGEST_SLOT or (DAY % every and every % DAY):
        raise ValueError(f"{name}: {every} neither divides a day nor is some whole days")

    def keep(work: Work) -> Work:
        _jobs[name] = Job(name, every, work)
        return work

    return keep


def jobs() -> tuple[Job, ...]:
    return tuple(_jobs.values())


def pump(name: str) -> Callable[[Pump], Pump]:
    """Declare a pump: `@pump("notices")` above a function of the database and the moment that
    returns how many things it did, 0 when nothing waits."""

    def keep(function: Pump) -> Pump:
        _pumps[name] = function
        return function

    return keep


def pumps() -> dict[str, Pump]:
    return dict(_pumps)


# --- "there is work now" -----------------------------------------------------------------------


def nudge(name: str) -> None:
    """The pump `name` has something to do once this request has committed. Outside of a request
    it does nothing: the pump looks by itself."""
    if has_request_context():
        g.setdefault("nudges", set()).add(name)


def pass_on_nudges() -> None:
    """The request has committed: tell the workers, if there is a way to (`portal.worker.queue`)."""
    names: set[str] | None = g.pop("nudges", None)
    nudger: Nudger | None = current_app.extensions.get("nudger")
    if names and nudger is not None:
        nudger(names)
