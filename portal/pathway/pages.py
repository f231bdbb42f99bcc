"""Reads of a pathway plan: the whole, one area, the skills, an early review, its history."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, exists, func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from portal.agenda.tables import AgendaItem
from portal.care.tables import ArrivedAlone
from portal.core import audit, clock
from portal.core.access import Viewer
from portal.core.db import Db
from portal.core.json_rows import json_rows
from portal.goals import beside, policy
from portal.goals import pages as goals
from portal.goals.pages import ChangeCard, GoalCard, SittingNow
from portal.goals.rules import PlanKind, State, Stone
from portal.goals.tables import Goal
from portal.notifications.tables import Notice
from portal.owed.tables import Owed
from portal.pathway import policy as answering
from portal.pathway import rules
from portal.pathway.entries import KIND
from portal.pathway.rules import Level, Says, Skill
from portal.pathway.tables import EarlyReview, OwnWords, SkillMark
from portal.people import pages as people
from portal.people.pages import Subject
from portal.people.reach import reach, shown_name
from portal.people.rules import PersonKind
from portal.people.tables import Person
from portal.promises.areas import wished
from portal.worries.words import NOTHING, words_in
from portal.worries.words import Said as Words

PATHWAY = PlanKind.PATHWAY.value
_by = aliased(Person, name="answered_by")
_passed = aliased(Person, name="passed_to")
_debtor = aliased(Person, name="asked_of")


@dataclass(frozen=True)
class Early:
    """An early review that was asked for. from_whom: who has to answer; passed_to: to whom it went
    on, and when, as nobody had answered."""

    ref: str
    why: str
    asked: date
    due: datetime
    says: Says | None
    on: date | None
    words: str
    by: str
    answered: date | None
    from_whom: str
    passed_to: str
    passed_at: datetime | None


@dataclass(frozen=True)
class Head:
    """What stands over every page of a plan. review: when it is looked at again (arranged), by: the
    day by which it should be. alone: they came to this country alone."""

    review: date | None
    by: date | None
    early: Early | None
    sitting: SittingNow | None
    works: bool
    alone: bool


def head(db: Db, viewer: Viewer, subject: Subject, now: datetime) -> Head:
    """One statement."""
    today = clock.today(now)

    def first_day(kind: str) -> Any:
        return (
            select(func.min(AgendaItem.day))
            .where(
                AgendaItem.council_id == viewer.council_id,
                AgendaItem.person_id == Person.id,
                AgendaItem.kind == kind,
                AgendaItem.state == "coming",
                (AgendaItem.day >= today) if kind == "review" else AgendaItem.day.is_not(None),
            )
            .correlate(Person)
            .scalar_subquery()
        )

    newest = (
        select(func.max(EarlyReview.id))
        .where(EarlyReview.council_id == viewer.council_id, EarlyReview.person_id == Person.id)
        .correlate(Person)
        .scalar_subquery()
    )
    row = db.execute(
        select(
            first_day("review").label("review_day"), first_day("by_pathway_review").label("by_day"),
            EarlyReview, *_OF_EARLY,
            exists(select(ArrivedAlone.person_id).where(ArrivedAlone.person_id == Person.id))
            .label("alone"),
            *policy.around(viewer, Person.id, Person.ref, now),
        )
        .outerjoin(EarlyReview, EarlyReview.id == newest)
        .outerjoin(Owed, _OWED)
        .outerjoin(_by, _by.id == EarlyReview.by_id)
        .outerjoin(_passed, _passed.id == Owed.passes_to_id)
        .outerjoin(_debtor, _debtor.id == Owed.debtor_id)
        .where(Person.council_id == viewer.council_id, Person.id == subject.id)
    ).one()  # fmt: skip
    about = policy.read_around(row, viewer)
    sitting = None
    if about.sitting is not None and about.sitting_over is not None:
        sitting = SittingNow(about.sitting_ref, "", about.sitting_over)
    return Head(
        row.review_day, row.by_day, _early(row) if row.EarlyReview else None, sitting,
        about.works, bool(row.alone),
    )  # fmt: skip


_OWED = and_(
    Owed.source_kind == KIND, Owed.source_id == EarlyReview.id, Owed.kind == KIND,
    Owed.done_at.is_(None),
)  # fmt: skip
_OF_EARLY = (
    _by.known_as.label("by_name"), _by.code.label("by_code"),
    _passed.known_as.label("passed_name"), _passed.code.label("passed_code"),
    _debtor.known_as.label("debtor_name"), _debtor.code.label("debtor_code"), Owed.passes_at,
)  # fmt: skip


def _early(row: Any) -> Early:
    found: EarlyReview = row.EarlyReview
    return Early(
        found.ref, found.why, clock.today(found.asked_at), found.due_at,
        Says(found.says) if found.says else None, found.on, found.words,
        shown_name(row.by_name or "", row.by_code or ""),
        clock.today(found.answered_at) if found.answered_at else None,
        shown_name(row.debtor_name or "", row.debtor_code or ""),
        shown_name(row.passed_name or "", row.passed_code or ""), row.passes_at,
    )  # fmt: skip


@dataclass(frozen=True)
class AreaLine:
    """One area on the list. says: something of the plan or of a goal is there."""

    area: str
    goals: tuple[GoalCard, ...]
    in_plan: bool

    @property
    def open(self) -> int:
        return sum(goal.state is State.OPEN for goal in self.goals)


@dataclass(frozen=True)
class PathwayPage:
    subject: Subject
    head: Head
    areas: tuple[AreaLine, ...]
    path: tuple[Stone, ...]
    review_on: date | None
    review_by: str

    @property
    def empty(self) -> bool:
        return not any(line.goals or line.in_plan for line in self.areas)


def pathway_page(db: Db, viewer: Viewer, subject: Subject, me: str, now: datetime) -> PathwayPage:
    """The plan at a look: areas with what is next, and the path. Three statements. me: how the
    young person is called on the path. Raises NoResultFound where there is nothing to read."""
    above = head(db, viewer, subject, now)
    parts = beside.plan().parts(db, viewer, subject, PATHWAY, "")
    found = goals.goals_of(db, viewer, subject, PATHWAY, clock.today(now))
    lines = _lines(subject, above, parts, found)
    first = parts[0] if parts else None
    return PathwayPage(
        subject, above, lines, goals.path_of(found, me),
        first.review_on if first else None, first.review_by if first else "",
    )  # fmt: skip


def _lines(
    subject: Subject, above: Head, parts: Sequence[Any], found: Sequence[GoalCard]
) -> tuple[AreaLine, ...]:
    known = frozenset(beside.plan().areas_for(subject))
    more = frozenset(part.area for part in parts) | frozenset(goal.area for goal in found)
    in_plan = {part.area for part in parts}
    return tuple(
        AreaLine(area, tuple(goal for goal in found if goal.area == area), area in in_plan)
        for area in rules.areas(above.alone, known, more)
    )


# --- one area -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """What they say about an area, and when they said it."""

    text: str
    on: date


@dataclass(frozen=True)
class AreaPage:
    """part: what the plan says, None where it says nothing. before: what they said earlier."""

    area: str
    subject: Subject
    part: Any
    goals: tuple[GoalCard, ...]
    said: Said | None
    before: tuple[Said, ...]
    skills: tuple[tuple[Skill, Level | None], ...]
    sitting: SittingNow | None


def area_page(db: Db, viewer: Viewer, subject: Subject, area: str, now: datetime) -> AreaPage:
    """One area of one's own plan: four statements. Raises NoResultFound."""
    beside_it = _beside(db, viewer, subject, [area], now)
    known = frozenset(beside.plan().areas_for(subject))
    if (area == rules.ALONE and not beside_it.alone) or area not in known:
        raise NoResultFound
    parts = beside.plan().parts(db, viewer, subject, PATHWAY, area)
    found = goals.goals_of(db, viewer, subject, PATHWAY, clock.today(now), area=area)
    said = beside_it.said.get(area, ())
    return AreaPage(
        area, subject, parts[0] if parts else None, found, said[0] if said else None, said[1:],
        tuple((skill, beside_it.marks.get(skill.key)) for skill in rules.skills_of(area)),
        beside_it.sitting,
    )  # fmt: skip


