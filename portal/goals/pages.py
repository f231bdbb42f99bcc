"""Reads of goals: a plan's goals with their steps, one of them, its history, and sittings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Text, and_, cast, func, literal, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from portal.core import audit, clock
from portal.core.access import Viewer
from portal.core.db import Db
from portal.goals import beside, policy, rules
from portal.goals.policy import Held
from portal.goals.rules import Owner, Standing, State, Stone, What
from portal.goals.tables import Goal, GoalChange, GoalStep, Sitting
from portal.people.pages import Known, Subject, my_people, subject_and_people
from portal.people.reach import shown_name
from portal.people.rules import NEEDED_TO_KNOW, WORKERS, Grant
from portal.people.tables import Person
from portal.promises.areas import to_own, wished
from portal.promises.tables import Promise
from portal.worries.words import NOTHING, Said, words_in

_by = aliased(Person, name="goal_by")
_step_by = aliased(Person, name="step_by")
_owner = aliased(Person, name="step_owner")
_chased = aliased(Person, name="step_chased")
_at = aliased(Sitting, name="goal_sitting")
_step_at = aliased(Sitting, name="step_sitting")
_adult = aliased(Person, name="sitting_adult")
_step_adult = aliased(Person, name="step_sitting_adult")


@dataclass(frozen=True)
class Made:
    """Who did something and when. by_id: to say "you". together: with whom, on one phone."""

    by_id: int
    by: str
    on: date
    together: str = ""


@dataclass(frozen=True)
class StepCard:
    """One step. who: the adult's name, "" where it is the young person's own. on: since when it
    stands so. chased: who was told that it is late."""

    ref: str
    text: str
    owner: Owner
    who: str
    owner_id: int | None
    due: date | None
    standing: Standing
    state: State
    on: date
    why: str
    chased: str
    is_promise: bool
    made: Made


@dataclass(frozen=True)
class GoalCard:
    """One goal with its steps, in the order in which they were written."""

    ref: str
    kind: str
    area: str
    text: str
    say: str
    skill: str
    state: State
    on: date
    why: str
    made: Made
    steps: tuple[StepCard, ...]

    @property
    def done(self) -> int:
        return sum(step.standing is Standing.DONE for step in self.steps)

    @property
    def count(self) -> int:
        return sum(step.standing is not Standing.DROPPED for step in self.steps)

    @property
    def next(self) -> StepCard | None:
        """What comes next: what is late first, then by its day."""
        open_ones = [s for s in self.steps if s.state is State.OPEN]
        open_ones.sort(key=lambda s: (s.standing is not Standing.LATE, s.due or date.max))
        return open_ones[0] if open_ones else None


def _named(adult: Any) -> Any:
    return func.coalesce(func.nullif(adult.known_as, ""), adult.code)


_NAMES = (
    _by.known_as.label("by_name"), _by.code.label("by_code"),
    _step_by.known_as.label("step_by_name"), _step_by.code.label("step_by_code"),
    _owner.known_as.label("owner_name"), _owner.code.label("owner_code"),
    _chased.known_as.label("chased_name"), _chased.code.label("chased_code"),
    _named(_adult).label("with_adult"), _named(_step_adult).label("step_with"),
)  # fmt: skip


def goals_of(
    db: Db, viewer: Viewer, subject: Subject, kind: str, today: date, *, area: str = "",
    only: int | None = None,
) -> tuple[GoalCard, ...]:  # fmt: skip
    """The goals of a plan that the viewer may read, open ones first: one statement. area, only: of
    one area, or one goal."""
    if kind not in beside.plan().kinds_for(subject):
        return ()
    areas = beside.plan().areas_for(subject)
    where = [
        Goal.council_id == viewer.council_id, Goal.person_id == subject.id,
        Goal.plan_kind == kind, Goal.area.in_(areas),
    ]  # fmt: skip
    if area:
        where.append(Goal.area == area)
    if only is not None:
        where.append(Goal.id == only)
    rows = db.execute(
        select(Goal, GoalStep, Promise, *_NAMES)
        .join(_by, _by.id == Goal.by_id)
        .outerjoin(_at, _at.id == Goal.sitting_id)
        .outerjoin(_adult, _adult.id == _at.adult_id)
        .outerjoin(GoalStep, GoalStep.goal_id == Goal.id)
        .outerjoin(Promise, Promise.id == GoalStep.promise_id)
        .outerjoin(_step_by, _step_by.id == GoalStep.by_id)
        .outerjoin(_owner, _owner.id == func.coalesce(Promise.owner_id, GoalStep.owner_id))
        .outerjoin(_chased, _chased.id == Promise.chased_id)
        .outerjoin(_step_at, _step_at.id == GoalStep.sitting_id)
        .outerjoin(_step_adult, _step_adult.id == _step_at.adult_id)
        .where(*where)
        .order_by(Goal.id, GoalStep.id)
        .limit(rules.MOST_GOALS * rules.MOST_STEPS)
    )
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.Goal.id, []).append(row)
    cards = [_goal(rows, today) for rows in list(found.values())[: rules.MOST_GOALS]]
    cards.sort(key=lambda card: (card.state is not State.OPEN, card.state is State.DROPPED))
    return tuple(cards)


def _goal(rows: Sequence[Any], today: date) -> GoalCard:
    goal: Goal = rows[0].Goal
    first = rows[0]
    return GoalCard(
        goal.ref, goal.plan_kind, goal.area, goal.text, goal.say, goal.skill, State(goal.state),
        goal.state_on, goal.why,
        Made(goal.by_id, shown_name(first.by_name, first.by_code), clock.today(goal.made_at),
             first.with_adult or ""),
        tuple(_step(row, today) for row in rows if row.GoalStep is not None),
    )  # fmt: skip


def _step(row: Any, today: date) -> StepCard:
    step: GoalStep = row.GoalStep
    promise: Promise | None = row.Promise
    owner = Owner(step.doer)
    if promise is None:
        state, due, on, why = State(step.state), step.due, step.state_on, step.why
    else:
        state, due = rules.of_promise(promise.state), promise.due
        on, why = promise.state_on, promise.state_note
    owner_id = step.owner_id
    if promise is not None:  # it may have been handed on
        owner_id = promise.owner_id
    who = (step.owner_label if owner_id is None else "") or shown_name(
        row.owner_name or "", row.owner_code or ""
    )
    return StepCard(
        step.ref, step.text, owner, "" if owner is Owner.ME else who, owner_id, due,
        rules.standing(state, due, owner, today), state, on, why,
        shown_name(row.chased_name or "", row.chased_code or ""), promise is not None,
        Made(step.by_id, shown_name(row.step_by_name or "", row.step_by_code or ""),
             clock.today(step.made_at), row.step_with or ""),
    )  # fmt: skip


def path_of(goals: Sequence[GoalCard], me: str) -> tuple[Stone, ...]:
    """The path picture of these goals. me: how the young person is called on it. Of an area that
    says nothing on a list the stone says only which it is (text "")."""
    quiet = beside.plan().quiet
    return rules.path(
        [
            Stone(
                "" if goal.area in quiet else step.text,
                step.who or me,
                step.on if step.state is State.DONE else step.due,
                step.standing,
                goal.area,
            )
            for goal in goals
            if goal.state is not State.DROPPED
            for step in goal.steps
            if step.standing is not Standing.DROPPED
        ]
    )


# --- one goal -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class ChangeCard:
    """One line of a history. may_put_back: an old text that does not stand there now."""

    id: int
    ref: str
    what: What | None
    about: str
    area: str
    old: str
    new: str
    made: Made
    at: datetime
    goal_ref: str
    is_text: bool
    added: str = ""  # "goal" or "step": it was written then
    disputed: bool = False  # the other one said that it is not what they said


@dataclass(frozen=True)
class GoalPage:
    goal: GoalCard
    subject: Subject
    may_change: bool
    sitting: SittingNow | None
    people: tuple[Known, ...]
    history: tuple[ChangeCard, ...]


@dataclass(frozen=True)
class SittingNow:
    """A sitting that runs on the viewer's phone. with_whom: the other one."""

    ref: str
    with_whom: str
    until: datetime


