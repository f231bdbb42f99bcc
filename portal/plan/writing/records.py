"""Reads of what was taken back: the council's record of it, and the young person's line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from portal.core import audit
from portal.core.access import CARERS, Viewer
from portal.core.db import Db
from portal.core.json_rows import json_rows, moment, rows_of
from portal.people.oversight import oversees
from portal.people.pages import Subject
from portal.people.reach import not_of, shown_name
from portal.people.rules import NEEDED_TO_KNOW, Kind
from portal.people.tables import Person
from portal.plan.policy import may_read
from portal.plan.rules import KIND_CODES
from portal.plan.tables import PlanVersion
from portal.plan.writing import policy, rules
from portal.plan.writing.rules import Step
from portal.plan.writing.standing import Standing, standing
from portal.plan.writing.tables import BreachStep, SawIt, TakenBack

MOST = 40
# Looks at pages that show the plan; on the others nothing of it stood.
OF_THE_PLAN = ("plan.", "writing.")


@dataclass(frozen=True)
class TakePage:
    """standing: the plan as it is published now."""

    subject: Subject
    code: str
    standing: Standing


def take_page(db: Db, viewer: Viewer, ref: str, kind: str, code: str, now: datetime) -> TakePage:
    """Raises NoResultFound where nothing is published."""
    subject = policy.whose(db, viewer, ref, now)
    there = standing(db, viewer.council_id, subject.id, kind).get(kind)
    if there is None or there.version_id is None:
        raise NoResultFound
    return TakePage(subject, code, there)


@dataclass(frozen=True)
class StepCard:
    """done: None while it is open."""

    step: Step
    due: datetime
    late: bool
    done: bool | None
    note: str
    by: str
    at: datetime | None


@dataclass(frozen=True)
class SawCard:
    """One line of who saw it. name: "" of a carer, where the viewer may not know who that is. plan:
    a page on which the plan stands."""

    name: str
    role: str
    how: str
    what: str
    at: datetime
    plan: bool


@dataclass(frozen=True)
class RecordPage:
    """writes: the viewer writes the plan, and reads why it was taken back."""

    subject: Subject
    ref: str
    kind: str
    why: str
    reason: str
    by: str
    at: datetime
    published_at: datetime
    published_by: str
    number: int
    over_at: datetime | None
    owed_by: str
    writes: bool
    steps: tuple[StepCard, ...]
    saw: tuple[SawCard, ...]

    def how(self, *how: str) -> tuple[SawCard, ...]:
        return tuple(one for one in self.saw if one.how in how)

    @property
    def next(self) -> StepCard | None:
        return next((one for one in self.steps if one.done is None), None)


def _of(viewer: Viewer, subject: Subject) -> tuple[Any, ...]:
    return (TakenBack.council_id == viewer.council_id, TakenBack.person_id == subject.id)


def record(
    db: Db, viewer: Viewer, ref: str, record_ref: str, now: datetime
) -> tuple[Subject, TakenBack]:
    """For a step. Raises NoResultFound."""
    subject, _writes = policy.whose_record(db, viewer, ref, now)
    query = select(TakenBack).where(*_of(viewer, subject), TakenBack.ref == record_ref)
    return subject, db.scalars(query).one()


def record_page(db: Db, viewer: Viewer, ref: str, record_ref: str, now: datetime) -> RecordPage:
    """Raises NoResultFound."""
    subject, writes = policy.whose_record(db, viewer, ref, now)
    owner = aliased(Person)
    row = db.execute(
        select(TakenBack, PlanVersion.number, PlanVersion.published_by, PlanVersion.recalled_why,
               owner.known_as, owner.code)
        .join(PlanVersion, PlanVersion.id == TakenBack.version_id)
        .join(owner, owner.id == TakenBack.owed_by_id)
        .where(*_of(viewer, subject), TakenBack.ref == record_ref)
    ).one()  # fmt: skip
    taken: TakenBack = row.TakenBack
    return RecordPage(
        subject, taken.ref, taken.kind, taken.why, row.recalled_why, taken.by, taken.at,
        taken.published_at, row.published_by, row.number, taken.over_at,
        shown_name(row.known_as, row.code), writes, _steps(db, taken, now),
        _saw(db, viewer, subject, taken),
    )  # fmt: skip


def _steps(db: Db, taken: TakenBack, now: datetime) -> tuple[StepCard, ...]:
    done = {
        row.step: row
        for row in db.scalars(select(BreachStep).where(BreachStep.taken_back_id == taken.id))
    }
    return tuple(_step(step, done.get(step.value), taken.at, now) for step in Step)


def _step(step: Step, row: BreachStep | None, at: datetime, now: datetime) -> StepCard:
    due = rules.due(step, at)
    if row is None:
        return StepCard(step, due, due < now, None, "", "", None)
    return StepCard(step, due, False, row.done, row.note, row.by, row.at)


def _saw(db: Db, viewer: Viewer, subject: Subject, taken: TakenBack) -> tuple[SawCard, ...]:
    """Of a part that was read, which one it was only where the viewer may read it. Who carers are
    says where they live: they are named to those to whom that was granted."""
    names_carers = subject.may(NEEDED_TO_KNOW[Kind.FOSTER_CARER])

    def who(row: Any) -> str:
        if row.SawIt.role in CARERS and not names_carers:
            return ""
        return shown_name(row.known_as or "", row.code or "")

    def what(row: SawIt) -> str:
        kind, _colon, area = row.what.partition(":")
        return row.what if row.how != "read" or may_read(subject, kind, area) else ""

    rows = db.execute(
        select(SawIt, Person.known_as, Person.code)
        .outerjoin(Person, Person.id == SawIt.who_id)
        .where(SawIt.taken_back_id == taken.id, not_of(SawIt.who_id, viewer.person_id))
        .order_by(SawIt.at, SawIt.id)
        .limit(1_000)
    )
    return tuple(
        SawCard(
            who(row), row.SawIt.role, row.SawIt.how, what(row.SawIt), row.SawIt.at,
            row.SawIt.what.startswith(OF_THE_PLAN),
        )
        for row in rows
    )  # fmt: skip


@dataclass(frozen=True)
class RecordLine:
    ref: str
    kind: str
    by: str
    at: datetime
    over: bool


@dataclass(frozen=True)
class RecordsPage:
    subject: Subject
    lines: tuple[RecordLine, ...]
    writes: bool


def records_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> RecordsPage:
    """The newest of what was taken back. Raises NoResultFound."""
    subject, writes = policy.whose_record(db, viewer, ref, now)
    rows = db.scalars(
        select(TakenBack).where(*_of(viewer, subject)).order_by(TakenBack.id.desc()).limit(MOST)
    )
    return RecordsPage(
        subject,
        tuple(
            RecordLine(row.ref, row.kind, row.by, row.at, row.over_at is not None) for row in rows
        ),
        writes,
    )


@dataclass(frozen=True)
class CouncilLine:
    name: str
    person_ref: str
    line: RecordLine


@dataclass(frozen=True)
class EverywherePage:
    lines: tuple[CouncilLine, ...]
    older: str | None


def everywhere_page(db: Db, viewer: Viewer, before: str | None, now: datetime) -> EverywherePage:
    """Of the whole council, the newest first. Raises NoResultFound for whoever does not oversee
    it."""
    if not oversees(viewer):
        raise NoResultFound
    audit.listed(viewer, now)
    query = (
        select(TakenBack, Person.ref.label("person_ref"), Person.known_as, Person.code)
        .join(Person, Person.id == TakenBack.person_id)
        .where(
            TakenBack.council_id == viewer.council_id, not_of(TakenBack.person_id, viewer.person_id)
        )
    )  # fmt: skip
    if before:
        mark = select(TakenBack.id).where(
            TakenBack.council_id == viewer.council_id, TakenBack.ref == before
        )
        query = query.where(TakenBack.id < mark.scalar_subquery())
    rows = db.execute(query.order_by(TakenBack.id.desc()).limit(MOST + 1)).all()
    lines = tuple(
        CouncilLine(
            shown_name(row.known_as, row.code), row.person_ref,
            RecordLine(row.TakenBack.ref, row.TakenBack.kind, row.TakenBack.by, row.TakenBack.at,
                       row.TakenBack.over_at is not None),
        )
        for row in rows[:MOST]
    )  # fmt: skip
    return EverywherePage(lines, lines[-1].line.ref if len(rows) > MOST else None)


# --- for the young person -------------------------------------------------------------------------


@dataclass(frozen=True)
class TakenLine:
    kind: str
    why: str
    by: str
    at: datetime

    @property
    def code(self) -> str:
        return KIND_CODES[self.kind]


SHOWN = timedelta(days=30)


def lately(viewer: Viewer, now: datetime) -> Select[Any]:
    """What was taken away from the viewer's own plans these last weeks: for their plan page, in a
    statement that it asks anyhow."""
    return json_rows(TakenBack.kind, TakenBack.why, TakenBack.by, TakenBack.at).where(
        TakenBack.council_id == viewer.council_id,
        TakenBack.person_id == viewer.person_id,
        TakenBack.at >= now - SHOWN,
    )


def taken_lines(found: str | None) -> tuple[TakenLine, ...]:
    """From what `lately` found, the newest first."""
    lines = []
    for kind, why, by, text in rows_of(found):
        at = moment(text)
        assert at is not None
        lines.append(TakenLine(kind, why, by, at))
    return tuple(sorted(lines, key=lambda line: line.at, reverse=True))


def taken_from(db: Db, council_id: int, person_id: int) -> tuple[TakenLine, ...]:
    """What was put in their plan by mistake and taken away, the newest first. One statement."""
    rows = db.execute(
        select(TakenBack.kind, TakenBack.why, TakenBack.by, TakenBack.at)
        .where(TakenBack.council_id == council_id, TakenBack.person_id == person_id)
        .order_by(TakenBack.id.desc())
        .limit(MOST)
    )
    return tuple(TakenLine(row.kind, row.why, row.by, row.at) for row in rows)
