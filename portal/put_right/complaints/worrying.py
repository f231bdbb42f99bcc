"""Words in a complaint that must not wait: seen by whoever deals with it; where they are away, by
whoever is on duty or over the workers, who rings and does not read it. Never by whom it is about.
"""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, Table, and_, exists, or_, select, update

from portal.core import clock
from portal.core.access import Viewer
from portal.core.db import Db
from portal.notifications.actions import tell
from portal.owed.kept import keep_from
from portal.owed.tables import Owed
from portal.people.answers import away_on
from portal.put_right.complaints import policy
from portal.put_right.complaints.tables import Complaint, ComplaintStep
from portal.worries.alone import read_by_some
from portal.worries.policy import SOURCE
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


def hand_on(
    db: Db, council_id: int, complaint_id: int, from_id: int, to_id: int, now: datetime
) -> None:
    """What must not wait in a complaint is kept from whoever must not deal with it any more; what
    was on their list is on that of whoever does."""
    steps = select(ComplaintStep.id).where(ComplaintStep.complaint_id == complaint_id)
    raised = db.execute(
        select(Worry.id, Worry.ref).where(
            Worry.council_id == council_id,
            or_(
                and_(Worry.source_kind == IN_COMPLAINT, Worry.source_id == complaint_id),
                and_(Worry.source_kind == IN_STEP, Worry.source_id.in_(steps)),
            ),
        )
    ).all()
    owed = cast(Table, Owed.__table__)
    for one in raised:
        keep_from(db, council_id, SOURCE, one.id, [from_id], now)
        moved = db.execute(
            update(owed)
            .where(
                owed.c.source_kind == SOURCE, owed.c.source_id == one.id,
                owed.c.debtor_id == from_id, owed.c.done_at.is_(None),
            )
            .values(debtor_id=to_id)
            .returning(owed.c.id)
        ).first()  # fmt: skip
        if moved is not None:
            tell(db, council_id, to_id, SOURCE, SOURCE, one.ref, now)


read_by_some(IN_COMPLAINT, _reads, _whose)
read_by_some(IN_STEP, _reads_step, _whose_step)