def goal_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> GoalPage:
    """One goal. Raises NoResultFound."""
    held = policy.goal(db, viewer, ref, now)
    return page_of(db, viewer, held, now)


def page_of(db: Db, viewer: Viewer, held: Held, now: datetime) -> GoalPage:
    (card,) = goals_of(
        db, viewer, held.subject, held.goal.plan_kind, clock.today(now), only=held.goal.id
    )
    people = people_for(db, viewer, held.subject, now) if held.may_change else ()
    can = who_can(people, held.goal.area, clock.today(now))
    history = changes_of(db, viewer, held.subject, held.goal.plan_kind, only=held.goal.id)
    sitting = None
    if held.around.sitting is not None and held.around.sitting_over is not None:
        other = held.around.partner
        name = held.subject.name if not held.subject.own else _called(people, other)
        sitting = SittingNow(held.around.sitting_ref, name, held.around.sitting_over)
    return GoalPage(card, held.subject, held.may_change, sitting, _once(can), history)


def step_of(db: Db, viewer: Viewer, held: Held, now: datetime) -> StepCard:
    """The step that is held, as its goal's page shows it. One statement."""
    (card,) = goals_of(
        db, viewer, held.subject, held.goal.plan_kind, clock.today(now), only=held.goal.id
    )
    return next(one for one in card.steps if held.step is not None and one.ref == held.step.ref)


