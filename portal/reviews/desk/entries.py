"""An answer that a reviewing officer waits for, in what is owed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from portal.core import clock
from portal.core.db import Db
from portal.reviews.desk.tables import DisputeStep, ReviewDispute

KIND = "dispute"


def owed_rows(db: Db, council_id: int) -> list[dict[str, Any]]:
    """The newest step of each dispute that goes on, where somebody of the council is asked and has
    not answered."""
    rows = db.execute(
        select(DisputeStep, ReviewDispute.ref)
        .join(ReviewDispute, ReviewDispute.id == DisputeStep.dispute_id)
        .where(
            DisputeStep.council_id == council_id,
            ReviewDispute.ended_at.is_(None),
            DisputeStep.answered_at.is_(None),
            DisputeStep.to_id.is_not(None),
        )
    )
    return [owed_row(step, ref) for step, ref in rows]


def owed_row(step: DisputeStep, ref: str) -> dict[str, Any]:
    return {
        "council_id": step.council_id, "debtor_id": step.to_id, "person_id": step.person_id,
        "kind": KIND, "since": step.at, "due_at": end_of(step.due), "urgent": False, "rule": "",
        "source": "", "source_kind": KIND, "source_id": step.id, "source_ref": ref,
        "passes_to_id": None, "passes_at": None,
    }  # fmt: skip


def end_of(day: date) -> datetime:
    return clock.at_wall(datetime.combine(day + timedelta(days=1), time()))
