"""Work that nobody waits for: which jobs there are, when each is due, and who is alive to do them.

A room names its jobs when it is loaded (`job`); the worker process (`portal.worker`) runs each
once for each time it is due, however many workers there are: whoever writes the row of `JobRun`
first has it. A job gets the owner's handle and the moment; it must be safe to repeat, as a worker
may be killed in the middle of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Database, Keyed
from portal.core.types import UtcDateTime

Work = Callable[[Database, datetime], None]
Pumping = Callable[[Database, datetime], int]


class JobRun(Keyed, Base):
    """A job that some worker took for one slot of time. Kept a week.

    slot: the moment from which it was due. ended_at None: it runs, or its worker died.
    """

    __tablename__ = "job_run"
    __table_args__ = (UniqueConstraint("name", "slot"),)

    name: Mapped[str] = mapped_column(String(40))
    slot: Mapped[datetime] = mapped_column(UtcDateTime)
    worker: Mapped[str] = mapped_column(String(40))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[str] = mapped_column(String(40), default="")


class Heartbeat(Keyed, Base):
    """A worker that is alive: when it said so last. Kept an hour after it fell silent."""

    __tablename__ = "heartbeat"

    worker: Mapped[str] = mapped_column(String(40), unique=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


@dataclass(frozen=True)
class Job:
    """every: how long a slot of time is; slots begin at midnight, UTC."""

    name: str
    every: timedelta
    work: Work


_jobs: dict[str, Job] = {}


def job(name: str, every: timedelta) -> Callable[[Work], Work]:
    """Declare a job: `@job("reminders", timedelta(minutes=5))` above a function of the database
    and the moment."""

    def keep(work: Work) -> Work:
        _jobs[name] = Job(name, every, work)
        return work

    return keep


def jobs() -> tuple[Job, ...]:
    return tuple(_jobs.values())


_pumps: dict[str, Pumping] = {}


def pump(name: str) -> Callable[[Pumping], Pumping]:
    """Declare what moves on all day: `@pump("notices")` above a function of the database and the
    moment. It does a bounded piece of work and says how much that was; the worker asks again at
    once as long as that is not 0. Several workers may be in it at the same time."""

    def keep(work: Pumping) -> Pumping:
        _pumps[name] = work
        return work

    return keep


def pumps() -> dict[str, Pumping]:
    return dict(_pumps)