def _called(people: Sequence[Known], id: int | None) -> str:
    return next((one.name for one in people if one.id == id), "")


def people_for_step(db: Db, viewer: Viewer, held: Held, now: datetime) -> tuple[Known, ...]:
    """Who can be given a step of this goal. One statement."""
    people = people_for(db, viewer, held.subject, now)
    return _once(who_can(people, held.goal.area, clock.today(now)))


def people_for(db: Db, viewer: Viewer, subject: Subject, now: datetime) -> tuple[Known, ...]:
    """Who stands round a step: the young person's own people, workers first; of others those of
    whom the viewer may know. One statement."""
    if subject.own:
        people = my_people(db, viewer.council_id, viewer.person_id, now)
    else:
        _subject, people = subject_and_people(db, viewer, subject.ref, now)
        # The young person's own word for somebody is theirs alone.
        people = tuple(
            replace(one, name=one.full_name)
            for one in people
            if subject.may(NEEDED_TO_KNOW.get(one.kind, Grant.NAME))
        )
    return tuple(one for one in people if one.kind in policy.OFFERED)


def who_can(people: Sequence[Known], area: str, today: date) -> tuple[Known, ...]:
    """Of these who can be given a step about this area: what somebody does who has a place in the
    app is a promise of theirs, so they may read what it is about."""
    return tuple(
        one
        for one in people
        if one.kind not in policy.CAN_BE_CHASED or one.may(to_own(area), today)
    )


def _once(people: Sequence[Known]) -> tuple[Known, ...]:
    """Each by the first of what they are to the young person."""
    return tuple({one.id: one for one in reversed(people)}.values())[::-1]


# --- history ------------------------------------------------------------------------------------

PAGE = 60


def changes_of(
    db: Db, viewer: Viewer, subject: Subject, kind: str, *, only: int | None = None,
    sitting: int | None = None, before: int | None = None,
) -> tuple[ChangeCard, ...]:  # fmt: skip
    """What was written and changed, newest first, within what the viewer may read: one statement.
    only: of one goal; sitting: in one sitting."""
    if kind and kind not in beside.plan().kinds_for(subject):
        return ()
    kinds = [kind] if kind else list(beside.plan().kinds_for(subject))
    of = [
        Goal.council_id == viewer.council_id, Goal.person_id == subject.id,
        Goal.plan_kind.in_(kinds), Goal.area.in_(beside.plan().areas_for(subject)),
    ]  # fmt: skip
    if only is not None:
        of.append(Goal.id == only)
    no_step = literal(None, GoalStep.text.type)
    goals = select(
        Goal.id, Goal.ref, literal("goal").label("what"), Goal.text.label("about"),
        literal("").label("old"), _first_words(What.GOAL_TEXT).label("new"),
        Goal.by_id, Goal.made_at.label("at"),
        Goal.sitting_id, Goal.ref.label("goal_ref"), Goal.area, no_step.label("owner"),
    ).where(*of)  # fmt: skip
    steps = (
        select(
            GoalStep.id, GoalStep.ref, literal("step"), Goal.text, literal(""),
            _first_words(What.STEP_TEXT), GoalStep.by_id, GoalStep.made_at,
            GoalStep.sitting_id, Goal.ref, Goal.area, no_step,
        )
        .join(Goal, Goal.id == GoalStep.goal_id)
        .where(*of)
    )  # fmt: skip
    changed = (
        select(
            GoalChange.id, GoalChange.ref, GoalChange.what,
            func.coalesce(GoalStep.text, Goal.text), GoalChange.old, GoalChange.new,
            GoalChange.by_id, GoalChange.at, GoalChange.sitting_id, Goal.ref, Goal.area,
            GoalStep.doer,
        )
        .join(Goal, Goal.id == GoalChange.goal_id)
        .outerjoin(GoalStep, GoalStep.id == GoalChange.step_id)
        .where(*of)
    )  # fmt: skip
    all_of_it = goals.union_all(steps, changed).subquery("history")
    h = all_of_it.c
    # Who does a step is kept as a key where the app knows them.
    old_owner, new_owner = aliased(Person, name="old_owner"), aliased(Person, name="new_owner")
    query = (
        select(
            *h, _by.known_as, _by.code, _named(_adult).label("with_adult"),
            _at.says.label("says"),
            old_owner.known_as.label("old_name"), new_owner.known_as.label("new_name"),
        )
        .join(_by, _by.id == h.by_id)
        .outerjoin(_at, _at.id == h.sitting_id)
        .outerjoin(_adult, _adult.id == _at.adult_id)
        .outerjoin(old_owner, and_(h.what == What.STEP_OWNER.value, _is(old_owner.id, h.old)))
        .outerjoin(new_owner, and_(h.what == What.STEP_OWNER.value, _is(new_owner.id, h.new)))
        .order_by(h.id.desc())
        .limit(PAGE + 1)
    )  # fmt: skip
    if sitting is not None:
        query = query.where(h.sitting_id == sitting)
    if before is not None:
        query = query.where(h.id < before)
    return tuple(_change(row) for row in db.execute(query))


