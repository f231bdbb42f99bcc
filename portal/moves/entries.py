"""Questions about a next home in what is owed: to the worker, until they are answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import not_, select

from portal.core import clock
from portal.core.db import Db
from portal.hours import pages as hours
from portal.hours.rules import NO_DAY, Calendar
from portal.moves.rules import Said
from portal.moves.tables import MoveSaid
from portal.owed.entries import every_step, with_steps
from portal.owed.needs import MOVE_QUESTION
from portal.owed.steps import Begun, Taken, first_plain
from portal.people.allocated import allocated
from portal.people.stops import stopped
from portal.people.tables import Council

KIND, SOURCE = MOVE_QUESTION, "move_said"
ANSWERED = (Said.QUESTION.value, Said.WORRY.value)


def owed_rows(
    db: Db, council_id: int, now: datetime, person_id: int | None = None, said_id: int | None = None
) -> list[dict[str, Any]]:
    """Owed by their worker; late, it goes on like an answer to a message, to those who may know
    where they live (`owed.needs`). said_id: of one that was said just now, and went on to nobody
    yet."""
    workers, _iros = allocated(db, council_id, clock.today(now), person_id)
    query = (
        select(
            MoveSaid.id, MoveSaid.ref, MoveSaid.person_id, MoveSaid.said_at, Council.reply_days,
            *hours.columns(),
        )
        .join(Council, Council.id == MoveSaid.council_id)
        .where(
            MoveSaid.council_id == council_id, MoveSaid.kind.in_(ANSWERED),
            MoveSaid.answered_at.is_(None), not_(stopped(MoveSaid.person_id)),
        )
    )  # fmt: skip
    if person_id is not None:
        query = query.where(MoveSaid.person_id == person_id)
    if said_id is not None:
        query = query.where(MoveSaid.id == said_id)
    rows = [row for row in db.execute(query) if row.person_id in workers]
    passed = every_step(db, council_id, KIND) if rows and said_id is None else {}
    return [
        _row(
            council_id, workers[row.person_id], row, hours.calendar_of(row),
            passed.get((SOURCE, row.id, row.said_at), ()),
        )
        for row in rows
    ]  # fmt: skip


def _row(
    council_id: int, debtor_id: int, row: Any, calendar: Calendar, taken: Sequence[Taken]
) -> dict[str, Any]:
    late_at = due(calendar, row.said_at, row.reply_days)
    begun = Begun(row.said_at, first_plain(late_at, None), urgent=False)
    found = {
        "council_id": council_id, "debtor_id": debtor_id, "person_id": row.person_id,
        "kind": KIND, "since": row.said_at, "due_at": late_at,
        "urgent": False, "rule": "", "source": "", "source_kind": SOURCE, "source_id": row.id,
        "source_ref": row.ref,
    }  # fmt: skip
    return with_steps(found, calendar, [begun], taken)


def due(calendar: Calendar, said_at: datetime, reply_days: int) -> datetime:
    """The last good moment for the answer, as for a message; past the last bank holiday that is
    known, of that many days."""
    try:
        return calendar.reply_by(said_at, reply_days)
    except NO_DAY:
        return calendar.at_the_latest(said_at, reply_days)