@dataclass(frozen=True)
class _Beside:
    said: dict[str, tuple[Said, ...]]
    marks: dict[str, Level]
    alone: bool
    sitting: SittingNow | None


def _beside(
    db: Db, viewer: Viewer, subject: Subject, areas: Sequence[str], now: datetime
) -> _Beside:
    """Own words, skills and a sitting, in one statement."""
    words = (
        json_rows(OwnWords.id, OwnWords.area, OwnWords.text, func.date(OwnWords.made_at))
        .where(
            OwnWords.council_id == viewer.council_id, OwnWords.person_id == Person.id,
            OwnWords.area.in_(areas),
        )
        .correlate(Person)
        .scalar_subquery()
    )  # fmt: skip
    marks = (
        json_rows(SkillMark.skill, SkillMark.level)
        .where(SkillMark.council_id == viewer.council_id, SkillMark.person_id == Person.id)
        .correlate(Person)
        .scalar_subquery()
    )
    row = db.execute(
        select(
            words.label("words"), marks.label("marks"),
            exists(select(ArrivedAlone.person_id).where(ArrivedAlone.person_id == Person.id))
            .label("alone"),
            *policy.around(viewer, Person.id, Person.ref, now),
        ).where(Person.council_id == viewer.council_id, Person.id == subject.id)
    ).one()  # fmt: skip
    said: dict[str, list[Said]] = {}
    for _id, area, text, on in sorted(json.loads(row.words or "[]"), reverse=True):
        said.setdefault(area, []).append(Said(text, date.fromisoformat(on)))
    about = policy.read_around(row, viewer)
    sitting = None
    if about.sitting is not None and about.sitting_over is not None:
        sitting = SittingNow(about.sitting_ref, "", about.sitting_over)
    return _Beside(
        {area: tuple(each) for area, each in said.items()},
        {key: Level(level) for key, level in json.loads(row.marks or "[]")},
        bool(row.alone), sitting,
    )  # fmt: skip


