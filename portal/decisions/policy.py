"""Who reads a decision, and who writes one.

It is read as a part of the plan is: by whoever was granted the plan, what it is about, and what its
words name (`needs`). Carers besides only where its writer let them. Written by whoever works with
the young person or runs their review, for as long as they are that; never for some hours."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import aliased

from portal.core import clock
from portal.core.access import CASE_STAFF, Role, Viewer
from portal.core.db import Query
from portal.decisions.rules import About, has_a_postcode, names_in
from portal.decisions.tables import Decision
from portal.people.reach import PersonKey, granted, granting, holds, lasting
from portal.people.rules import PLACED_WITH, WORKERS, Grant, Kind
from portal.people.tables import Connection

BASE = Grant.NAME | Grant.PLAN
NEEDS: dict[About, Grant] = {
    About.HOME: Grant.ADDRESS,
    About.MOVE: Grant.ADDRESS,
    About.FAMILY: Grant.FAMILY,
    About.SCHOOL: Grant.SCHOOL,
    About.HEALTH: Grant.HEALTH,
    About.PAPERS: Grant.IMMIGRATION,
}
# What a name says of a young person when it stands in words to them. Whom they live with is named
# freely; whom they do not live with now says where they were, or are going to be (`pages.around`).
NAMED: dict[Kind, Grant] = {
    Kind.FAMILY: Grant.FAMILY,
    Kind.FRIEND: Grant.FAMILY,
    Kind.OTHER: Grant.FAMILY,
    Kind.TEACHER: Grant.SCHOOL,
    Kind.NURSE: Grant.HEALTH,
}
NAMED_ELSEWHERE = dict.fromkeys(PLACED_WITH, Grant.ADDRESS)
WRITERS = frozenset({Role.WORKER, Role.IRO, Role.MANAGER})
WRITING = (*WORKERS, Kind.IRO, Kind.MANAGER)
_link = aliased(Connection, name="decision_link")


def needed(about: About) -> Grant:
    return BASE | NEEDS.get(about, Grant(0))


def needs(about: About, text: str, named: Iterable[tuple[str, Grant]]) -> Grant:
    """All that somebody must be granted to read these words. named: each name that is known of
    somebody around the young person, and what it says."""
    found = needed(about)
    if has_a_postcode(text):
        found |= Grant.ADDRESS
    for name, grant in named:
        if grant not in found and names_in(text, [name]):
            found |= grant
    return found


def topics(grants: Grant) -> tuple[About, ...]:
    """What somebody who was granted this may write about."""
    return tuple(about for about in About if needed(about) in grants)


def reads(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Which rows of Decision this viewer reads."""
    theirs = Decision.council_id == viewer.council_id
    told = Decision.told_at.is_not(None)
    if viewer.role is Role.YOUNG:
        return and_(theirs, told, Decision.person_id == viewer.person_id)
    if viewer.role is Role.CARER:
        return and_(theirs, told, Decision.carer_may, _near(viewer, now))
    if viewer.role not in CASE_STAFF:
        return false()
    return and_(theirs, or_(and_(told, _near(viewer, now)), writes(viewer, now)))


def writes(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Which of them they may change."""
    if viewer.role not in WRITERS:
        return false()
    return and_(Decision.council_id == viewer.council_id, _near(viewer, now, writing=True))


def adds(viewer: Viewer, person: PersonKey, now: datetime) -> ColumnElement[bool]:
    """Whether this viewer may write one about this young person."""
    if viewer.role not in WRITERS:
        return false()
    day = clock.today(now)
    return exists(
        select(_link.id).where(
            _link.council_id == viewer.council_id,
            _link.with_id == viewer.person_id,
            _link.of_id == person,
            _link.kind.in_([kind.value for kind in WRITING]),
            *lasting(_link, day),
            granting(_link, BASE, day),
        )
    )


def grants_of(viewer: Viewer, person: PersonKey | int, now: datetime) -> Query:
    """What each connection of the viewer's with this young person grants them now."""
    day = clock.today(now)
    return select(granted(_link, day)).where(
        _link.council_id == viewer.council_id,
        _link.with_id == viewer.person_id,
        _link.of_id == person,
        *holds(_link, day, now),
    )


def _near(viewer: Viewer, now: datetime, *, writing: bool = False) -> ColumnElement[bool]:
    """Whether one connection of theirs grants all that the words need."""
    day = clock.today(now)
    as_what = [_link.kind.in_([kind.value for kind in WRITING])] if writing else []
    return exists(
        select(_link.id).where(
            _link.council_id == viewer.council_id,
            _link.with_id == viewer.person_id,
            _link.of_id == Decision.person_id,
            *as_what,
            *(lasting(_link, day) if writing else holds(_link, day, now)),
            grants_all(_link, day),
        )
    )


def grants_all(link: type[Connection], day: date) -> ColumnElement[bool]:
    """Whether a connection grants, on this day, all that the words of a decision need."""
    return granted(link, day).bitwise_and(Decision.needs) == Decision.needs
