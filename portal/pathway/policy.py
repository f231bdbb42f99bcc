"""Who reads a pathway plan is said by `plan` and `goals`; here: who answers an early review."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select

from portal.core.access import Viewer
from portal.goals.policy import works_with
from portal.owed.tables import OwedStep
from portal.pathway.entries import KIND
from portal.pathway.tables import EarlyReview
from portal.people.reach import reach
from portal.people.rules import Grant


def answers(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """For a query over early reviews: the young person's workers, and to whom it went on when
    nobody had answered."""
    passed = exists(
        select(OwedStep.id).where(
            OwedStep.council_id == viewer.council_id,
            OwedStep.source_kind == KIND,
            OwedStep.source_id == EarlyReview.id,
            OwedStep.to_id == viewer.person_id,
        )
    )
    return and_(
        EarlyReview.council_id == viewer.council_id,
        reach(viewer, EarlyReview.person_id, Grant.NAME, now),
        or_(works_with(viewer, EarlyReview.person_id, now), passed),
    )
