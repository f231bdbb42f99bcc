"""Who may read which part of a plan: the person themselves all of it, others what was granted."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement

from portal.people.pages import Subject
from portal.people.rules import BY_WISH, Grant
from portal.plan.rules import KIND_CODES, Area
from portal.plan.tables import Plan, PlanPart
from portal.promises.areas import say_needs

NEEDS = {
    Area.HOME: Grant.ADDRESS,
    Area.FAMILY_TIME: Grant.FAMILY,
    Area.FAMILY: Grant.FAMILY,
    Area.PEOPLE: Grant.FAMILY,
    Area.SCHOOL: Grant.SCHOOL,
    Area.EDUCATION: Grant.SCHOOL,
    Area.WORK: Grant.SCHOOL,
    Area.HEALTH: Grant.HEALTH,
    Area.FEELINGS: Grant.HEALTH,
    Area.LEGAL: Grant.REASONS,
    Area.IMMIGRATION: Grant.IMMIGRATION,
    Area.SAFETY: Grant.REASONS,
}

say_needs({area.value: NEEDS.get(area, Grant.PLAN) for area in Area})

# Parts of which nobody reads a word to whom the young person did not give that field.
WISHED = tuple(area.value for area, grant in NEEDS.items() if grant & BY_WISH)


def wished(area: str) -> Grant:
    """The field that is given by wish which an area needs, if it does."""
    return NEEDS[Area(area)] if area in WISHED else Grant(0)


NEEDS_OF_KIND = {"health": Grant.HEALTH, "wellbeing": Grant.HEALTH, "school": Grant.SCHOOL}


def kinds_for(subject: Subject) -> tuple[str, ...]:
    """The kinds of plan the viewer may read anything of: a whole plan may need its own grant."""
    return tuple(kind for kind in KIND_CODES if subject.may(NEEDS_OF_KIND.get(kind, Grant.PLAN)))


def areas_for(subject: Subject) -> tuple[str, ...]:
    """The areas of this person's plans that the viewer may read; none without PLAN."""
    if not subject.may(Grant.PLAN):
        return ()
    return tuple(area.value for area in Area if subject.may(NEEDS.get(area, Grant.PLAN)))


def readable(subject: Subject) -> Sequence[ColumnElement[bool]]:
    """For a query over plans and their parts: those which the viewer may read."""
    return (
        Plan.person_id == subject.id,
        Plan.kind.in_(kinds_for(subject)),
        PlanPart.area.in_(areas_for(subject)),
    )


def may_read(subject: Subject, kind: str, area: str) -> bool:
    """`readable` as a question about one part."""
    return kind in kinds_for(subject) and area in areas_for(subject)
