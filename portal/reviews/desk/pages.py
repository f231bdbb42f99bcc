"""Reads of the desk: all that is to do, one review, a dispute, what the young person sees."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, null, or_, select
from sqlalchemy.orm import aliased

from portal.core import audit, clock
from portal.core.access import Role, Viewer
from portal.core.db import Db
from portal.core.json_rows import json_rows, moment, rows_of
from portal.hours.pages import calendar_for
from portal.hours.rules import NO_DAY
from portal.owed.tables import Owed, OwedStep
from portal.people.pages import Subject, subject
from portal.people.reach import lasting, not_of, reach, shown_name
from portal.people.rules import WORKERS, Grant, Kind, PersonKind, age_on
from portal.people.stops import stopped
from portal.people.tables import Connection, Person
from portal.promises.rules import ASK_EVERY, COMING
from portal.promises.tables import Promise, PromiseStep
from portal.reviews.desk import policy, rules
from portal.reviews.desk.due import SOURCE
from portal.reviews.desk.entries import KIND
from portal.reviews.desk.rules import Level, Outcome, Sent, Stage, Suggested, Took
from portal.reviews.desk.tables import (
    DisputeStep,
    ReviewDispute,
    ReviewPrep,
    ReviewStep,
)
from portal.reviews.rules import VIEW
from portal.reviews.tables import Review, ReviewDecision, ReviewRecord, ReviewTalk
from portal.say.pages import Received, SaidCard, card_of, card_query, received_from
from portal.say.tables import Said

PAGE = 200
MOST_LATE = 50
MOST_VIEWS = 60
BACK = timedelta(days=400)
SOON = timedelta(weeks=4)
_FAR = datetime(9000, 1, 1, tzinfo=clock.LONDON)
_by = aliased(Person, name="step_by")
_owner = aliased(Person, name="owns_it")


@dataclass(frozen=True)
class Prep:
    """An advocate was offered. wanted: "yes", "no", or "" as long as they have not said."""

    on: date
    how: str
    by: str
    wanted: str


@dataclass(frozen=True)
class Talk:
    """The talk alone: wanted: what they said, "", None for who is not their officer; done_on: when
    it was."""

    wanted: str | None
    done_on: date | None


@dataclass(frozen=True)
class Card:
    """One review, or one that is due (then ref is ""). day, at: when it is, at None where only the
    day is known. due: the last day for it by the clock. views: how many came for it that this
    viewer may read; before: the newest day of some that came when no day was set yet."""

    stage: Stage
    ref: str
    person_ref: str
    name: str
    age: int | None
    language: str
    day: date | None
    at: datetime | None
    due: date | None
    views: int
    before: date | None
    prep: Prep | None
    talk: Talk | None
    code: str

    def late(self, today: date) -> bool:
        if self.stage is Stage.SET_DAY:
            return self.due is not None and self.due < today
        return self.stage in (Stage.WAS_IT_HELD, Stage.CODE)

    def far(self, today: date) -> bool:
        """More than four weeks off, and in time."""
        day = self.day or self.due
        return day is not None and day - today > SOON and not self.too_far

    @property
    def too_far(self) -> bool:
        """Its day is after the last one that the clock allows."""
        return bool(self.stage is Stage.READY and self.due and self.day and self.day > self.due)


@dataclass(frozen=True)
class LateDecision:
    """who: "" where it is a carer whom the viewer may not know of."""

    ref: str
    text: str
    due: date
    who: str
    name: str
    person_ref: str
    may_ask: bool


@dataclass(frozen=True)
class OpenDispute:
    ref: str
    name: str
    level: Level
    to: str
    due: date
    answered: bool


@dataclass(frozen=True)
class DeskPage:
    """cards: in four groups, each the most pressing first."""

    cards: tuple[Card, ...]
    late: tuple[LateDecision, ...]
    disputes: tuple[OpenDispute, ...]
    more: str | None
    today: date

    @property
    def now(self) -> list[Card]:
        return [card for card in self.cards if card.late(self.today)]

    @property
    def after(self) -> list[Card]:
        return [card for card in self.cards if card.stage is Stage.LETTER]

    @property
    def coming(self) -> list[Card]:
        return [card for card in self._rest if not card.far(self.today)]

    @property
    def later(self) -> list[Card]:
        return [card for card in self._rest if card.far(self.today)]

    @property
    def _rest(self) -> list[Card]:
        rest = (card for card in self.cards if card.stage is not Stage.LETTER)
        return [card for card in rest if not card.late(self.today)]


def desk_page(db: Db, viewer: Viewer, after: str | None, now: datetime) -> DeskPage:
    """Four statements, for ten young people and for two hundred. Raises ValueError for a mark of
    no meaning."""
    audit.listed(viewer, now)
    today = clock.today(now)
    people = db.execute(_people(viewer, after, now)).all()
    more = people[PAGE - 1] if len(people) > PAGE else None
    people = people[:PAGE]
    ids = [row.id for row in people]
    reviews: dict[int, list[Any]] = defaultdict(list)
    if ids:
        query = _reviews(viewer).where(
            Review.person_id.in_(ids),
            Review.state.in_(("coming", "done")),
            Review.wall >= datetime.combine(today - BACK, time()),
        )
        for row in db.execute(query.order_by(Review.wall, Review.id)):
            reviews[row.person_id].append(row)
    views = received_from(db, viewer, VIEW, ids, now) if ids else {}
    cards = [
        card
        for person in people
        for card in _cards(person, reviews[person.id], views.get(person.id, ()), today)
    ]
    disputes = [_open(row, one) for row in people for one in _newest_steps(row.disputes)]
    return DeskPage(
        tuple(sorted(cards, key=lambda card: _pressing(card, today))),
        _late_decisions(db, viewer, now) if after is None else (),
        tuple(sorted(disputes, key=lambda one: one.due)),
        _mark(more) if more is not None else None,
        today,
    )


_PRESSING = {Stage.WAS_IT_HELD: 0, Stage.SET_DAY: 1, Stage.CODE: 2, Stage.READY: 3, Stage.LETTER: 4}


def _pressing(card: Card, today: date) -> tuple[bool, int, date]:
    return (not card.late(today), _PRESSING[card.stage], card.day or card.due or date.max)


def _people(viewer: Viewer, after: str | None, now: datetime) -> Select[Any]:
    """Young people of whom there is something on the desk."""
    due_at = func.coalesce(Owed.due_at, _FAR, type_=Owed.due_at.type)
    since = datetime.combine(clock.today(now) - BACK, time())
    here = exists(
        select(Review.id).where(
            Review.person_id == Person.id,
            Review.kind == "care",
            Review.state.in_(("coming", "done")),
            Review.wall >= since,
        )
    )
    disputes = (
        json_rows(ReviewDispute.ref, DisputeStep.number, DisputeStep.level, DisputeStep.to_label,
                  DisputeStep.due, DisputeStep.answer != "")
        .join_from(DisputeStep, ReviewDispute, ReviewDispute.id == DisputeStep.dispute_id)
        .where(ReviewDispute.person_id == Person.id, ReviewDispute.ended_at.is_(None))
        .correlate(Person)
        .scalar_subquery()
        .label("disputes")
    )  # fmt: skip
    query = (
        select(
            Person.id, Person.ref, Person.known_as, Person.code, Person.born, Person.language,
            Owed.due_at, due_at.label("order"), disputes,
        )
        .outerjoin(
            Owed,
            and_(Owed.source_kind == SOURCE, Owed.source_id == Person.id, Owed.done_at.is_(None)),
        )
        .where(
            Person.council_id == viewer.council_id,
            Person.kind == PersonKind.YOUNG,
            policy.works_on(viewer, Person.id, now),
            or_(Owed.id.is_not(None), here, exists(
                select(ReviewDispute.id).where(
                    ReviewDispute.person_id == Person.id, ReviewDispute.ended_at.is_(None)
                )
            )),
            ~stopped(Person.id),
        )
        .order_by(due_at, Person.id)
        .limit(PAGE + 1)
    )  # fmt: skip
    return query if after is None else query.where(_beyond(due_at, after))


def _mark(row: Any) -> str:
    return f"{int(row.order.timestamp())}.{row.id}"


def _beyond(due_at: ColumnElement[Any], mark: str) -> ColumnElement[bool]:
    seconds, _dot, id = mark.partition(".")
    if not (seconds.isdigit() and id.isdigit() and len(seconds) <= 12 and int(id) < 2**63):
        raise ValueError(mark)
    at = datetime.fromtimestamp(int(seconds), clock.LONDON)
    return or_(due_at > at, and_(due_at == at, Person.id > int(id)))


def _reviews(viewer: Viewer) -> Select[Any]:
    """Reviews of a plan in care, with all that a card says of each."""
    # Whether they want one is for their own officer, and nobody else of the council; so is whether
    # they want to talk alone.
    officer = viewer.role is Role.IRO
    wanted = ReviewPrep.wanted if officer else literal("")
    talk_wanted = ReviewTalk.wanted if officer else null()
    prep = (
        json_rows(ReviewPrep.id, ReviewPrep.offered_on, ReviewPrep.how, wanted,
                  _by.known_as, _by.code)
        .join_from(ReviewPrep, _by, _by.id == ReviewPrep.by_id)
        .where(ReviewPrep.review_id == Review.id)
        .correlate(Review)
        .scalar_subquery()
    )  # fmt: skip
    held_here = exists(
        select(ReviewStep.id).where(ReviewStep.review_id == Review.id, ReviewStep.what == "held")
    )
    letter = exists(
        select(ReviewRecord.id).where(
            ReviewRecord.review_id == Review.id, ReviewRecord.published_at.is_not(None)
        )
    )
    return (
        select(
            Review.id, Review.ref, Review.person_id, Review.wall, Review.all_day, Review.state,
            Review.code, prep.label("prep"), held_here.label("held_here"), letter.label("letter"),
            ReviewTalk.id.label("talk_id"), talk_wanted.label("talk_wanted"),
            ReviewTalk.done_on.label("talk_on"),
        )
        .outerjoin(ReviewTalk, ReviewTalk.review_id == Review.id)
        .where(Review.council_id == viewer.council_id, Review.kind == "care")
    )  # fmt: skip


def _cards(
    person: Any, reviews: Sequence[Any], views: Sequence[Received], today: date
) -> list[Card]:
    """due: only of the next one: a review that is held begins the count again."""
    due = clock.local(person.due_at).date() - timedelta(days=1) if person.due_at else None
    found, coming = [], False
    held = max((r.wall.date() for r in reviews if r.state == "done"), default=date.min)
    loose = _loose(views, {r.ref for r in reviews}, held)
    for row in reviews:
        stage = rules.stage(
            row.state, row.wall.date(), row.code, row.held_here, row.letter, today
        )  # fmt: skip
        if stage is Stage.NOTHING:
            continue
        is_next = row.state == "coming" and not coming
        coming = coming or row.state == "coming"
        found.append(_card(person, row, stage, due if is_next else None, views, loose))
    if due is not None and not coming:
        found.append(
            Card(
                Stage.SET_DAY, "", person.ref, shown_name(person.known_as, person.code),
                age_on(person.born, today) if person.born else None, person.language, None, None,
                due, 0, loose, None, None, "",
            )
        )  # fmt: skip
    return found


def _card(
    person: Any, row: Any, stage: Stage, due: date | None, views: Sequence[Received],
    loose: date | None,
) -> Card:  # fmt: skip
    on = row.wall.date()
    return Card(
        stage, row.ref, person.ref, shown_name(person.known_as, person.code),
        age_on(person.born, on) if person.born else None, person.language, on,
        None if row.all_day else row.wall, due,
        sum(one.sheets for one in views if one.about_ref == row.ref),
        loose if row.state == "coming" else None, _prep(row.prep), _talk(row), row.code,
    )  # fmt: skip


def _loose(views: Sequence[Received], refs: Collection[str], held: date) -> date | None:
    """The newest day of views that came since the last review was held (refs: of those that were or
    will be), for none by name, or for one that was called off."""
    days = [one.newest for one in views if one.about_ref not in refs and one.newest > held]
    return max(days, default=None)


def _prep(found: str | None) -> Prep | None:
    newest = max(rows_of(found), default=None, key=lambda row: row[0])
    if newest is None:
        return None
    _id, on, how, wanted, known_as, code = newest
    return Prep(date.fromisoformat(on), how, shown_name(known_as, code), wanted)


def _talk(row: Any) -> Talk | None:
    there = row.talk_id is not None
    return Talk(row.talk_wanted, row.talk_on) if there else None


def _newest_steps(found: str | None) -> list[list[Any]]:
    newest: dict[str, list[Any]] = {}
    for row in sorted(json.loads(found or "[]") or (), key=lambda row: row[1]):
        newest[row[0]] = row
    return list(newest.values())


def _open(person: Any, row: list[Any]) -> OpenDispute:
    ref, _number, level, to, due, answered = row
    return OpenDispute(
        ref, shown_name(person.known_as, person.code), Level(level), to, date.fromisoformat(due),
        bool(answered),
    )  # fmt: skip


def decisions_of(viewer: Viewer, now: datetime) -> Select[Promise]:
    """Promises that were decided at a review which is the viewer's to look after."""
    return (
        select(Promise)
        .join(ReviewDecision, ReviewDecision.promise_ref == Promise.ref)
        .where(
            Promise.council_id == viewer.council_id,
            ReviewDecision.council_id == viewer.council_id,
            ReviewDecision.person_id == Promise.person_id,
            policy.works_on(viewer, Promise.person_id, now),
        )
    )


