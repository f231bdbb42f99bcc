"""Reads of a school plan."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound

from portal.agenda.tables import AgendaItem
from portal.core import clock
from portal.core.access import Viewer
from portal.core.db import Db
from portal.core.json_rows import json_rows
from portal.goals import beside, policy
from portal.goals import pages as goals
from portal.goals.pages import GoalCard, SittingNow
from portal.goals.rules import PlanKind
from portal.people.pages import Subject
from portal.people.reach import barred, lasting, shown_name
from portal.people.rules import Kind
from portal.people.tables import Connection, Person

SCHOOL = PlanKind.SCHOOL.value
AREA = "school"


@dataclass(frozen=True)
class SchoolPage:
    """teachers: (name, what they do) of those at school who help. by: when it is next looked at."""

    subject: Subject
    targets: tuple[GoalCard, ...]
    parts: tuple[Any, ...]
    teachers: tuple[tuple[str, str], ...]
    by: date | None
    works: bool
    sitting: SittingNow | None


def school_page(db: Db, viewer: Viewer, subject: Subject, now: datetime) -> SchoolPage:
    """Three statements. Raises NoResultFound for whoever may not read a school plan."""
    if SCHOOL not in beside.plan().kinds_for(subject):
        raise NoResultFound
    day = clock.today(now)
    by = (
        select(func.min(AgendaItem.day))
        .where(
            AgendaItem.council_id == viewer.council_id, AgendaItem.person_id == Person.id,
            AgendaItem.kind == "by_school_plan", AgendaItem.state == "coming",
        )
        .correlate(Person)
        .scalar_subquery()
    )  # fmt: skip
    teacher = Person.__table__.alias("teacher")
    teachers = (
        json_rows(
            Connection.id, Connection.label, teacher.c.known_as, teacher.c.code, Connection.does,
            teacher.c.job,
        )
        .join_from(Connection, teacher, teacher.c.id == Connection.with_id)
        .where(
            Connection.council_id == viewer.council_id, Connection.of_id == Person.id,
            Connection.kind == Kind.TEACHER, *lasting(Connection, day),
            ~barred(teacher.c.id, Connection.of_id),
        )
        .correlate(Person)
        .scalar_subquery()
    )  # fmt: skip
    row = db.execute(
        select(by.label("by"), teachers.label("teachers"),
               *policy.around(viewer, Person.id, Person.ref, now))
        .where(Person.council_id == viewer.council_id, Person.id == subject.id)
    ).one()  # fmt: skip
    about = policy.read_around(row, viewer)
    sitting = None
    if about.sitting is not None and about.sitting_over is not None:
        sitting = SittingNow(about.sitting_ref, "", about.sitting_over)
    return SchoolPage(
        subject, goals.goals_of(db, viewer, subject, SCHOOL, day),
        beside.plan().parts(db, viewer, subject, SCHOOL, ""),
        _teachers(row.teachers, subject), row.by, about.works, sitting,
    )  # fmt: skip


def _teachers(found: str | None, subject: Subject) -> tuple[tuple[str, str], ...]:
    """The young person's own word for somebody is shown to them alone."""

    rows = sorted(json.loads(found or "[]"))
    if subject.own:
        return tuple(
            (label or shown_name(name, code), does or job)
            for _id, label, name, code, does, job in rows
        )
    return tuple((shown_name(name, code), job) for _id, _label, name, code, _does, job in rows)
