"""Reads: what somebody needs to complain, one complaint as each sees it, and the desk."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, case, exists, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from portal.clocks.days import load_holidays
from portal.core import audit, clock
from portal.core.access import Band, Viewer
from portal.core.db import Db, Query
from portal.owed.kept import kept_from, those_kept_from
from portal.people.pages import Known, Subject, my_people
from portal.people.reach import not_of, shown_name
from portal.people.rules import PLACED_WITH, WORKERS, Grant, Kind
from portal.people.tables import Person, Stop
from portal.promises.pages import Owner, owners
from portal.promises.tables import Promise
from portal.put_right.complaints import policy, rules
from portal.put_right.complaints.policy import SOURCE, Dealer
from portal.put_right.complaints.rules import OVER, WAITING, Outcome, State, What, When
from portal.put_right.complaints.tables import Complaint, ComplaintAnswer, ComplaintStep
from portal.say.tables import Said
from portal.uploads.tables import Upload, UploadBytes

PAGE = 50
# Who could have done something, and could find out that somebody said so.
_ADULTS = frozenset({*WORKERS, *PLACED_WITH, Kind.IRO, Kind.MANAGER, Kind.COVER, Kind.EMERGENCY})
_by, _to = aliased(Person, name="step_by"), aliased(Person, name="step_to")
_handler, _young = aliased(Person, name="handles"), aliased(Person, name="complains")
_picture, _voice = aliased(Upload, name="their_picture"), aliased(Upload, name="their_voice")
_late = aliased(ComplaintAnswer, name="answer_of")


@dataclass(frozen=True)
class Whom:
    """Somebody it can be about. lead, manager: what they are, where the young person does not know
    them otherwise."""

    id: int
    ref: str
    name: str
    kind: str


@dataclass(frozen=True)
class Desk:
    """What the young person's form needs. whom: whom they can name. dealers: who could deal with
    it, the first first."""

    whom: tuple[Whom, ...]
    dealers: tuple[Dealer, ...]

    def dealer(self, refs: Collection[str]) -> Dealer | None:
        """Who would deal with it if it was about these."""
        return next((one for one in self.dealers if one.ref not in refs), None)


def desk(db: Db, viewer: Viewer, now: datetime) -> Desk:
    """Two statements."""
    found = policy.dealers(db, viewer.council_id, viewer.person_id, now)
    people = my_people(db, viewer.council_id, viewer.person_id, now)
    near = [_whom(known) for known in people if known.kind in _ADULTS]
    there = {one.id for one in near}
    more = [
        Whom(one.id, one.ref, one.name, "lead" if one.lead else "manager")
        for one in found
        if one.id not in there
    ]
    seen: dict[int, Whom] = {}
    for one in (*near, *more):
        seen.setdefault(one.id, one)
    return Desk(tuple(seen.values()), found)


def _whom(known: Known) -> Whom:
    return Whom(known.id, known.ref, known.name, known.kind.value)


@dataclass(frozen=True)
class StepLine:
    """by, to: names; "" where nobody did it, or it went to nobody."""

    what: What
    stage: int
    by: str
    to: str
    day: date | None
    words: str
    at: datetime


@dataclass(frozen=True)
class AnswerLine:
    """promise: what will be done, by whom and when it stands; None where nothing was promised."""

    stage: int
    outcome: Outcome
    text: str
    by: str
    at: datetime
    late: bool
    promise: PromiseLine | None
    learned: str


@dataclass(frozen=True)
class PromiseLine:
    ref: str
    text: str
    by: str
    due: date
    state: str


@dataclass(frozen=True)
class Card:
    """One complaint. dealt_by: who deals with it, in full. due_on: None where none is told. late:
    its day is past. ask_by: until when the next stage is normally asked for."""

    id: int
    ref: str
    person_id: int
    young: str
    young_ref: str
    text: str
    wanted: str
    about: str
    language: str
    happened: When
    from_ref: str
    picture: str
    voice: str
    dealt_by: str
    handler_id: int
    handler_ref: str
    stage: int
    state: State
    made_at: datetime
    since: datetime
    due_on: date | None
    late: bool
    longest: date | None
    extended: bool
    panel_on: date | None
    investigator: str
    independent: str
    over_at: datetime | None
    stopped: bool

    @property
    def waits(self) -> bool:
        return self.state in WAITING

    @property
    def over(self) -> bool:
        return self.state in OVER

    @property
    def may_ask_on(self) -> bool:
        return rules.may_ask_on(self.stage, self.state, late=self.late)


@dataclass(frozen=True)
class OnePage:
    """frozen: the step by which what was decided is not done, while it holds. ask_by: until when
    the next stage is normally asked for, after an answer. others: who could deal with it instead.
    may: the viewer deals with it."""

    card: Card
    steps: tuple[StepLine, ...]
    answers: tuple[AnswerLine, ...]
    frozen: StepLine | None
    ask_by: date | None
    ask_late: bool
    others: tuple[Dealer, ...]
    may: bool

    @property
    def answer(self) -> AnswerLine | None:
        return self.answers[-1] if self.answers else None

    @property
    def taken(self) -> bool:
        return any(one.what is What.TAKEN for one in self.steps)


def one_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> OnePage:
    """Four statements. Raises NoResultFound."""
    card, may = _one(db, viewer, ref, now)
    if not viewer.is_young:
        audit.looked_at(viewer, card.person_id, now)
    steps = _steps(db, card.id)
    answers = _answers(db, card.id)
    today, ask_by = clock.today(now), None
    if card.state in (State.ANSWERED, State.SETTLED) and answers and card.stage < rules.STAGES:
        ask_by = rules.ask_by(clock.today(answers[-1].at), load_holidays())
    others: tuple[Dealer, ...] = ()
    if not card.over and (may or viewer.is_young):
        found = policy.dealers(db, viewer.council_id, card.person_id, now, card.id)
        others = tuple(one for one in found if one.id != card.handler_id)
    frozen = [one for one in steps if one.what in (What.FROZEN, What.UNFROZEN)]
    return OnePage(
        card, steps, answers,
        frozen[-1] if frozen and frozen[-1].what is What.FROZEN and not card.over else None,
        ask_by, ask_by is not None and ask_by < today, others, may,
    )  # fmt: skip


def to_answer(db: Db, viewer: Viewer, ref: str, now: datetime) -> Card:
    """What the viewer deals with, to write in it. One statement. Raises NoResultFound."""
    card, may = _one(db, viewer, ref, now)
    if not may:
        raise NoResultFound
    return card


def _cards() -> Query:
    extended = exists(
        select(ComplaintStep.id).where(
            ComplaintStep.complaint_id == Complaint.id,
            ComplaintStep.stage == Complaint.stage,
            ComplaintStep.what == What.EXTENDED.value,
        )
    )
    in_force = exists(
        select(Stop.id).where(
            Stop.person_id == Complaint.person_id,
            Stop.agreed_at.is_not(None),
            Stop.lifted_at.is_(None),
        )
    )
    return (
        select(
            Complaint, _young.ref.label("young_ref"), _young.known_as, _young.code,
            _handler.first_name.label("h_first"), _handler.last_name.label("h_last"),
            _handler.known_as.label("h_known"), _handler.code.label("h_code"),
            _handler.ref.label("h_ref"),
            _picture.ref.label("picture_ref"), _voice.ref.label("voice_ref"),
            extended.label("extended"), in_force.label("stopped"),
        )
        .join(_young, _young.id == Complaint.person_id)
        .join(_handler, _handler.id == Complaint.handler_id)
        .outerjoin(_picture, _picture.id == Complaint.picture_id)
        .outerjoin(_voice, _voice.id == Complaint.voice_id)
    )  # fmt: skip


def _one(db: Db, viewer: Viewer, ref: str, now: datetime) -> tuple[Card, bool]:
    """And whether the viewer deals with it."""
    deals = case((policy.deals(viewer), 1), else_=0).label("deals")
    query = _cards().add_columns(deals).where(policy.reads(viewer), Complaint.ref == ref)
    row = db.execute(query).first()
    if row is None:
        raise NoResultFound
    return _card(row, now), bool(row.deals)


def _card(row: Any, now: datetime) -> Card:
    one: Complaint = row.Complaint
    state = State(one.state)
    began = clock.today(one.since)
    longest = None
    if not row.extended:
        longest = rules.longest(one.stage, state, began, load_holidays())
    whole = f"{row.h_first} {row.h_last}".strip()
    return Card(
        one.id, one.ref, one.person_id, shown_name(row.known_as, row.code), row.young_ref,
        one.text, one.wanted, one.about, one.language, When(one.happened), one.from_ref,
        row.picture_ref or "", row.voice_ref or "", whole or shown_name(row.h_known, row.h_code),
        one.handler_id, row.h_ref, one.stage, state, one.made_at, one.since, one.due_on,
        one.due_at is not None and one.due_at <= now, longest, bool(row.extended), one.panel_on,
        one.investigator, one.independent, one.over_at, bool(row.stopped),
    )  # fmt: skip


def _steps(db: Db, complaint_id: int) -> tuple[StepLine, ...]:
    rows = db.execute(
        select(
            ComplaintStep, _by.known_as.label("by_known"), _by.code.label("by_code"),
            _to.known_as.label("to_known"), _to.code.label("to_code"),
        )
        .outerjoin(_by, _by.id == ComplaintStep.by_id)
        .outerjoin(_to, _to.id == ComplaintStep.to_id)
        .where(ComplaintStep.complaint_id == complaint_id)
        .order_by(ComplaintStep.at, ComplaintStep.id)
    )  # fmt: skip
    return tuple(
        StepLine(
            What(row.ComplaintStep.what), row.ComplaintStep.stage,
            shown_name(row.by_known or "", row.by_code or ""),
            shown_name(row.to_known or "", row.to_code or ""), row.ComplaintStep.day,
            row.ComplaintStep.words, row.ComplaintStep.at,
        )
        for row in rows
    )  # fmt: skip


def _answers(db: Db, complaint_id: int) -> tuple[AnswerLine, ...]:
    whose = aliased(Person, name="whose_word")
    rows = db.execute(
        select(
            ComplaintAnswer, _by.known_as, _by.code, Promise.ref.label("promise"),
            Promise.text.label("promised"), Promise.due, Promise.state.label("standing"),
            Promise.owner_label, whose.known_as.label("whose"), whose.code.label("whose_code"),
        )
        .join(_by, _by.id == ComplaintAnswer.by_id)
        .outerjoin(
            Promise,
            and_(ComplaintAnswer.promise_ref != "", Promise.ref == ComplaintAnswer.promise_ref),
        )
        .outerjoin(whose, whose.id == Promise.owner_id)
        .where(ComplaintAnswer.complaint_id == complaint_id)
        .order_by(ComplaintAnswer.stage)
    )  # fmt: skip
    found = []
    for row in rows:
        one: ComplaintAnswer = row.ComplaintAnswer
        promise = None
        if row.promise is not None:
            by = shown_name(row.whose or "", row.whose_code or "") or row.owner_label
            promise = PromiseLine(row.promise, row.promised, by, row.due, row.standing)
        found.append(
            AnswerLine(
                one.stage, Outcome(one.outcome), one.text, shown_name(row.known_as, row.code),
                one.at, one.late, promise, one.learned,
            )
        )  # fmt: skip
    return tuple(found)


def mine(db: Db, viewer: Viewer, now: datetime) -> tuple[Card, ...]:
    """A young person's own, the newest first. One statement."""
    rows = db.execute(
        _cards().where(policy.reads(viewer)).order_by(Complaint.id.desc()).limit(PAGE)
    )
    return tuple(_card(row, now) for row in rows)


