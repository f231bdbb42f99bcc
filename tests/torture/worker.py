"""A worker process whose work is written down."""

from __future__ import annotations

import os
import time
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select, update

from app import app
from portal.core import jobs
from portal.core.db import Database
from portal.core.jobs import JobRun
from portal.house import Outbox
from portal.worker import process
from portal.worker.rules import Pace

SENT, RAN = "sent", "ran"
# As in earnest, but quicker: half a minute shows what takes minutes otherwise.
PACE = Pace(
    look=0.2, look_beside_broker=0.5, beat=0.4, stop=8.0, silent=timedelta(seconds=3),
    again=timedelta(seconds=1),
)  # fmt: skip
SOME = 15
JOBS = {"quick": (timedelta(seconds=1), 0.05), "slow": (timedelta(seconds=2), 0.5)}


def note(file: Path, *what: object) -> None:
    """A line that is on the disk when this returns, whatever happens to this process then."""
    line = " ".join(str(one) for one in what) + "\n"
    handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, line.encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def declare(folder: Path) -> None:
    """In place of whatever the rooms declared."""
    jobs._jobs.clear()
    jobs._pumps.clear()

    @jobs.pump("notices")
    def record(database: Database, now: datetime) -> int:
        with database.committing() as db:
            waits = (
                select(Outbox.id, Outbox.source_ref)
                .where(Outbox.done_at.is_(None), Outbox.not_before <= now)
                .order_by(Outbox.id)
                .limit(SOME)
                .with_for_update(skip_locked=True)
            )
            found = db.execute(waits).all()
            for row in found:
                note(folder / SENT, row.id, row.source_ref)
            ids = [row.id for row in found]
            db.execute(update(Outbox).where(Outbox.id.in_(ids)).values(done_at=now))
            return len(ids)

    for name, (every, takes) in JOBS.items():
        jobs.job(name, every)(_written_down(folder, name, takes))


def _written_down(folder: Path, name: str, takes: float) -> jobs.Work:
    def work(database: Database, _now: datetime) -> None:
        with database.reader() as db:
            slot = db.scalars(
                select(JobRun.slot).where(JobRun.name == name, JobRun.ended_at.is_(None))
            ).one()
        said = (name, slot.isoformat(), os.getpid())
        note(folder / RAN, "begin", *said, time.monotonic())
        time.sleep(takes)
        note(folder / RAN, "end", *said, time.monotonic())

    return work


def main(folder: Path) -> None:
    declare(folder)
    process.run(app, app.extensions["settings"], "torture", 2, PACE)
