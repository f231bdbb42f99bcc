"""Who reads a pathway plan is said by `plan` and `goals`; here: who answers an early review, and of
whom there is such a plan."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from portal.core.access import Viewer
from portal.goals import beside
from portal.goals.policy import works_with
from portal.goals.rules import PlanKind
from portal.goals.tables import Goal
from portal.owed.tables import Owed, OwedStep
from portal.pathway.entries import KIND
from portal.pathway.tables import EarlyReview
from portal.people.reach import PersonKey, reach
from portal.people.rules import Grant

# A name of its own: a page joins what is owed, too.
_owed = aliased(Owed, name="owes_answer")
_begun = aliased(Goal, name="begun_goal")


def answers(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """For a query over early reviews: the young person's workers, whoever owes the answer, and to
    whom it went on when nobody had answered."""
    owes = exists(
        select(_owed.id).where(
            _owed.council_id == viewer.council_id,
            _owed.source_kind == KIND,
            _owed.source_id == EarlyReview.id,
            _owed.debtor_id == viewer.person_id,
        )
    )
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
        or_(works_with(viewer, EarlyReview.person_id, now), owes, passed),
    )


def begun(council_id: int, person: PersonKey) -> ColumnElement[bool]:
    """For a query: whether there is a pathway plan of this young person, or a goal of one."""
    goal = exists(
        select(_begun.id).where(
            _begun.council_id == council_id,
            _begun.person_id == person,
            _begun.plan_kind == PlanKind.PATHWAY.value,
        )
    )
    return or_(goal, beside.plan().there(council_id, person, PlanKind.PATHWAY.value))
