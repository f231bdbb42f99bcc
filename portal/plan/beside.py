"""What the plan says, for the rooms in which young people and workers keep goals beside it
(`goals.beside`): areas, who may read them, and the published parts of one plan."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased

from portal.core.access import Viewer
from portal.core.db import Db
from portal.core.json_rows import json_rows
from portal.goals.beside import Plan as Beside
from portal.goals.beside import say_plan
from portal.people.pages import Subject
from portal.people.reach import PersonKey
from portal.plan import labels, policy, rules
from portal.plan.rules import AREA_CODES, QUIET, Area, Chosen, Words
from portal.plan.tables import Plan, PlanPart, PlanVersion, Wording

_plan = aliased(Plan, name="published_plan")
_AREAS = {code: area.value for area, code in AREA_CODES.items()}


@dataclass(frozen=True)
class Part:
    """One published part of a plan, in the reader's words."""

    area: str
    words: Chosen
    official: str
    who: str
    by_when: str
    look_again: date | None
    review_on: date | None
    review_by: str


def parts(
    db: Db, viewer: Viewer, subject: Subject, kind: str, area: str = ""
) -> tuple[Part, ...]:  # fmt: skip
    """The parts of one kind of plan that the viewer may read (of one area, or all), in order: one
    statement, wordings included."""
    if not policy.areas_for(subject):
        return ()
    wordings = (
        json_rows(Wording.band, Wording.language, Wording.text, Wording.state)
        .where(Wording.part_id == PlanPart.id, Wording.language.in_({viewer.language, "en"}))
        .correlate(PlanPart)
        .scalar_subquery()
    )
    query = (
        select(
            PlanPart.area, PlanPart.official, PlanPart.who, PlanPart.by_when, PlanPart.look_again,
            PlanVersion.review_on, PlanVersion.review_by, wordings.label("wordings"),
        )
        .join(PlanVersion, PlanVersion.id == Plan.current_id)
        .join(PlanPart, PlanPart.version_id == PlanVersion.id)
        .select_from(Plan)
        .where(
            Plan.council_id == viewer.council_id, Plan.kind == kind, *policy.readable(subject)
        )
        .order_by(PlanPart.place, PlanPart.id)
    )  # fmt: skip
    if area:
        query = query.where(PlanPart.area == area)
    return tuple(_part(row, viewer, subject) for row in db.execute(query))


def _part(row: Any, viewer: Viewer, subject: Subject) -> Part:
    words = [Words(*each) for each in json.loads(row.wordings or "[]")]
    chosen = rules.choose_words(words, subject.band.value, viewer.language, row.official)
    return Part(
        row.area, chosen, row.official, row.who, row.by_when, row.look_again, row.review_on,
        row.review_by,
    )  # fmt: skip


def there(council_id: int, person: PersonKey, kind: str) -> ColumnElement[bool]:
    return exists(
        select(_plan.id).where(
            _plan.council_id == council_id, _plan.person_id == person, _plan.kind == kind,
            _plan.current_id.is_not(None),
        )
    )  # fmt: skip


say_plan(
    Beside(
        areas_for=policy.areas_for,
        kinds_for=policy.kinds_for,
        code=lambda area: AREA_CODES[Area(area)],
        area_of=_AREAS.get,
        name=labels.area_name,
        quiet=frozenset(area.value for area in QUIET),
        parts=parts,
        there=there,
    )
)
