"""An answer that a reviewing officer waits for, in what is owed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from portal.core import clock
from portal.core.db import Db
from portal.hours.pages import calendar_for
from portal.hours.rules import NO_DAY, Calendar
from portal.owed.entries import every_step
from portal.owed.steps import PROMISE_DAYS, Taken
from portal.reviews.desk.tables import DisputeStep, ReviewDispute

KIND = "dispute"


def owed_rows(db: Db, council_id: int) -> list[dict[str, Any]]:
    """The newest step of each dispute that goes on, where somebody of the council is asked and has
    not answered, as every step of its wait has left it."""
    newest = aliased(DisputeStep, name="newest_step")
    number = (
        select(func.max(newest.number))
        .where(newest.dispute_id == DisputeStep.dispute_id)
        .correlate(DisputeStep)
        .scalar_subquery()
    )
    rows = db.execute(
        select(DisputeStep, ReviewDispute.ref)
        .join(ReviewDispute, ReviewDispute.id == DisputeStep.dispute_id)
        .where(
            DisputeStep.council_id == council_id, DisputeStep.number == number,
            ReviewDispute.ended_at.is_(None), DisputeStep.answered_at.is_(None),
            DisputeStep.to_id.is_not(None),
        )
    ).all()  # fmt: skip
    if not rows:
        return []
    calendar, passed = calendar_for(db, council_id), every_step(db, council_id, KIND)
    return [
        owed_row(step, ref, calendar, passed.get((KIND, step.id, step.at), ()))
        for step, ref in rows
    ]


def owed_row(
    step: DisputeStep, ref: str, calendar: Calendar | None = None, taken: Sequence[Taken] = ()
) -> dict[str, Any]:
    """taken: where it went since, nowhere at first; then the council's calendar is needed."""
    due_at = end_of(step.due)
    last = taken[-1] if taken else None
    return {
        "council_id": step.council_id, "debtor_id": step.to_id, "person_id": step.person_id,
        "kind": KIND, "since": step.at, "due_at": due_at, "urgent": False, "rule": "",
        "source": "", "source_kind": KIND, "source_id": step.id, "source_ref": ref,
        "passes_to_id": last.to_id if last else None, "passes_at": last.at if last else None,
        "next_at": next_at(calendar, taken) if calendar and taken else due_at,
    }  # fmt: skip


def next_at(calendar: Calendar, taken: Sequence[Taken]) -> datetime:
    """When it is asked about again: five working days after it was last, at closing time."""
    at = max(step.at for step in taken)
    try:
        closes = calendar.anyhow().closes(
            calendar.anyhow().add_working_days(clock.today(at), PROMISE_DAYS)
        )
    except NO_DAY:
        closes = None
    return closes or at + timedelta(days=7)


def end_of(day: date) -> datetime:
    return clock.at_wall(datetime.combine(day + timedelta(days=1), time()))