def _may_name(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Who a carer is says where they live."""
    lives = reach(viewer, Promise.person_id, Grant.NAME | Grant.ADDRESS, now)
    return and_(not_of(_owner.id, viewer.person_id), or_(_owner.kind != PersonKind.CARER, lives))


def _late_decisions(db: Db, viewer: Viewer, now: datetime) -> tuple[LateDecision, ...]:
    """The oldest first."""
    today = clock.today(now)
    asked = (
        select(func.max(PromiseStep.at))
        .where(PromiseStep.promise_id == Promise.id, PromiseStep.state == "asked_for")
        .correlate(Promise)
        .scalar_subquery()
    )
    rows = db.execute(
        decisions_of(viewer, now)
        .join(Person, Person.id == Promise.person_id)
        .outerjoin(_owner, _owner.id == Promise.owner_id)
        .where(Promise.state == COMING, Promise.due < today, ~stopped(Promise.person_id))
        .with_only_columns(
            ReviewDecision.ref, ReviewDecision.text, Promise.due, Promise.owner_label,
            case((_may_name(viewer, now), _owner.known_as), else_="").label("known_as"),
            case((_may_name(viewer, now), _owner.code), else_="").label("owner_code"),
            Person.ref.label("person_ref"), Person.known_as.label("young"), Person.code,
            asked.label("asked"),
        )
        .order_by(Promise.due, Promise.id)
        .limit(MOST_LATE)
    )  # fmt: skip
    return tuple(
        LateDecision(
            row.ref, row.text, row.due,
            shown_name(row.known_as or "", row.owner_code or "") or row.owner_label,
            shown_name(row.young, row.code), row.person_ref,
            row.asked is None or now - row.asked >= ASK_EVERY,
        )
        for row in rows
    )  # fmt: skip


# --- one review ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class StepLine:
    """What was done with it. was, wall: naive wall times."""

    what: str
    by: str
    at: datetime
    was: datetime | None
    wall: datetime | None
    why: str
    code: str
    came: bool | None
    took: frozenset[Took]


@dataclass(frozen=True)
class OnePage:
    """views: what they said for it, as far as this viewer may read it. suggested: the code that
    what happened points to, of one that was held. letter_by, decisions_by: the last good day for
    each; None past the last known bank holiday."""

    subject: Subject
    card: Card
    views: tuple[SaidCard, ...]
    state: str
    where: str
    steps: tuple[StepLine, ...]
    suggested: Suggested | None
    letter: bool
    letter_by: date | None
    decisions: int
    decisions_by: date | None
    today: date

    @property
    def code_step(self) -> StepLine | None:
        """Who set the code that it has now; None where the council's file did."""
        newest = next((step for step in reversed(self.steps) if step.what == "code"), None)
        return newest if newest and newest.code == self.card.code else None


def one_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> OnePage:
    """Five statements. Raises NoResultFound."""
    today = clock.today(now)
    decided = (
        select(func.count(ReviewDecision.id))
        .where(ReviewDecision.review_id == Review.id, ReviewDecision.published_at.is_not(None))
        .correlate(Review)
        .scalar_subquery()
    )
    query = (
        _reviews(viewer)
        .where(Review.ref == ref, policy.works_on(viewer, Review.person_id, now))
        .join(Person, Person.id == Review.person_id)
        .add_columns(
            Person.ref.label("person_ref"), Person.known_as, Person.born, Person.language,
            Person.code.label("person_code"), decided.label("decided"), Review.where.label("place"),
            _others().label("others"),
        )
    )  # fmt: skip
    row = db.execute(query).one()
    who = subject(db, viewer, row.person_ref, now, by_the_hour=False)
    views = _views(db, viewer, row.person_id, row.ref, row.wall.date(), row.others, now)
    steps = _steps(db, viewer.council_id, row.id)
    day = row.wall.date()
    card = Card(
        rules.stage(row.state, day, row.code, row.held_here, row.letter, today), row.ref,
        row.person_ref, who.name, age_on(row.born, day) if row.born else None, row.language, day,
        None if row.all_day else row.wall, None,
        len(views.for_it), views.loose, _prep(row.prep), _talk(row), row.code,
    )  # fmt: skip
    suggested = None
    if row.state == "done":
        suggested = _suggested(steps, card.age, views.sent)
    by = {}
    if row.state == "done":
        calendar = calendar_for(db, viewer.council_id)
        for number in (rules.DECISIONS_DAYS, rules.RECORD_DAYS):
            with suppress(*NO_DAY):
                by[number] = calendar.add_working_days(day, number)
    return OnePage(
        who, card, views.for_it, row.state, row.place, steps, suggested, bool(row.letter),
        by.get(rules.RECORD_DAYS), row.decided, by.get(rules.DECISIONS_DAYS), today,
    )  # fmt: skip


# --- what they said for it ----------------------------------------------------------------------

_another = aliased(Review, name="another_one")


def _others() -> Any:
    """Their other reviews, as a column: whatever they said for one of these is not for this one."""
    return (
        json_rows(_another.ref, _another.wall, _another.state)
        .where(
            _another.council_id == Review.council_id, _another.person_id == Review.person_id,
            _another.id != Review.id, _another.state != "cancelled",
        )
        .correlate(Review)
        .scalar_subquery()
    )  # fmt: skip


@dataclass(frozen=True)
class Views:
    """for_it: what they said for this review, up to its day, in order. loose: the newest day of
    what may have been for it: it came after the review before, and names none."""

    for_it: tuple[SaidCard, ...]
    loose: date | None

    @property
    def sent(self) -> Sent:
        if self.for_it:
            return Sent.FOR_IT
        return Sent.MAYBE if self.loose is not None else Sent.NO


def _views(
    db: Db, viewer: Viewer, person_id: int, ref: str, day: date, others: str | None, now: datetime
) -> Views:
    """One statement. Of what this viewer may read: whatever they may not is not there for them."""
    rows = db.execute(
        card_query(viewer, now)
        .where(Said.person_id == person_id, Said.kind == VIEW)
        .order_by(Said.id.desc())
        .limit(MOST_VIEWS)
    )
    cards = [card for card in (card_of(row, viewer) for row in rows) if _said_on(card) <= day]
    refs = {ref}
    before = date.min
    for other, wall, state in rows_of(others):
        refs.add(other)
        on = datetime.fromisoformat(wall).date()
        if state == "done" and on < day:
            before = max(before, on)
    loose = [_said_on(card) for card in cards if card.about_ref not in refs]
    return Views(
        tuple(card for card in reversed(cards) if card.about_ref == ref),
        max((on for on in loose if on > before), default=None),
    )


def _said_on(card: SaidCard) -> date:
    return clock.today(card.said_at)


def _steps(db: Db, council_id: int, review_id: int) -> tuple[StepLine, ...]:
    rows = db.execute(
        select(ReviewStep, _by.known_as, _by.code.label("by_code"))
        .join(_by, _by.id == ReviewStep.by_id)
        .where(ReviewStep.council_id == council_id, ReviewStep.review_id == review_id)
        .order_by(ReviewStep.id)
    )
    return tuple(
        StepLine(
            step.what, shown_name(known_as, code), step.at, step.was, step.wall, step.why,
            step.code, step.came, took_of(step.took),
        )
        for step, known_as, code in rows
    )  # fmt: skip


def _suggested(steps: Sequence[StepLine], age: int | None, by_app: Sent) -> Suggested | None:
    """What happened points to; None where nobody said what happened, and the age says nothing."""
    held = next((step for step in reversed(steps) if step.what == "held"), None)
    if age is None or (held is None and age >= rules.FOUR):
        return None
    came, took = (bool(held.came), held.took) if held else (False, frozenset[Took]())
    return rules.suggest(age, came, took, by_app)


@dataclass(frozen=True)
class Went:
    """code: the one that was set here last, ""."""

    code: str
    suggested: Suggested | None


def how_it_went(db: Db, viewer: Viewer, review: Review, born: date | None, now: datetime) -> Went:
    """Of one that was held: three statements."""
    steps = _steps(db, viewer.council_id, review.id)
    others = db.scalar(select(_others()).where(Review.id == review.id))
    day = review.wall.date()
    views = _views(db, viewer, review.person_id, review.ref, day, others, now)
    age = age_on(born, review.wall.date()) if born else None
    code = next((step.code for step in reversed(steps) if step.what == "code"), "")
    return Went(code, _suggested(steps, age, views.sent))


def took_of(codes: str) -> frozenset[Took]:
    return frozenset(Took(code) for code in codes.split(",") if code)


# --- a new one ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class PlanPage:
    """due: by the clock."""

    subject: Subject
    due: date | None
    today: date


def plan_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> PlanPage:
    """Whose next review is given a day: two statements. Raises NoResultFound."""
    due_at = db.execute(
        select(Owed.due_at)
        .select_from(Person)
        .outerjoin(
            Owed,
            and_(Owed.source_kind == SOURCE, Owed.source_id == Person.id, Owed.done_at.is_(None)),
        )
        .where(
            Person.council_id == viewer.council_id, Person.ref == ref,
            Person.kind == PersonKind.YOUNG, policy.works_on(viewer, Person.id, now),
        )
    ).one().due_at  # fmt: skip
    who = subject(db, viewer, ref, now, by_the_hour=False)
    due = clock.local(due_at).date() - timedelta(days=1) if due_at else None
    return PlanPage(who, due, clock.today(now))


# --- an officer disagrees -----------------------------------------------------------------------


@dataclass(frozen=True)
class AskedLine:
    """Whom the officer asked; by_itself: nobody had answered in time, so it went on to them.
    answered_on: when the answer was written down, and by whom."""

    number: int
    level: Level
    to: str
    due: date
    on: date
    answer: str
    answered_on: date | None
    answered_by: str
    by_itself: bool

    def late(self, today: date) -> bool:
        return self.answered_on is None and self.due < today


@dataclass(frozen=True)
class Dispute:
    ref: str
    about: str
    officer: str
    on: date
    steps: tuple[AskedLine, ...]
    outcome: Outcome | None
    ended_words: str
    ended_on: date | None

    @property
    def last(self) -> AskedLine:
        return self.steps[-1]


@dataclass(frozen=True)
class Colleague:
    """Somebody who works with the young person, and can be asked."""

    id: int
    ref: str
    name: str
    kind: Kind


@dataclass(frozen=True)
class DisputePage:
    subject: Subject
    dispute: Dispute | None
    colleagues: tuple[Colleague, ...]
    today: date


_answerer = aliased(Person, name="answerer")
_officer = aliased(Person, name="officer")


# Written in one moment with the step by which it went on (`passing`).
_by_itself = exists(
    select(OwedStep.id).where(
        OwedStep.council_id == DisputeStep.council_id, OwedStep.kind == KIND,
        OwedStep.person_id == DisputeStep.person_id, OwedStep.to_id == DisputeStep.to_id,
        OwedStep.at == DisputeStep.at,
    )
).correlate(DisputeStep)  # fmt: skip


def _disputes(db: Db, council_id: int, which: ColumnElement[bool]) -> tuple[Dispute, ...]:
    """The newest first, at most 20. One statement."""
    newest = (
        select(ReviewDispute.id)
        .where(ReviewDispute.council_id == council_id, which)
        .order_by(ReviewDispute.id.desc())
        .limit(20)
        .subquery()
    )
    rows = db.execute(
        select(
            ReviewDispute, DisputeStep, _officer.known_as, _officer.code.label("officer_code"),
            _answerer.known_as.label("answerer"), _answerer.code.label("answerer_code"),
            _by_itself.label("by_itself"),
        )
        .join(DisputeStep, DisputeStep.dispute_id == ReviewDispute.id)
        .join(_officer, _officer.id == ReviewDispute.by_id)
        .outerjoin(_answerer, _answerer.id == DisputeStep.answered_by_id)
        .where(ReviewDispute.id.in_(select(newest.c.id)))
        .order_by(ReviewDispute.id.desc(), DisputeStep.number)
    )  # fmt: skip
    steps: dict[int, list[AskedLine]] = defaultdict(list)
    heads: dict[int, tuple[ReviewDispute, str]] = {}
    for row in rows:
        head, step = row.ReviewDispute, row.DisputeStep
        heads[head.id] = (head, shown_name(row.known_as, row.officer_code))
        steps[head.id].append(
            AskedLine(
                step.number, Level(step.level), step.to_label, step.due, clock.today(step.at),
                step.answer, clock.today(step.answered_at) if step.answered_at else None,
                shown_name(row.answerer or "", row.answerer_code or ""), bool(row.by_itself),
            )
        )  # fmt: skip
    return tuple(
        Dispute(
            head.ref, head.about, officer, clock.today(head.begun_at), tuple(steps[id]),
            Outcome(head.outcome) if head.outcome else None, head.ended_words,
            clock.today(head.ended_at) if head.ended_at else None,
        )
        for id, (head, officer) in heads.items()
    )  # fmt: skip


_colleague = aliased(Person, name="colleague")


def _colleagues(viewer: Viewer, person_id: Any, now: datetime) -> Any:
    """Who can be asked, as a column: those who work with the young person, and managers of theirs.
    Never whom they must not know of."""
    day = clock.today(now)
    return (
        json_rows(Connection.starts, Connection.id, _colleague.id, _colleague.ref,
                  _colleague.known_as, _colleague.code, Connection.kind)
        .join_from(Connection, _colleague, Connection.with_id == _colleague.id)
        .where(
            Connection.council_id == viewer.council_id, Connection.of_id == person_id,
            Connection.kind.in_((*WORKERS, Kind.MANAGER)), *lasting(Connection, day),
            _colleague.id != viewer.person_id, not_of(_colleague.id, viewer.person_id),
        )
        .scalar_subquery()
        .label("colleagues")
    )  # fmt: skip


def _able(rows: Any) -> tuple[Colleague, ...]:
    """Who has been there longest first, each once."""
    found: dict[int, Colleague] = {}
    for _starts, _link, id, ref, known_as, code, kind in sorted(rows_of(rows)):
        found.setdefault(id, Colleague(id, ref, shown_name(known_as, code), Kind(kind)))
    return tuple(found.values())


@dataclass(frozen=True)
class Able:
    """What the forms of a dispute need: whose it is (key), and who can be asked. level: of the
    newest step, None before the first."""

    id: int
    stopped: bool
    colleagues: tuple[Colleague, ...]
    level: Level | None = None


def able_to_challenge(db: Db, viewer: Viewer, ref: str, now: datetime) -> Able:
    """About this young person (their ref). One statement. Raises NoResultFound."""
    row = db.execute(
        select(
            Person.id, stopped(Person.id).label("stopped"), _colleagues(viewer, Person.id, now)
        ).where(
            Person.council_id == viewer.council_id, Person.ref == ref,
            Person.kind == PersonKind.YOUNG, policy.works_on(viewer, Person.id, now),
        )
    ).one()  # fmt: skip
    return Able(row.id, bool(row.stopped), _able(row.colleagues))


def able_to_ask(db: Db, viewer: Viewer, ref: str, now: datetime) -> Able:
    """Next, in this dispute (its ref). One statement. Raises NoResultFound."""
    row = db.execute(
        select(
            ReviewDispute.person_id, DisputeStep.level,
            stopped(ReviewDispute.person_id).label("stopped"),
            _colleagues(viewer, ReviewDispute.person_id, now),
        )
        .join(DisputeStep, DisputeStep.dispute_id == ReviewDispute.id)
        .where(
            ReviewDispute.council_id == viewer.council_id, ReviewDispute.ref == ref,
            policy.works_on(viewer, ReviewDispute.person_id, now),
        )
        .order_by(DisputeStep.number.desc())
        .limit(1)
    ).one()  # fmt: skip
    colleagues = _able(row.colleagues)
    return Able(row.person_id, bool(row.stopped), colleagues, Level(row.level))


def challenge_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> DisputePage:
    """To begin one about this young person (their ref). Two statements. Raises NoResultFound."""
    able = able_to_challenge(db, viewer, ref, now)
    who = subject(db, viewer, ref, now, by_the_hour=False)
    return DisputePage(who, None, able.colleagues, clock.today(now))


def dispute_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> DisputePage:
    """Three statements. Raises NoResultFound."""
    row = db.execute(
        select(Person.ref, _colleagues(viewer, Person.id, now))
        .join(ReviewDispute, ReviewDispute.person_id == Person.id)
        .where(
            ReviewDispute.council_id == viewer.council_id, ReviewDispute.ref == ref,
            policy.works_on(viewer, Person.id, now),
        )
    ).one()  # fmt: skip
    who = subject(db, viewer, row.ref, now, by_the_hour=False)
    (dispute,) = _disputes(db, viewer.council_id, ReviewDispute.ref == ref)
    able = _able(row.colleagues) if dispute.outcome is None else ()
    return DisputePage(who, dispute, able, clock.today(now))


def challenged(db: Db, viewer: Viewer) -> tuple[Dispute, ...]:
    """What the young person's officer challenges, and did, for themselves. One statement."""
    return _disputes(db, viewer.council_id, ReviewDispute.person_id == viewer.person_id)


@dataclass(frozen=True)
class AskedOfMe:
    """A step that the viewer is to answer, or did."""

    ref: str  # of the dispute
    number: int
    name: str
    person_ref: str
    officer: str
    about: str
    due: date
    answer: str
    answered_on: date | None


def asked_of_me(db: Db, viewer: Viewer, now: datetime) -> tuple[AskedOfMe, ...]:
    """Open ones first, then the newest; at most 50. One statement."""
    audit.listed(viewer, now)
    rows = db.execute(
        select(
            ReviewDispute.ref, ReviewDispute.about, DisputeStep, Person.known_as, Person.code,
            Person.ref.label("person_ref"), _officer.known_as.label("officer"),
            _officer.code.label("officer_code"),
        )
        .join(DisputeStep, DisputeStep.dispute_id == ReviewDispute.id)
        .join(Person, Person.id == DisputeStep.person_id)
        .join(_officer, _officer.id == ReviewDispute.by_id)
        .where(
            policy.asked_of(viewer, now), ~stopped(Person.id),
            or_(policy.waits(), DisputeStep.answered_at.is_not(None)),
        )
        .order_by(DisputeStep.answered_at.is_not(None), DisputeStep.due, DisputeStep.id)
        .limit(50)
    )  # fmt: skip
    return tuple(
        AskedOfMe(
            row.ref, row.DisputeStep.number, shown_name(row.known_as, row.code), row.person_ref,
            shown_name(row.officer, row.officer_code), row.about, row.DisputeStep.due,
            row.DisputeStep.answer,
            clock.today(row.DisputeStep.answered_at) if row.DisputeStep.answered_at else None,
        )
        for row in rows
    )  # fmt: skip


# --- what the young person reads on the page of a review ----------------------------------------


def story_column() -> Any:
    """As a column of a query of reviews."""
    return (
        json_rows(ReviewStep.id, ReviewStep.what, _by.known_as, _by.code, ReviewStep.at,
                  ReviewStep.was, ReviewStep.wall, ReviewStep.why)
        .join_from(ReviewStep, _by, _by.id == ReviewStep.by_id)
        .where(ReviewStep.council_id == Review.council_id, ReviewStep.review_id == Review.id,
               ReviewStep.what.in_(("moved", "not_held")))
        .correlate(Review)
        .scalar_subquery()
        .label("story")
    )  # fmt: skip


def story_of(found: Any) -> tuple[StepLine, ...]:
    """What was done with their review, in order: a new day and why, that it was not held and
    why."""
    return tuple(_told(*row) for row in sorted(rows_of(found), key=lambda row: row[0]))


def _told(
    _id: int, what: str, known_as: str, code: str, at: str, was: str | None, wall: str | None,
    why: str,
) -> StepLine:  # fmt: skip
    done = moment(at)
    assert done is not None
    return StepLine(
        what, shown_name(known_as, code), done, datetime.fromisoformat(was) if was else None,
        datetime.fromisoformat(wall) if wall else None, why, "", None, frozenset(),
    )  # fmt: skip
