"""Claims of jobs, and signs of life: the tables that several workers share.

At most one run of a name is unfinished, because only a job whose newest run has ended gets a new
one. The unique (name, slot) holds even where that was wrong.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete, func, select, update

from portal.core.db import Database, Db, Query, built_once, dialect, insert_or
from portal.core.ids import new_id
from portal.core.jobs import Heartbeat, Job, JobRun
from portal.worker.rules import Newest, Pace, Turn, turn

FORGOTTEN_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class Claim:
    """A slot of a job that is this worker's to do."""

    id: int
    worker: str
    started_at: datetime


def beat(database: Database, worker: str, started_at: datetime, now: datetime) -> None:
    """Say that this worker is alive, and forget those that are silent for an hour."""
    with database.committing() as db:
        put = insert_or(db, Heartbeat).values(
            id=new_id(), worker=worker, started_at=started_at, at=now
        )
        db.execute(put.on_conflict_do_update(index_elements=[Heartbeat.worker], set_={"at": now}))
        db.execute(delete(Heartbeat).where(Heartbeat.at < now - FORGOTTEN_AFTER))


def whose_turn(database: Database, job: Job, now: datetime, pace: Pace, may_judge: bool) -> Turn:
    """A look without writing, before `claim`."""
    with database.reader() as db:
        newest = db.execute(*_newest(job.name)).first()
    return _turn(newest, job, now, pace, may_judge)


def claim(
    database: Database, job: Job, worker: str, now: datetime, pace: Pace, may_judge: bool
) -> Claim | None:
    """Take the job's slot of this moment, if it is anybody's to take."""
    with database.committing() as db:
        _one_at_a_time(db, job.name)
        newest = db.execute(*_newest(job.name)).first()
        found = _turn(newest, job, now, pace, may_judge)
        if found is Turn.NEW:
            return _insert(db, job, worker, now)
        if found is Turn.AGAIN and newest is not None:
            raised = newest.ended_at is not None
            db.execute(
                update(JobRun)
                .where(JobRun.id == newest.id)
                .values(worker=worker, started_at=now, ended_at=None, outcome="",
                        tries=newest.tries + raised)
            )  # fmt: skip
            return Claim(newest.id, worker, now)
    return None


def _insert(db: Db, job: Job, worker: str, now: datetime) -> Claim | None:
    id = new_id()
    row = {
        "id": id, "name": job.name, "slot": job.slot(now), "worker": worker, "started_at": now,
        "ended_at": None, "outcome": "", "tries": 1,
    }  # fmt: skip
    put = insert_or(db, JobRun).on_conflict_do_nothing()
    done = cast(CursorResult[Any], db.execute(put, row))
    return Claim(id, worker, now) if done.rowcount else None


def end(database: Database, claim: Claim, outcome: str, now: datetime) -> bool:
    """The claimed slot is over. False when it was taken away from this worker meanwhile."""
    with database.committing() as db:
        done = db.execute(
            update(JobRun)
            .where(
                JobRun.id == claim.id,
                JobRun.worker == claim.worker,
                JobRun.started_at == claim.started_at,
                JobRun.ended_at.is_(None),
            )
            .values(ended_at=now, outcome=outcome[:40])
        )
        return bool(cast(CursorResult[Any], done).rowcount)


def _one_at_a_time(db: Db, name: str) -> None:
    """Claims of one job come one after another; on SQLite every writer does."""
    if dialect(db) == "postgresql":
        db.execute(select(func.pg_advisory_xact_lock(_LOCKS, zlib.crc32(name.encode()) >> 1)))


_LOCKS = 0x0A10  # our claims, apart from other locks of the same database


def _turn(row: Any, job: Job, now: datetime, pace: Pace, may_judge: bool) -> Turn:
    newest = row and Newest(
        row.slot, row.started_at, row.ended_at, row.outcome, row.tries, row.heard_at
    )
    return turn(newest, job.slot(now), now, pace, may_judge)


@built_once
def _newest(name: str) -> Query:
    return (
        select(
            JobRun.id, JobRun.slot, JobRun.started_at, JobRun.ended_at, JobRun.outcome,
            JobRun.tries, Heartbeat.at.label("heard_at"),
        )
        .outerjoin(Heartbeat, Heartbeat.worker == JobRun.worker)
        .where(JobRun.name == name)
        .order_by(JobRun.slot.desc())
        .limit(1)
    )  # fmt: skip