def said_before(db: Db, viewer: Viewer, ref: str) -> str:
    """The words of what they said first; "" for what is not theirs. One statement."""
    row = db.execute(
        select(Said.text).where(
            Said.council_id == viewer.council_id, Said.person_id == viewer.person_id,
            Said.ref == ref,
        )
    ).first()  # fmt: skip
    return row.text if row else ""


def could_promise(db: Db, viewer: Viewer, card: Card, now: datetime) -> tuple[Owner, ...]:
    """Whose word a promise in the answer can be: staff who work with the young person, save whom
    the complaint is kept from. Two statements."""
    young = Subject(
        card.person_id, "", "", "", None, "en", Grant.NAME | Grant.PLAN, False, Band.ADULT
    )
    kept = those_kept_from(db, SOURCE, card.id)
    return tuple(one for one in owners(db, viewer, young, now) if one.id not in kept)


# --- the desk -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class DeskPage:
    """waiting: on which the council's clock runs, the first due first. rest: answered or over, the
    newest first; more: where the next of these begin."""

    waiting: tuple[Card, ...]
    rest: tuple[Card, ...]
    more: str | None


def desk_page(db: Db, viewer: Viewer, before: str | None, now: datetime) -> DeskPage:
    """Two statements. Raises NoResultFound for whoever has no business here; ValueError for a mark
    of no meaning."""
    if not policy.has_business(viewer):
        raise NoResultFound
    audit.listed(viewer, now)
    may, runs = policy.reads(viewer), Complaint.state.in_([state.value for state in WAITING])
    waiting: tuple[Card, ...] = ()
    if before is None:
        rows = db.execute(_cards().where(may, runs).order_by(Complaint.due_at).limit(PAGE * 4))
        waiting = tuple(_card(row, now) for row in rows)
    rest = _cards().where(may, ~runs).order_by(Complaint.id.desc()).limit(PAGE + 1)
    if before is not None:
        older = select(Complaint.id).where(
            Complaint.council_id == viewer.council_id, Complaint.ref == before
        )
        rest = rest.where(Complaint.id < older.scalar_subquery())
    cards = [_card(row, now) for row in db.execute(rest)]
    more = cards[PAGE - 1].ref if len(cards) > PAGE else None
    return DeskPage(waiting, tuple(cards[:PAGE]), more)


