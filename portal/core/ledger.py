"""The frame's ledger: the little that is written beside a request, on its own connection.

It alone writes audit notes of reads, counters of tries, and "last seen" of sessions. It writes
before the request's handle has begun or after it is closed, so that SQLite never waits on
itself.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import g
from sqlalchemy import String, case, delete, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import audit
from portal.core.db import Base, Database, Keyed, insert_or, within
from portal.core.ids import new_id
from portal.core.types import UtcDateTime

LONGEST_PAUSE_MS = 20
Job = Callable[[Connection], None]


class Tally(Keyed, Base):
    """How often something was tried within a window of time. Kept a day."""

    __tablename__ = "tally"

    name: Mapped[str] = mapped_column(String(64), unique=True)  # a hash, so no user name is kept
    count: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)


def after_answer(job: Job) -> None:
    """Have `job` done by the ledger once this request's handle is closed."""
    jobs: list[Job] = g.setdefault("ledger_jobs", [])
    jobs.append(job)


def when_idle(job: Job) -> None:
    """The same for what can wait for the next request ("last seen"): left out beside a job."""
    g.ledger_idle = job


def write(db: Database) -> None:
    """Write what this request gathered, in one transaction of the ledger's own.

    Raises whatever the database raised about an audit note: the frame then answers 503. The rest
    ("last seen", read marks) is let go with a line in the log: nobody is turned away for it.
    """
    notes: list[audit.Note] = g.pop("audit_notes", [])
    jobs: list[Job] = g.pop("ledger_jobs", [])
    idle: Job | None = g.pop("ledger_idle", None)
    if idle is not None and not jobs:
        jobs = [idle]
    for left in reversed(range(audit.TRIES)):
        if not notes and not jobs:
            return
        try:
            with db.ledger.begin() as connection:
                council_id = notes[0].council_id if notes else g.get("council_id")
                if council_id is not None:
                    within(connection, council_id)
                if notes:
                    audit.append(connection, *notes)
                for job in jobs:
                    job(connection)
            return
        except IntegrityError:  # another writer took this place in the chain
            if not left:
                raise
            # Not all at the same moment again.
            time.sleep(secrets.randbelow(LONGEST_PAUSE_MS) / 1000)
        except DBAPIError:
            if not jobs:
                raise
            logging.getLogger(__name__).exception("not marked")
            jobs = []


@dataclass(frozen=True)
class Counted:
    """How many there were in this window, the one just made included, and when it is over."""

    count: int
    ends_at: datetime

    @property
    def again_at(self) -> datetime:
        """The next whole minute: what a clock shows when it is over."""
        whole = self.ends_at.replace(second=0, microsecond=0)
        return whole if whole == self.ends_at else whole + timedelta(minutes=1)


def count(db: Database, what: str, window: timedelta, now: datetime) -> int:
    """One more try of `what`; how many there were in this window, this one included."""
    return count_each(db, [what], window, now)[what].count


def count_each(
    db: Database, what: Collection[str], window: timedelta, now: datetime
) -> dict[str, Counted]:
    """One more try of each of these, in one go."""
    with db.ledger.begin() as connection:
        # In order, so that no two wait for each other.
        return {one: _count(connection, one, window, now) for one in sorted(what, key=_named)}


def _count(connection: Connection, what: str, window: timedelta, now: datetime) -> Counted:
    over = Tally.ends_at <= now
    put = insert_or(connection, Tally).values(
        id=new_id(), name=_named(what), count=1, last_at=now, ends_at=now + window
    )
    put = put.on_conflict_do_update(
        index_elements=[Tally.name],
        set_={
            "count": case((over, 1), else_=Tally.count + 1),
            "last_at": now,
            "ends_at": case((over, now + window), else_=Tally.ends_at),
        },
    )
    counted, ends_at = connection.execute(put.returning(Tally.count, Tally.ends_at)).one()
    return Counted(counted, ends_at)


def forget(db: Database, *what: str) -> None:
    """A try that succeeded wipes the count."""
    with db.ledger.begin() as connection:
        for name in sorted(map(_named, what)):
            connection.execute(delete(Tally).where(Tally.name == name))


def take_back(db: Database, *what: str) -> None:
    """A try that succeeded was no try: one less of each, for counts that others share."""
    with db.ledger.begin() as connection:
        for name in sorted(map(_named, what)):
            one = update(Tally).where(Tally.name == name, Tally.count > 0)
            connection.execute(one.values(count=Tally.count - 1))


def _named(what: str) -> str:
    return hashlib.sha256(what.encode()).hexdigest()
