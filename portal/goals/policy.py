"""Who may read a goal, and who may change it.

The young person: everything of theirs. Others read what PLAN and the grant of its area let them;
only their workers (a connection as social worker or adviser, today, not for some hours, that grants
PLAN) change anything.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, literal, or_, select, true
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from portal.core import audit, clock
from portal.core.access import Role, Viewer
from portal.core.db import Db, Query
from portal.core.json_rows import json_rows
from portal.goals import beside, rules
from portal.goals.rules import PlanKind
from portal.goals.tables import Goal, GoalChange, GoalStep, Sitting
from portal.hours import pages as hours
from portal.hours.rules import Calendar
from portal.notifications.tables import Notice
from portal.people import pages as people
from portal.people.pages import Subject
from portal.people.reach import barred, granting, lasting, reach, shown_name
from portal.people.rules import PLACED_WITH, WORKERS, Grant, Kind
from portal.people.tables import Connection, Council, Person
from portal.promises.areas import owned_by
from portal.promises.tables import Promise

NEEDED = Grant.NAME | Grant.PLAN
# Those who have a place in the app: what they do can be chased.
CAN_BE_CHASED = (*WORKERS, *PLACED_WITH, Kind.IRO)
# Whom a young person's own page offers for a step.
OFFERED = (*CAN_BE_CHASED, Kind.TEACHER, Kind.NURSE, Kind.FAMILY, Kind.FRIEND, Kind.OTHER)
# What is new, and for whom.
CHANGED = {PlanKind.PATHWAY: "goals_pathway", PlanKind.SCHOOL: "goals_school"}
CHANGED_BY_THEM = "goals_by_them"
GOALS, SITTING = "goals", "sitting"  # where a notice comes from

_works = aliased(Connection, name="works_with")
_theirs = aliased(Connection, name="their_worker")
_asked = aliased(Connection, name="asked_for")
_adult = aliased(Person, name="asked_adult")
_young = aliased(Person, name="goal_of")
_sitting = aliased(Sitting, name="sitting_now")


def works_with(viewer: Viewer, person: Any, now: datetime) -> ColumnElement[bool]:
    """Whether the viewer is a worker of this young person who may change their plan."""
    return exists(
        select(_works.id).where(
            _works.council_id == viewer.council_id,
            _works.of_id == person,
            _works.with_id == viewer.person_id,
            _works.kind.in_(WORKERS),
            *lasting(_works, clock.today(now)),
            granting(_works, NEEDED),
        )
    )


@dataclass(frozen=True)
class Given:
    """An adult to whom a step is given. can_be_chased: they have a place in the app. label: what
    they are called; not the young person's own word for them, which is theirs alone."""

    id: int
    label: str
    kind: Kind

    @property
    def can_be_chased(self) -> bool:
        return self.kind in CAN_BE_CHASED


@dataclass(frozen=True)
class Around:
    """What stands round a change: whose plan, in which sitting, who is told of it, and whether they
    have not looked at an earlier change yet. given: who was chosen for a step."""

    person_id: int
    person_ref: str
    works: bool
    sitting: int | None
    sitting_ref: str
    sitting_told: bool
    sitting_over: datetime | None
    partner: int | None
    worker: int | None
    waits: bool
    given: Given | None


