"""The checks of one young person: three statements, however many there were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, func, select

from portal.care.tables import CareEpisode, HealthReturn
from portal.clocks.kinds import Clock
from portal.clocks.tables import DoneOn
from portal.core import clock
from portal.core.access import Band, Viewer
from portal.core.db import Db
from portal.my_health.rules import NoScore, Said, in_range, no_score, said
from portal.owed.tables import Owed
from portal.people.answers import (
    FIRST,
    Answers,
    answers_for,
    columns,
    with_who_answers,
    worker,
)
from portal.people.pages import Subject
from portal.people.reach import shown_name
from portal.people.rules import age_on
from portal.people.tables import Person

SHOWN = (Clock.HEALTH, Clock.SDQ)
FIRST_CHECK = "health.first"
MOST_DUE = 60
QUESTIONS_TO = 16  # the last age at which the questionnaire is asked


@dataclass(frozen=True)
class Check:
    """last: None where none is recorded. by: the last day for the next one, and who sees to it;
    None where no day can be said. late: that day is past."""

    last: date | None
    by: date | None
    who: str
    first: bool
    late: bool


@dataclass(frozen=True)
class Questions:
    """score: 0 to 40, or None with why, where a known reason is written. raw: as it came."""

    check: Check
    score: int | None
    why_none: NoScore | None
    raw: str


@dataclass(frozen=True)
class HealthPage:
    """recorded: whether the yearly list has a row for them at all."""

    check: Check
    questions: Questions
    asked_questions: bool  # of an age at which they are asked
    teeth: Said
    injections: Said
    yearly: Said
    recorded: bool
    in_care: bool
    asks: Answers | None
    band: Band
    today: date


def health_page(db: Db, viewer: Viewer, subject: Subject, now: datetime) -> HealthPage:
    today = clock.today(now)
    in_care = (
        select(func.count())
        .where(
            CareEpisode.council_id == viewer.council_id,
            CareEpisode.person_id == Person.id,
            CareEpisode.started <= today,
            case((CareEpisode.ended.is_(None), True), else_=CareEpisode.ended > today),
        )
        .scalar_subquery()
    )
    row = db.execute(
        with_who_answers(
            select(
                Person.born, HealthReturn.id.label("returned"), HealthReturn.sdq_score,
                HealthReturn.sdq_reason, HealthReturn.immunisations, HealthReturn.teeth_check,
                HealthReturn.health_assessment, in_care.label("in_care"), *columns(worker),
            )
            .select_from(Person)
            .outerjoin(
                HealthReturn,
                and_(
                    HealthReturn.person_id == Person.id,
                    HealthReturn.council_id == viewer.council_id,
                ),
            ),
            viewer.council_id, Person.id, today,
        )
        .where(Person.id == subject.id, Person.council_id == viewer.council_id)
        .order_by(*FIRST)
        .limit(1)
    ).one()  # fmt: skip
    checks = _checks(db, viewer.council_id, subject.id, today)
    age = age_on(row.born, today) if row.born else None
    score = row.sdq_score if in_range(row.sdq_score) else None
    questions = Questions(
        checks[Clock.SDQ], score, no_score(row.sdq_reason or "") if score is None else None,
        row.sdq_reason or "",
    )  # fmt: skip
    return HealthPage(
        checks[Clock.HEALTH],
        questions,
        age is None or age <= QUESTIONS_TO,
        said(row.teeth_check or ""),
        said(row.immunisations or ""),
        said(row.health_assessment or ""),
        row.returned is not None,
        bool(row.in_care),
        answers_for(row, today),
        subject.band,
        today,
    )


def _checks(db: Db, council_id: int, person_id: int, today: date) -> dict[Clock, Check]:
    names = [clock.value for clock in SHOWN]
    last = {
        row.clock: row.day
        for row in db.execute(
            select(DoneOn.clock, func.max(DoneOn.day).label("day"))
            .where(
                DoneOn.council_id == council_id,
                DoneOn.person_id == person_id,
                DoneOn.clock.in_(names),
                DoneOn.day <= today,
            )
            .group_by(DoneOn.clock)
        )
    }
    due = {
        row.kind: row
        for row in db.execute(
            select(Owed.kind, Owed.due_at, Owed.rule, Person.known_as, Person.code)
            .join(Person, Person.id == Owed.debtor_id)
            .where(
                Owed.council_id == council_id,
                Owed.person_id == person_id,
                Owed.done_at.is_(None),
                Owed.kind.in_(names),
            )
            .order_by(Owed.due_at.desc())
            .limit(MOST_DUE)
        )
    }
    return {one: _check(last.get(one.value), due.get(one.value), today) for one in SHOWN}


def _check(last: date | None, row: Any, today: date) -> Check:
    if row is None:
        return Check(last, None, "", last is None, False)
    # It is late from the midnight after its last day.
    by = clock.today(row.due_at) - timedelta(days=1)
    who = shown_name(row.known_as, row.code)
    return Check(last, by, who, row.rule == FIRST_CHECK, by < today)
