"""An early review that somebody asked for: its row in what is owed until it is answered, and in the
agenda once there is a day. Made here for the change itself and for a rebuild alike."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select

from portal.agenda.entries import row as agenda_row
from portal.core import clock
from portal.core.db import Db
from portal.hours.pages import calendar_for
from portal.owed.entries import every_step, with_steps
from portal.owed.steps import Begun
from portal.pathway.rules import Says
from portal.pathway.tables import EarlyReview
from portal.people.allocated import allocated

KIND = "early_review"


def owed_rows(db: Db, council_id: int, now: datetime) -> list[dict[str, Any]]:
    """Owed by the young person's worker of today, as every step so far has left it."""
    rows = db.execute(
        select(EarlyReview.id, EarlyReview.ref, EarlyReview.person_id, EarlyReview.asked_at,
               EarlyReview.due_at)
        .where(EarlyReview.council_id == council_id, EarlyReview.answered_at.is_(None))
    ).all()  # fmt: skip
    if not rows:
        return []
    workers, _iros = allocated(db, council_id, clock.today(now))
    calendar, passed = calendar_for(db, council_id), every_step(db, council_id, KIND)
    found = []
    for row in rows:
        if row.person_id in workers:
            made = owed_row(
                council_id, row.id, row.ref, row.person_id, workers[row.person_id], row.asked_at,
                row.due_at,
            )  # fmt: skip
            begun = [Begun(row.asked_at, row.due_at, urgent=False)]
            found.append(
                with_steps(made, calendar, begun, passed.get((KIND, row.id, row.asked_at), ()))
            )
    return found


def owed_row(
    council_id: int, id: int, ref: str, person_id: int, debtor_id: int, asked_at: datetime,
    due_at: datetime,
) -> dict[str, Any]:  # fmt: skip
    return {
        "council_id": council_id, "debtor_id": debtor_id, "person_id": person_id, "kind": KIND,
        "since": asked_at, "due_at": due_at, "urgent": False, "rule": "", "source": "",
        "source_kind": KIND, "source_id": id, "source_ref": ref, "passes_to_id": None,
        "passes_at": None,
    }  # fmt: skip


def agenda_rows(db: Db, council_id: int) -> list[dict[str, Any]]:
    rows = db.execute(
        select(EarlyReview.id, EarlyReview.ref, EarlyReview.person_id, EarlyReview.on)
        .where(EarlyReview.council_id == council_id, EarlyReview.says == Says.DAY.value)
    )  # fmt: skip
    return [coming(council_id, row.id, row.ref, row.person_id, row.on) for row in rows]


def coming(council_id: int, id: int, ref: str, person_id: int, day: date) -> dict[str, Any]:
    """A whole day: the hour is agreed between the two."""
    wall = datetime.combine(day, time())
    return agenda_row(council_id, KIND, id, ref, person_id, "", wall, "coming", all_day=True)
