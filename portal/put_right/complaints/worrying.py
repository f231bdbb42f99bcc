"""Words in a complaint that must not wait: seen by whoever deals with it; where they are away, by
whoever is on duty or over the workers, who rings and does not read it. Never by whom it is about.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, exists, select

from portal.core import clock
from portal.core.access import Viewer
from portal.core.db import Db
from portal.people.answers import away_on
from portal.put_right.complaints import policy
from portal.put_right.complaints.tables import Complaint, ComplaintStep
from portal.worries.alone import read_by_some
from portal.worries.tables import Worry

# Where a worry says that it comes from: a complaint, or what was said of one later.
IN_COMPLAINT, IN_STEP = "complaint", "complaint_step"


def _reads(viewer: Viewer, _now: datetime) -> ColumnElement[bool]:
    one = select(Complaint.id).where(Complaint.id == Worry.source_id, policy.reads(viewer))
    return exists(one.correlate(Worry))


def _reads_step(viewer: Viewer, _now: datetime) -> ColumnElement[bool]:
    one = (
        select(Complaint.id)
        .join(ComplaintStep, ComplaintStep.complaint_id == Complaint.id)
        .where(ComplaintStep.id == Worry.source_id, policy.reads(viewer))
    )
    return exists(one.correlate(Worry))


def _whose(db: Db, council_id: int, id: int, now: datetime) -> int | None:
    return _there(db, council_id, Complaint.id == id, now)


def _whose_step(db: Db, council_id: int, id: int, now: datetime) -> int | None:
    of_step = select(ComplaintStep.complaint_id).where(ComplaintStep.id == id)
    return _there(db, council_id, Complaint.id.in_(of_step), now)


def _there(db: Db, council_id: int, which: ColumnElement[bool], now: datetime) -> int | None:
    away = away_on(Complaint.handler_id, clock.today(now))
    row = db.execute(
        select(Complaint.handler_id).where(Complaint.council_id == council_id, which, ~away)
    ).first()
    return row.handler_id if row else None


read_by_some(IN_COMPLAINT, _reads, _whose)
read_by_some(IN_STEP, _reads_step, _whose_step)