# --- all of it on one page ----------------------------------------------------------------------


@dataclass(frozen=True)
class WholeArea:
    area: str
    part: Any
    goals: tuple[GoalCard, ...]
    said: Said | None
    skills: tuple[tuple[Skill, Level | None], ...]


@dataclass(frozen=True)
class WholePage:
    """For a worker's page, for print and for paper."""

    subject: Subject
    head: Head
    areas: tuple[WholeArea, ...]
    path: tuple[Stone, ...]
    review_on: date | None
    review_by: str
    day: date

    @property
    def has_skills(self) -> bool:
        return any(level for area in self.areas for _skill, level in area.skills)


def whole_page(db: Db, viewer: Viewer, subject: Subject, me: str, now: datetime) -> WholePage:
    """Everything the viewer may read of the plan: four statements."""
    above = head(db, viewer, subject, now)
    parts = beside.plan().parts(db, viewer, subject, PATHWAY, "")
    found = goals.goals_of(db, viewer, subject, PATHWAY, clock.today(now))
    lines = _lines(subject, above, parts, found)
    more = _beside(db, viewer, subject, [line.area for line in lines], now)
    by_area = {part.area: part for part in parts}
    first = parts[0] if parts else None
    return WholePage(
        subject, above,
        tuple(
            WholeArea(
                line.area, by_area.get(line.area), line.goals,
                next(iter(more.said.get(line.area, ())), None),
                tuple((skill, more.marks.get(skill.key)) for skill in rules.skills_of(line.area)),
            )
            for line in lines
        ),
        goals.path_of(found, me), first.review_on if first else None,
        first.review_by if first else "", clock.today(now),
    )  # fmt: skip


# --- skills -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SkillLine:
    skill: Skill
    level: Level | None
    since: date | None
    before: Level | None
    has_goal: bool


@dataclass(frozen=True)
class SkillsPage:
    area: str
    lines: tuple[SkillLine, ...]


def skills_page(db: Db, viewer: Viewer, area: str) -> SkillsPage:
    """One checklist of one's own. Raises NoResultFound where there is none for this area."""
    wanted = rules.skills_of(area)
    if not wanted:
        raise NoResultFound
    marks = {
        row.SkillMark.skill: row.SkillMark
        for row in db.execute(
            select(SkillMark).where(
                SkillMark.council_id == viewer.council_id,
                SkillMark.person_id == viewer.person_id,
            )
        )
    }
    goals_there = set(
        db.scalars(
            select(Goal.skill).where(
                Goal.council_id == viewer.council_id, Goal.person_id == viewer.person_id,
                Goal.skill != "", Goal.state == State.OPEN.value,
            )
        )
    )  # fmt: skip
    if area == rules.ALONE and not db.scalar(
        select(exists(select(ArrivedAlone.person_id).where(
            ArrivedAlone.person_id == viewer.person_id)))
    ):  # fmt: skip
        raise NoResultFound
    return SkillsPage(
        area, tuple(_skill(one, marks.get(one.key), one.key in goals_there) for one in wanted)
    )