def _first_words(what: What) -> Any:
    """The words with which a goal or step was written: those before the first change of them, so
    that a history never says that something was written which came later."""
    step = what is What.STEP_TEXT
    earlier = aliased(GoalChange, name=f"earlier_{what}")
    return func.coalesce(
        select(earlier.old)
        .where(
            earlier.goal_id == (GoalStep.goal_id if step else Goal.id), earlier.what == what.value,
            *((earlier.step_id == GoalStep.id,) if step else ()),
        )
        .order_by(earlier.id)
        .limit(1)
        .correlate(GoalStep if step else Goal)
        .scalar_subquery(),
        GoalStep.text if step else Goal.text,
    )  # fmt: skip


def _is(key: Any, text: Any) -> Any:
    """Whether a key is what this text says."""
    return cast(key, Text) == text


def _change(row: Any) -> ChangeCard:
    added = row.what if row.what in ("goal", "step") else ""
    what = None if added else What(row.what)
    old, new = row.old, row.new
    if what is What.STEP_OWNER:
        old, new = (
            name or ("" if text.isdigit() else text)
            for name, text in ((row.old_name, old), (row.new_name, new))
        )
    return ChangeCard(
        row.id, row.ref, what, row.about, row.area, old, new,
        Made(row.by_id, shown_name(row.known_as, row.code), clock.today(row.at),
             row.with_adult or ""),
        row.at, row.goal_ref, what in rules.TEXTS and bool(row.old), added, row.says == "no",
    )  # fmt: skip


# --- sittings -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class SittingCard:
    """One sitting, as one of the two sees it. other: the other one's name. mine: it is on the
    viewer's phone. asks: the viewer is asked whether it is right. over: None while it runs."""

    ref: str
    other: str
    person_ref: str
    mine: bool
    started: datetime
    until: datetime
    over: datetime | None
    changed: bool
    says: str
    says_on: date | None
    note: str

    @property
    def asks(self) -> bool:
        return not self.mine and self.changed and self.over is not None and not self.says


@dataclass(frozen=True)
class SittingPage:
    card: SittingCard
    subject: Subject
    changes: tuple[ChangeCard, ...]


_sat_with = aliased(Person, name="sat_with")


def sitting_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> SittingPage:
    """A sitting and what was changed in it, for the two who sat. Raises NoResultFound."""
    row = db.execute(
        _sittings(viewer, now).where(Sitting.ref == ref)
    ).one()  # fmt: skip
    sitting: Sitting = row.Sitting
    subject = policy.whose(
        db, viewer, None if viewer.is_young else row.about_ref, now, by_hour=False
    )
    found = changes_of(db, viewer, subject, "", sitting=sitting.id)
    return SittingPage(_card(row, viewer, now), subject, found)