@dataclass(frozen=True)
class RegisterLine:
    """One complaint for learning: no name, no words of the young person's, no day of theirs."""

    year: int
    quarter: int
    stage: int
    state: State
    outcomes: tuple[str, ...]
    late: bool
    learned: tuple[str, ...]


def register(db: Db, viewer: Viewer, now: datetime) -> tuple[RegisterLine, ...]:
    """All of the council's, save what is kept from the viewer and whom they must not know of; one
    statement. Raises NoResultFound for whoever has no business here."""
    if not policy.has_business(viewer):
        raise NoResultFound
    audit.listed(viewer, now)
    rows = db.execute(
        select(
            Complaint.id, Complaint.made_at, Complaint.stage, Complaint.state, Complaint.due_at,
            _late.stage.label("answered"), _late.outcome, _late.late, _late.learned,
        )
        .outerjoin(_late, _late.complaint_id == Complaint.id)
        .where(
            Complaint.council_id == viewer.council_id,
            ~kept_from(SOURCE, Complaint.id, viewer.person_id),
            not_of(Complaint.person_id, viewer.person_id),
        )
        .order_by(Complaint.id, _late.stage)
    ).all()  # fmt: skip
    by_id: dict[int, list[Any]] = {}
    for row in rows:
        by_id.setdefault(row.id, []).append(row)
    return tuple(_line(some, now) for some in by_id.values())