def _skill(skill: Skill, mark: SkillMark | None, has_goal: bool) -> SkillLine:
    if mark is None:
        return SkillLine(skill, None, None, None, has_goal)
    return SkillLine(
        skill, Level(mark.level), clock.today(mark.marked_at),
        Level(mark.before) if mark.before else None, has_goal,
    )  # fmt: skip


# --- an early review ----------------------------------------------------------------------------


@dataclass(frozen=True)
class EarlyPage:
    early: Early
    subject: Subject
    may_answer: bool


def early_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> EarlyPage:
    """One that was asked for, for the young person and those who answer. Raises NoResultFound."""
    mine = EarlyReview.person_id == viewer.person_id
    row = db.execute(
        select(EarlyReview, Person.ref.label("about_ref"), *_OF_EARLY)
        .join(Person, Person.id == EarlyReview.person_id)
        .outerjoin(Owed, _OWED)
        .outerjoin(_by, _by.id == EarlyReview.by_id)
        .outerjoin(_passed, _passed.id == Owed.passes_to_id)
        .outerjoin(_debtor, _debtor.id == Owed.debtor_id)
        .where(
            EarlyReview.council_id == viewer.council_id,
            EarlyReview.ref == ref,
            mine if viewer.is_young else answering.answers(viewer, now),
        )
    ).one()
    if viewer.is_young:
        return EarlyPage(_early(row), policy.whose(db, viewer, None, now, by_hour=False), False)
    return EarlyPage(
        _early(row), people.subject(db, viewer, row.about_ref, now, by_the_hour=False), True
    )


# --- history and lately -------------------------------------------------------------------------


@dataclass(frozen=True)
class HistoryPage:
    """before: the key of the last line, where there are more."""

    subject: Subject
    kind: str
    changes: tuple[ChangeCard, ...]
    before: int | None


def history_page(
    db: Db, viewer: Viewer, subject: Subject, kind: PlanKind, before: int | None
) -> HistoryPage:
    found = goals.changes_of(db, viewer, subject, kind.value, before=before)
    more = len(found) > goals.PAGE
    shown = found[: goals.PAGE]
    return HistoryPage(subject, kind.value, shown, shown[-1].id if more else None)


@dataclass(frozen=True)
class LatelyRow:
    name: str
    ref: str
    at: datetime
    early: str  # the ref of an early review that waits, or ""
    early_due: datetime | None


def lately(db: Db, viewer: Viewer, now: datetime) -> tuple[LatelyRow, ...]:
    """Whose plan a young person changed, and who asks for an early review, of those with whom the
    viewer works: one statement. The list is noted."""
    audit.listed(viewer, now)
    told = (
        select(func.max(Notice.made_at))
        .where(
            Notice.council_id == viewer.council_id, Notice.person_id == viewer.person_id,
            Notice.source_kind == policy.GOALS, Notice.source_ref == Person.ref,
        )
        .correlate(Person)
        .scalar_subquery()
    )  # fmt: skip
    rows = db.execute(
        select(Person.ref, Person.known_as, Person.code, told.label("told_at"),
               EarlyReview.ref.label("early"), EarlyReview.due_at, EarlyReview.asked_at)
        .outerjoin(EarlyReview, and_(EarlyReview.person_id == Person.id,
                                     EarlyReview.answered_at.is_(None)))
        .where(
            Person.council_id == viewer.council_id, Person.kind == PersonKind.YOUNG,
            policy.works_with(viewer, Person.id, now),
            reach(viewer, Person.id, policy.NEEDED, now),
        )
        .order_by(EarlyReview.due_at.is_(None), EarlyReview.due_at, told.desc(), Person.id)
        .limit(100)
    )  # fmt: skip
    return tuple(
        LatelyRow(
            shown_name(row.known_as, row.code),
            row.ref,
            row.told_at or row.asked_at,
            row.early or "",
            row.due_at,
        )
        for row in rows
        if row.told_at is not None or row.early is not None
    )


@words_in("own_words")
def words_of_area(db: Db, council_id: int, id: int) -> Words:
    here = (OwnWords.council_id == council_id, OwnWords.id == id)
    row = db.execute(select(OwnWords.text, OwnWords.area).where(*here)).first()
    return Words(row.text, wished(row.area)) if row else NOTHING


@words_in(KIND)
def words_of_early(db: Db, council_id: int, id: int) -> str:
    found = select(EarlyReview.why).where(
        EarlyReview.council_id == council_id, EarlyReview.id == id
    )  # fmt: skip
    return db.scalar(found) or ""
