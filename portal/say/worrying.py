"""Words in what was said that must not wait: seen by whoever reads them.

What only the reviewing officer was chosen to read goes to the officer; where none is there today,
to whoever is on duty or over the workers, who is told to ring the young person and the officer, and
not what was written. A complaint about a worker never goes to the worker. The form says before
anything is sent that somebody is told if we think that somebody is not safe."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, select

from portal.core import clock
from portal.core.access import Viewer
from portal.core.db import Db
from portal.say import policy, who
from portal.say.rules import Owner, Readers
from portal.say.tables import Said, SaidAnswer
from portal.worries.alone import USUAL, Usual, read_by_some
from portal.worries.tables import Worry

# Where a worry says that it comes from: what was said, or what was said of an answer.
IN_SAID, IN_FOUND = "said", "said_found"


def _reads_said(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    one = select(Said.id).where(Said.id == Worry.source_id, policy.reads(viewer, now))
    return exists(one.correlate(Worry))


def _reads_found(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    one = (
        select(Said.id)
        .join(SaidAnswer, SaidAnswer.said_id == Said.id)
        .where(SaidAnswer.id == Worry.source_id, policy.reads(viewer, now))
    )
    return exists(one.correlate(Worry))


def _of_said(db: Db, council_id: int, id: int, now: datetime) -> int | Usual | None:
    return _whose(db, council_id, select(Said.id).where(Said.id == id), now)


def _of_found(db: Db, council_id: int, id: int, now: datetime) -> int | Usual | None:
    return _whose(db, council_id, select(SaidAnswer.said_id).where(SaidAnswer.id == id), now)


def _whose(db: Db, council_id: int, said: Any, now: datetime) -> int | Usual | None:
    row = db.execute(
        select(Said.person_id, Said.readers, Said.owner).where(
            Said.council_id == council_id, Said.id.in_(said)
        )
    ).first()
    if row is None or (Readers.WORKER in Readers(row.readers) and row.owner != Owner.MANAGER):
        return USUAL
    if Readers.IRO in Readers(row.readers):
        desk = who.desk(db, council_id, row.person_id, now)
        there = [one.id for one in desk.officers if not one.is_away(clock.today(now))]
        if there:
            return there[0]
    return None


read_by_some(IN_SAID, _reads_said, _of_said)
read_by_some(IN_FOUND, _reads_found, _of_found)