def around(
    viewer: Viewer, person: Any, ref: Any, now: datetime, given: str = "",
    area: ColumnElement[str] | None = None,
) -> Sequence[ColumnElement[Any]]:  # fmt: skip
    """The columns of `Around`, for a query in which `person` is the young person's key. area: what
    somebody does is about it, so whoever has a place in the app has to have been granted it."""
    day = clock.today(now)
    worker = (
        select(_theirs.with_id)
        .where(
            _theirs.council_id == viewer.council_id,
            _theirs.of_id == person,
            _theirs.kind.in_(WORKERS),
            *lasting(_theirs, day),
            granting(_theirs, NEEDED),
        )
        .order_by(
            case((_theirs.kind == Kind.PERSONAL_ADVISER, 0), else_=1),
            _theirs.starts.desc(),
            _theirs.id.desc(),
        )
        .limit(1)
        .correlate_except(_theirs)
        .scalar_subquery()
    )
    sitting = (
        json_rows(_sitting.id, _sitting.ref, _sitting.adult_id, _sitting.told_at)
        .where(
            _sitting.council_id == viewer.council_id,
            _sitting.person_id == person,
            _sitting.host_id == viewer.person_id,
            _sitting.ended_at.is_(None),
            _sitting.started_at > now - rules.SITS_FOR,
        )
        .correlate_except(_sitting)
        .scalar_subquery()
    )
    started = (
        select(_sitting.started_at)
        .where(
            _sitting.council_id == viewer.council_id,
            _sitting.person_id == person,
            _sitting.host_id == viewer.person_id,
            _sitting.ended_at.is_(None),
            _sitting.started_at > now - rules.SITS_FOR,
        )
        .order_by(_sitting.id.desc())
        .limit(1)
        .correlate_except(_sitting)
        .scalar_subquery()
    )
    told = person if viewer.role is not Role.YOUNG else worker
    waits = exists(
        select(Notice.id)
        .where(
            Notice.council_id == viewer.council_id,
            Notice.person_id == told,
            Notice.source_kind == GOALS,
            Notice.source_ref == ref,
            Notice.seen_at.is_(None),
        )
        .correlate_except(Notice)
    )
    columns: list[ColumnElement[Any]] = [
        person.label("about_id"),
        ref.label("about_ref"),
        works_with(viewer, person, now).label("works"),
        worker.label("worker_id"),
        sitting.label("sitting"),
        started.label("sitting_started"),
        waits.label("waits"),
    ]
    chosen = (
        json_rows(_adult.id, _adult.known_as, _adult.code, _asked.kind)
        .join_from(_asked, _adult, _adult.id == _asked.with_id)
        .where(
            _asked.council_id == viewer.council_id,
            _asked.of_id == person,
            _adult.ref == given,
            _asked.kind.in_(OFFERED),
            *lasting(_asked, day),
            or_(_asked.kind.not_in(CAN_BE_CHASED), owned_by(_asked, area, day))
            if area is not None
            else true(),
            ~barred(_adult.id, _asked.of_id),
        )
        .correlate_except(_asked, _adult)
        .scalar_subquery()
    )
    columns.append((chosen if given else literal("")).label("given"))
    return columns


def read_around(row: Any, viewer: Viewer) -> Around:
    sittings = sorted(json.loads(row.sitting or "[]"))
    id, ref, adult, told = sittings[-1] if sittings else (None, "", None, None)
    partner = None
    if id is not None:
        partner = adult if viewer.person_id == row.about_id else row.about_id
    return Around(
        row.about_id, row.about_ref, bool(row.works), id, ref, told is not None,
        row.sitting_started + rules.SITS_FOR if row.sitting_started else None,
        partner, row.worker_id, bool(row.waits), _given(row.given),
    )  # fmt: skip


def _given(found: str | None) -> Given | None:
    """Of several things that somebody is to them, the one that can be chased."""
    rows = json.loads(found or "[]")
    each = [Given(id, shown_name(known_as, code), Kind(kind)) for id, known_as, code, kind in rows]
    each.sort(key=lambda one: not one.can_be_chased)
    return each[0] if each else None


@dataclass(frozen=True)
class Held:
    """A goal, maybe one of its steps, and the subject it is of."""

    goal: Goal
    step: GoalStep | None
    promise: Promise | None
    change: GoalChange | None
    subject: Subject
    around: Around
    calendar: Calendar | None = None  # the council's, of what is held to be changed

    @property
    def may_change(self) -> bool:
        return self.subject.own or self.around.works