def _sittings(viewer: Viewer, now: datetime) -> Any:
    young = aliased(Person, name="sat_young")
    return (
        select(
            Sitting, _sat_with.known_as, _sat_with.code, young.ref.label("about_ref"),
            young.known_as.label("young_name"), young.code.label("young_code"),
        )
        .join(_sat_with, _sat_with.id == Sitting.adult_id)
        .join(young, young.id == Sitting.person_id)
        .where(policy.sitting_of(viewer, now))
    )  # fmt: skip


def _card(row: Any, viewer: Viewer, now: datetime) -> SittingCard:
    sitting: Sitting = row.Sitting
    runs = rules.is_running(sitting.started_at, sitting.ended_at, now)
    if viewer.person_id == sitting.person_id:
        other = shown_name(row.known_as, row.code)
    else:
        other = shown_name(row.young_name, row.young_code)
    return SittingCard(
        sitting.ref, other, row.about_ref, sitting.host_id == viewer.person_id, sitting.started_at,
        sitting.started_at + rules.SITS_FOR,
        None if runs else rules.over_at(sitting.started_at, sitting.ended_at),
        sitting.told_at is not None, sitting.says,
        clock.today(sitting.says_at) if sitting.says_at else None, sitting.note,
    )  # fmt: skip


@dataclass(frozen=True)
class TogetherPage:
    """Begin a sitting, and those that were. workers: whom the young person may choose."""

    subject: Subject
    workers: tuple[Known, ...]
    running: SittingCard | None
    before: tuple[SittingCard, ...]


def together_page(db: Db, viewer: Viewer, ref: str | None, now: datetime) -> TogetherPage:
    """Raises NoResultFound for whoever may not change the plan."""
    subject = policy.whose(db, viewer, ref, now, by_hour=False)
    workers: tuple[Known, ...] = ()
    if subject.own:
        people = my_people(db, viewer.council_id, viewer.person_id, now)
        workers = tuple(one for one in people if one.kind in WORKERS)
    elif not policy.circle(db, viewer, subject, now).works:
        raise NoResultFound
    cards = _sat(db, viewer, now, Sitting.person_id == subject.id)
    running = next((card for card in cards if card.mine and card.over is None), None)
    return TogetherPage(subject, workers, running, tuple(c for c in cards if c is not running))


def _sat(db: Db, viewer: Viewer, now: datetime, *where: Any) -> tuple[SittingCard, ...]:
    rows = db.execute(_sittings(viewer, now).where(*where).order_by(Sitting.id.desc()).limit(20))
    return tuple(_card(row, viewer, now) for row in rows)


def sittings_to_answer(db: Db, viewer: Viewer, now: datetime) -> tuple[SittingCard, ...]:
    """Those that ask the viewer, a worker, whether they are right; and those of theirs to which
    somebody said no in the last two weeks. One statement; a list, so it is noted as one."""
    audit.listed(viewer, now)
    cards = _sat(
        db, viewer, now, Sitting.told_at.is_not(None),
        or_(
            and_(Sitting.host_id != viewer.person_id, Sitting.says == ""),
            and_(Sitting.host_id == viewer.person_id, Sitting.says == "no"),
        ),
    )  # fmt: skip
    return tuple(card for card in cards if card.asks or card.says == "no")


# --- words alone, for those who were told that they worry ----------------------------------------


def _words(table: Any, column: str, goal_id: Any) -> Callable[[Db, int, int], Said]:
    """goal_id: whose area says who may read it at all."""

    def words(db: Db, council_id: int, id: int) -> Said:
        row = db.execute(
            select(getattr(table, column), Goal.area)
            .outerjoin_from(table, Goal, Goal.id == goal_id)
            .where(table.council_id == council_id, table.id == id)
        ).first()
        return Said(row[0] or "", wished(row.area or "")) if row else NOTHING

    return words


words_in("goal_step")(_words(GoalStep, "text", GoalStep.goal_id))
words_in("goal_change")(_words(GoalChange, "new", GoalChange.goal_id))


@words_in("goal")
def words_of_goal(db: Db, council_id: int, id: int) -> Said:
    here = (Goal.council_id == council_id, Goal.id == id)
    row = db.execute(select(Goal.text, Goal.area).where(*here)).first()
    return Said(row.text, wished(row.area)) if row else NOTHING


@words_in("sitting")
def words_of_sitting(db: Db, council_id: int, id: int) -> str:
    here = (Sitting.council_id == council_id, Sitting.id == id)
    return db.scalar(select(Sitting.note).where(*here)) or ""
