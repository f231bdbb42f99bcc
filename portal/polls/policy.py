"""Who asks whom, who answers, who sees what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, false, not_, or_, select
from sqlalchemy.orm import aliased

from portal.core.access import Role, Viewer
from portal.groups import policy as groups
from portal.groups.tables import MeetGroup
from portal.owed.tables import OwedStep
from portal.people.reach import PersonKey, lasting
from portal.people.rules import Kind, PersonKind
from portal.people.stops import stopped
from portal.people.tables import Connection, Membership, Person
from portal.polls.entries import KIND, SOURCE
from portal.polls.rules import ADULT, Audience, To
from portal.polls.tables import Poll, PollDone

KEEPERS = groups.KEEPERS  # ask whomever, and write for everybody
ASKERS = groups.STAFF  # whoever runs a group asks that group
_advises = aliased(Connection, name="advises")
_done = aliased(PollDone, name="has_done")
_uses = aliased(Membership, name="uses_app")


def advised(person: PersonKey | int, day: date) -> ColumnElement[bool]:
    return exists(
        select(_advises.id).where(
            _advises.of_id == person, _advises.kind == Kind.PERSONAL_ADVISER,
            *lasting(_advises, day),
        )
    )  # fmt: skip


def could_answer(council_id: int, to: To, day: date) -> Sequence[ColumnElement[bool]]:
    """Which rows of Person a poll is for (`rules.is_for`): those who can sign in, and nobody of
    whom nothing is asked any more."""
    uses = exists(select(_uses.id).where(_uses.person_id == Person.id))
    return (
        Person.council_id == council_id, Person.kind == PersonKind.YOUNG, uses,
        not_(stopped(Person.id)), _of(to, day),
    )  # fmt: skip


def _of(to: To, day: date) -> ColumnElement[bool]:
    if to.audience is Audience.ALL:
        return Person.id.is_not(None)
    if to.audience is Audience.GROUP:
        return groups.is_in(to.group_id or 0, Person.id)
    if to.audience is Audience.LEAVERS:
        return or_(advised(Person.id, day), Person.born <= born_by(day, ADULT))
    return and_(Person.born <= born_by(day, to.age_from), Person.born > born_by(day, to.age_to + 1))


def born_by(day: date, age: int) -> date:
    """The latest birth date of somebody who is `age` or older on `day`. Somebody born on 29
    February is a year older on 1 March in a year without a 29th (`people.rules.age_on`)."""
    try:
        return day.replace(year=day.year - age)
    except ValueError:
        return date(day.year - age, 2, 28)


def has_done(poll_id: PersonKey | int, person: PersonKey | int) -> ColumnElement[bool]:
    return exists(select(_done.id).where(_done.poll_id == poll_id, _done.person_id == person))


def asks(viewer: Viewer) -> ColumnElement[bool]:
    """Which polls the viewer sees as staff: their own; an editor and a manager, all that were
    sent."""
    if viewer.role not in ASKERS:
        return false()
    mine = Poll.by_id == viewer.person_id
    if viewer.role in KEEPERS:
        mine = or_(mine, Poll.sent_at.is_not(None))
    return and_(Poll.council_id == viewer.council_id, mine)


def may_write_of(viewer: Viewer) -> ColumnElement[bool]:
    """Of which polls they may say what was done because of it: whoever asked, and a manager."""
    mine = and_(Poll.council_id == viewer.council_id, Poll.by_id == viewer.person_id)
    if viewer.role is Role.MANAGER:
        return Poll.council_id == viewer.council_id
    return mine if viewer.role in ASKERS else false()


def reads_words_of(viewer: Viewer) -> ColumnElement[bool]:
    """Whose free words they read: whoever asked, as the page has said, and once that is late the
    manager to whom it was passed on."""
    passed = exists(
        select(OwedStep.id)
        .where(
            OwedStep.kind == KIND, OwedStep.source_kind == SOURCE, OwedStep.source_id == Poll.id,
            OwedStep.to_id == viewer.person_id,
        )
        .correlate(Poll)
    )  # fmt: skip
    return and_(may_write_of(viewer), or_(Poll.by_id == viewer.person_id, passed))


def groups_of(viewer: Viewer) -> ColumnElement[bool]:
    """Which groups the viewer may ask."""
    return and_(groups.sees(viewer), MeetGroup.closed_at.is_(None))
