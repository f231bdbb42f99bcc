"""Who reads what a young person adds to their plan and thinks of it, and who may answer.

Whoever answers the young person reads what they said of any part, granted or not: a question that
nobody reads helps nobody. Save of a part that is given by wish (`plan.policy.WISHED`): that they
gave to some and not to others, so only those of them read it, answer it, owe it and are named.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, false, or_, true

from portal.core.access import CASE_STAFF, Role, Viewer
from portal.people.answers import NEEDED
from portal.people.pages import Subject
from portal.people.rules import Grant
from portal.plan.policy import NEEDS, NEEDS_OF_KIND, WISHED, areas_for, kinds_for, wished
from portal.plan.together.rules import QUESTION
from portal.plan.together.tables import OwnLine, PlanResponse

# The reviewing officer reads what was said and sees to it that it is answered; the answer is the
# worker's, or of whoever stands in.
ANSWERERS = CASE_STAFF - {Role.IRO}
# What was decided about going home or moving says why somebody is in care.
FOR_QUESTIONS = Grant.NAME | Grant.PLAN | Grant.REASONS
RECORDERS = frozenset({Role.WORKER, Role.MANAGER})


def needed(kind: str, area: str) -> Grant:
    """What somebody is granted who reads this part of a plan, or this big question."""
    if kind == QUESTION:
        return FOR_QUESTIONS
    whole = NEEDS_OF_KIND.get(kind, Grant.PLAN)
    return Grant.NAME | Grant.PLAN | whole | NEEDS.get(area, Grant.PLAN)  # type: ignore[call-overload, no-any-return]


def to_answer(area: str) -> Grant:
    """What somebody is granted who answers what was said about this, whatever else of the record
    they read."""
    return NEEDED | wished(area)


def closed_to(subject: Subject) -> tuple[str, ...]:
    """Areas given by wish, and not to this viewer."""
    return tuple(area for area in WISHED if not subject.may(wished(area)))


def stands_in(viewer: Viewer, subject: Subject) -> bool:
    """Whether they answer the young person, whatever else of the record was granted."""
    return viewer.role in CASE_STAFF and subject.may(NEEDED)


def reads_lines(subject: Subject) -> ColumnElement[bool]:
    """Which of their own lines this viewer reads: beside each part that was granted."""
    return and_(
        OwnLine.person_id == subject.id,
        OwnLine.kind.in_(kinds_for(subject)),
        OwnLine.area.in_(areas_for(subject)),
    )


def reads_said(viewer: Viewer, subject: Subject) -> ColumnElement[bool]:
    """Which of what they said this viewer reads: the young person all of it, staff what is about
    parts that were granted; whoever answers them all of it but what is given by wish and was not
    given to them. Carers none: it may be about them."""
    theirs = PlanResponse.person_id == subject.id
    if subject.own:
        return and_(theirs, true())
    if stands_in(viewer, subject):
        return and_(theirs, PlanResponse.area.not_in(closed_to(subject)))
    if viewer.role not in CASE_STAFF:
        return and_(theirs, false())
    granted = and_(
        PlanResponse.kind.in_(kinds_for(subject)), PlanResponse.area.in_(areas_for(subject))
    )
    big = PlanResponse.kind == QUESTION if subject.may(FOR_QUESTIONS) else false()
    return and_(theirs, or_(granted, big))


def may_answer(viewer: Viewer, subject: Subject, kind: str, area: str) -> bool:
    """Whether they may answer what was said about this: whoever reads it, save the reviewing
    officer."""
    return viewer.role in ANSWERERS and (
        subject.may(to_answer(area)) or subject.may(needed(kind, area))
    )