def visible(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """For a query over goals: those of the viewer, or of whom they may read a plan. Its area is
    asked of whoever reads (`beside.may_read`)."""
    return and_(Goal.council_id == viewer.council_id, reach(viewer, Goal.person_id, NEEDED, now))


def goal(
    db: Db, viewer: Viewer, ref: str, now: datetime, *, writes: bool = False, given: str = "",
    hold: bool = True,
) -> Held:  # fmt: skip
    """The goal with this ref. writes: for who may change it; hold: until the commit, where it is
    changed now. Raises NoResultFound."""
    query = select(Goal).where(Goal.ref == ref)
    return _held(db, viewer, query, now, writes, given, writes and hold)


def step(
    db: Db, viewer: Viewer, ref: str, now: datetime, *, writes: bool = False, given: str = "",
    hold: bool = True,
) -> Held:  # fmt: skip
    """The step with this ref, its goal and its promise. Raises NoResultFound."""
    query: Query = (
        select(Goal, GoalStep, Promise)
        .join(GoalStep, GoalStep.goal_id == Goal.id)
        .outerjoin(Promise, Promise.id == GoalStep.promise_id)
        .where(GoalStep.ref == ref)
    )
    return _held(db, viewer, query, now, writes, given, writes and hold)


def change(db: Db, viewer: Viewer, ref: str, now: datetime) -> Held:
    """A change, to be put back. Raises NoResultFound."""
    query: Query = (
        select(Goal, GoalChange, GoalStep, Promise)
        .join(GoalChange, GoalChange.goal_id == Goal.id)
        .outerjoin(GoalStep, GoalStep.id == GoalChange.step_id)
        .outerjoin(Promise, Promise.id == GoalStep.promise_id)
        .where(GoalChange.ref == ref)
    )
    return _held(db, viewer, query, now, True, "", True)


def _held(
    db: Db, viewer: Viewer, query: Query, now: datetime, writes: bool, given: str, hold: bool
) -> Held:
    query = (
        query.join(_young, _young.id == Goal.person_id)
        .where(visible(viewer, now))
        .add_columns(*around(viewer, _young.id, _young.ref, now, given, Goal.__table__.c.area))
    )
    if writes:
        query = query.join(Council, Council.id == Goal.council_id).add_columns(*hours.columns())
    if hold:
        query = query.with_for_update(of=Goal)
    row = db.execute(query).one()
    found = row.Goal
    about = read_around(row, viewer)
    if viewer.role is Role.YOUNG:
        subject = _own(viewer, now)
    else:
        subject = people.subject(db, viewer, about.person_ref, now, by_the_hour=not writes)
    held = Held(
        found, getattr(row, "GoalStep", None), getattr(row, "Promise", None),
        getattr(row, "GoalChange", None), subject, about,
        hours.calendar_of(row) if writes else None,
    )  # fmt: skip
    if not beside.may_read(subject, found.plan_kind, found.area):
        raise NoResultFound
    if writes and not held.may_change:
        raise NoResultFound
    return held


def _own(viewer: Viewer, now: datetime) -> Subject:
    """Their own: of a page that others may open, too, the frame wants to know whose it was."""
    audit.looked_at(viewer, viewer.person_id, now)
    return people.own(viewer)


def whose(db: Db, viewer: Viewer, ref: str | None, now: datetime, *, by_hour: bool) -> Subject:
    """The subject of a page: the young person themselves, or theirs of whoever may read a plan.
    Raises NoResultFound."""
    if ref is None:
        return _own(viewer, now)
    found = people.subject(db, viewer, ref, now, by_the_hour=by_hour)
    if not found.may(NEEDED):
        raise NoResultFound
    return found


def circle(
    db: Db, viewer: Viewer, subject: Subject, now: datetime, given: str = "",
    *, writes: bool = False,
) -> Around:  # fmt: skip
    """What stands round a change of something of this young person that is no goal yet. One
    statement. writes: raises NoResultFound for whoever may not change it."""
    row = db.execute(
        select(*around(viewer, _young.id, _young.ref, now, given)).where(
            _young.council_id == viewer.council_id, _young.id == subject.id
        )
    ).one()
    found = read_around(row, viewer)
    if writes and not (subject.own or found.works):
        raise NoResultFound
    return found


def sitting_of(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """For a query over sittings: those in which the viewer sat, of young people whose plan they may
    still read."""
    return and_(
        Sitting.council_id == viewer.council_id,
        or_(Sitting.person_id == viewer.person_id, Sitting.adult_id == viewer.person_id),
        reach(viewer, Sitting.person_id, NEEDED, now),
    )
