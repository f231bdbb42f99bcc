"""Which groups are open to a young person, who runs one, who may be told where it meets."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, and_, exists, false, not_, or_, select
from sqlalchemy.orm import aliased

from portal.core.access import Role, Viewer
from portal.core.db import Query
from portal.groups.tables import GroupMember, MeetGroup
from portal.people.answers import signs_in
from portal.people.reach import PersonKey, barred
from portal.people.rules import PersonKind
from portal.people.stops import stopped
from portal.people.tables import Membership, Person

KEEPERS = frozenset({Role.EDITOR, Role.MANAGER})  # make groups
RUNNERS = frozenset({Role.WORKER, Role.MANAGER})  # can be named to run one
STAFF = KEEPERS | RUNNERS
_other = aliased(GroupMember, name="other_member")
_in = aliased(GroupMember, name="in_group")


def members(group_id: PersonKey | int) -> Query:
    """Keys of who is in a group now. Nobody is asked anything who is stopped."""
    return select(_in.person_id).where(
        _in.group_id == group_id, _in.left_at.is_(None), not_(stopped(_in.person_id))
    )


def known_members(group_id: PersonKey | int, viewer_id: int) -> Query:
    """The same, without those of whom the viewer must not know."""
    return members(group_id).where(not_(barred(_in.person_id, viewer_id)))


def is_in(group_id: PersonKey | int, person_id: PersonKey | int) -> ColumnElement[bool]:
    return exists(
        select(_in.id).where(
            _in.group_id == group_id, _in.person_id == person_id, _in.left_at.is_(None)
        )
    )


def could_see(viewer: Viewer) -> ColumnElement[bool]:
    """Which rows of MeetGroup a young person sees, besides their age (`rules.fits`): open ones, and
    those they are in. Never one that is run by somebody who must not know of them."""
    if viewer.role is not Role.YOUNG:
        return false()
    return and_(
        MeetGroup.council_id == viewer.council_id,
        not_(barred(viewer.person_id, MeetGroup.run_by_id)),
        or_(MeetGroup.closed_at.is_(None), is_in(MeetGroup.id, viewer.person_id)),
    )


def apart(
    group_id: PersonKey | int, person_id: PersonKey | int, to: Viewer | None = None
) -> ColumnElement[bool]:
    """Whether somebody in the group and this person must not know of each other, either way. to:
    who is told; of nobody whom they must not know of."""
    known = [] if to is None else [not_(barred(_other.person_id, to.person_id))]
    return exists(
        select(_other.id).where(
            _other.group_id == group_id, _other.left_at.is_(None), _other.person_id != person_id,
            or_(barred(_other.person_id, person_id), barred(person_id, _other.person_id)), *known,
        )
    )  # fmt: skip


def runs(viewer: Viewer) -> ColumnElement[bool]:
    """Which groups the viewer runs: they see who is in them."""
    if viewer.role not in RUNNERS:
        return false()
    return and_(MeetGroup.council_id == viewer.council_id, MeetGroup.run_by_id == viewer.person_id)


def sees(viewer: Viewer) -> ColumnElement[bool]:
    """Which groups the viewer sees at all: those they run; an editor and a manager, all."""
    if viewer.role in KEEPERS:
        return MeetGroup.council_id == viewer.council_id
    return runs(viewer)


def colleagues(council_id: int, day: date) -> Query:
    """Who can be named to run a group."""
    works_here = exists(
        select(Membership.id).where(
            Membership.person_id == Person.id, Membership.role.in_([*RUNNERS])
        )
    )
    return (
        select(Person.id, Person.ref, Person.known_as, Person.code, Person.job)
        .where(
            Person.council_id == council_id, Person.kind == PersonKind.STAFF, works_here,
            signs_in(Person.id, day),
        )
        .order_by(Person.known_as, Person.id)
    )  # fmt: skip