def _line(some: list[Any], now: datetime) -> RegisterLine:
    first = some[0]
    day = clock.today(first.made_at)
    answered = [row for row in some if row.answered is not None]
    late_now = first.state in set(WAITING) and first.due_at is not None and first.due_at <= now
    return RegisterLine(
        day.year, (day.month + 2) // 3, first.stage, State(first.state),
        tuple(row.outcome for row in answered),
        late_now or any(row.late for row in answered),
        tuple(row.learned for row in answered if row.learned),
    )  # fmt: skip


# --- what they added ----------------------------------------------------------------------------


def attached(db: Db, viewer: Viewer, ref: str, kind: str, now: datetime) -> tuple[bytes, str]:
    """(bytes, mime) of a picture or voice of a complaint that the viewer reads. Raises
    NoResultFound."""
    column = Complaint.picture_id if kind == "picture" else Complaint.voice_id
    row = db.execute(
        select(UploadBytes.data, Upload.mime, Complaint.person_id)
        .join(Upload, Upload.id == UploadBytes.upload_id)
        .join(Complaint, column == Upload.id)
        .where(policy.reads(viewer), Upload.ref == ref, UploadBytes.part == "whole")
    ).first()
    if row is None:
        raise NoResultFound
    audit.looked_at(viewer, row.person_id, now)
    return row.data, row.mime
