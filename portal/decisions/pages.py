"""Reads: a young person's decisions, one of them with all that it said, and who is around them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from portal.core import audit, clock
from portal.core.access import Band, Viewer, band_for
from portal.core.db import Db, Query
from portal.core.json_rows import json_rows, moment, rows_of
from portal.decisions import policy
from portal.decisions.rules import About, Heard, Origin, State, What, is_late
from portal.decisions.tables import Decision, DecisionStep
from portal.people import pages as people
from portal.people.pages import Subject
from portal.people.reach import lasting, shown_name
from portal.people.rules import PLACED_WITH, Grant, Kind, age_on
from portal.people.stops import stopped
from portal.people.tables import Connection, Person
from portal.say import pages as say
from portal.say.pages import Count, SaidCard, shown_to
from portal.say.tables import SaidDraft

KIND = "decision"  # of what is said about one
PAGE = 30
MOST_OPEN = 60
MOST_AROUND = 500  # a name that was cut off here would not be looked for
NOTHING_SAID = Count(0, 0)
_by = aliased(Person, name="decision_by")
_writer = aliased(Person, name="decision_writer")
_decider = aliased(Person, name="decision_decider")
_young = aliased(Person, name="decision_young")
_placed = aliased(Connection, name="decision_placed")
_home = aliased(Person, name="decision_home")


@dataclass(frozen=True)
class Step:
    """What happened, and what it said from then on. name: of who did it. hidden: these words name
    what the viewer was not granted."""

    number: int
    what: What
    note: str
    name: str
    at: datetime
    state: State
    title: str
    why: str
    means: str
    language: str
    by_day: date | None
    decided_on: date | None
    hidden: bool = False

    @property
    def words(self) -> tuple[str, str, str, date | None]:
        return self.title, self.why, self.means, self.by_day


@dataclass(frozen=True)
class Earlier:
    """What it said until then."""

    step: Step
    until: datetime


@dataclass(frozen=True)
class Card:
    """decides: the name of who decides, "" where nobody is named. said: of what this viewer reads
    of the young person's words about it. may_write: this viewer may change it."""

    id: int
    ref: str
    person_id: int
    about: About
    state: State
    title: str
    why: str
    means: str
    language: str
    decides: str
    decides_id: int | None
    decides_as: str
    by_day: date | None
    decided_on: date | None
    origin: Origin
    origin_words: str
    not_asked: str
    needs: Grant
    carer_may: bool
    heard: Heard
    heard_at: datetime | None
    written_by: str
    made_at: datetime
    told_at: datetime | None
    version: int
    may_write: bool = False
    steps: tuple[Step, ...] = ()
    said: Count = NOTHING_SAID

    @property
    def thinking(self) -> bool:
        return self.state is State.THINKING

    @property
    def earlier(self) -> tuple[Earlier, ...]:
        """What it said before, the newest first: only where the words became others."""
        pairs = zip(self.steps, self.steps[1:], strict=False)
        return tuple(
            Earlier(old, new.at)
            for old, new in reversed(list(pairs))
            if old.words != new.words and not old.hidden
        )

    def late(self, now: datetime) -> bool:
        return is_late(self.state, self.by_day, clock.today(now))


@dataclass(frozen=True)
class List:
    """Of one young person: those that are open, and the rest. after: older ones follow."""

    subject: Subject
    open: tuple[Card, ...]
    closed: tuple[Card, ...]
    after: str
    may_write: bool = False

    @property
    def any(self) -> bool:
        return bool(self.open or self.closed)


@dataclass(frozen=True)
class Draft:
    text: str
    at: datetime


@dataclass(frozen=True)
class Own:
    """One of a young person's own. said: everything that they said of it, the newest first."""

    card: Card
    said: tuple[SaidCard, ...]
    draft: Draft | None

    @property
    def waits(self) -> SaidCard | None:
        """What they said, and nobody has answered yet."""
        return next((card for card in self.said if card.waits), None)


@dataclass(frozen=True)
class One:
    """One, for adults. carers: who of those they live with reads it now, where they may."""

    card: Card
    young: str
    young_ref: str
    language: str
    band: Band
    stopped: bool
    said: tuple[SaidCard, ...]
    carers: tuple[str, ...]

    @property
    def waiting(self) -> tuple[SaidCard, ...]:
        """What this viewer has to answer before it is decided, the oldest first."""
        return tuple(card for card in reversed(self.said) if card.waits and card.may_answer)


@dataclass(frozen=True)
class Adult:
    """Somebody who can decide."""

    id: int
    ref: str
    name: str
    kind: Kind


@dataclass(frozen=True)
class Around:
    """deciders: whom a decision can name. named: each name of somebody around them, and what it
    says (`policy.needs`)."""

    deciders: tuple[Adult, ...]
    named: tuple[tuple[str, Grant], ...]

    def decider(self, ref: str) -> Adult | None:
        return next((one for one in self.deciders if one.ref == ref), None)


# --- lists --------------------------------------------------------------------------------------


def mine(db: Db, viewer: Viewer, before: str, now: datetime) -> List:
    """A young person's own. Three statements."""
    return _list(db, viewer, people.own(viewer), before, now)


def theirs(db: Db, viewer: Viewer, ref: str, before: str, now: datetime) -> List:
    """One young person's, for adults; the look is audited. Raises NoResultFound."""
    subject = people.subject(db, viewer, ref, now)
    if not subject.may(policy.BASE):
        raise NoResultFound
    found = _list(db, viewer, subject, before, now)
    return replace(found, may_write=may_write(db, viewer, subject.id, now))


def _list(db: Db, viewer: Viewer, subject: Subject, before: str, now: datetime) -> List:
    """`before`: only older ones than the one with this ref, and none that is open."""
    thinking = case((Decision.state == State.THINKING, 0), else_=1)
    query = _query(viewer, now).where(Decision.person_id == subject.id)
    closed = query.where(Decision.state != State.THINKING)
    order = (Decision.decided_on.desc(), Decision.id.desc())
    if before:
        edge = aliased(Decision, name="decision_edge")
        older = exists(
            select(edge.id).where(
                edge.council_id == viewer.council_id, edge.ref == before,
                or_(Decision.decided_on < edge.decided_on,
                    and_(Decision.decided_on == edge.decided_on, Decision.id < edge.id)),
            )
        )  # fmt: skip
        rows = db.execute(closed.where(older).order_by(*order).limit(PAGE + 1)).all()
    else:
        soon = case((Decision.state == State.THINKING, Decision.by_day))
        rows = db.execute(
            query.order_by(thinking, soon.is_(None), soon, *order).limit(MOST_OPEN + PAGE + 1)
        ).all()
    cards = [card_of(row) for row in rows]
    said = say.received(db, viewer, KIND, [card.id for card in cards], now) if cards else {}
    cards = [replace(card, said=said.get(card.id, NOTHING_SAID)) for card in cards]
    open_ = tuple(card for card in cards if card.thinking)
    rest = [card for card in cards if not card.thinking]
    return List(subject, open_, tuple(rest[:PAGE]), rest[PAGE - 1].ref if len(rest) > PAGE else "")


@dataclass(frozen=True)
class Row:
    """One on the desk of those who write them."""

    card: Card
    young: str
    mine: bool  # this viewer decides it, or wrote it


def open_list(db: Db, viewer: Viewer, now: datetime) -> tuple[Row, ...]:
    """Everything that is thought about, of those in whose care the viewer has a part: what is late
    first, then by day. Two statements."""
    audit.listed(viewer, now)
    ours = case(
        (or_(Decision.decides_id == viewer.person_id, Decision.made_by_id == viewer.person_id), 1),
        else_=0,
    )
    rows = db.execute(
        _query(viewer, now)
        .add_columns(_young.known_as.label("young"), _young.code.label("young_code"),
                     ours.label("mine"))
        .join(_young, _young.id == Decision.person_id)
        .where(policy.writes(viewer, now), Decision.state == State.THINKING,
               ~stopped(Decision.person_id))
        .order_by(Decision.by_day.is_(None), Decision.by_day, Decision.id)
        .limit(MOST_OPEN * 2)
    ).all()  # fmt: skip
    cards = [card_of(row) for row in rows]
    said = say.received(db, viewer, KIND, [card.id for card in cards], now) if cards else {}
    return tuple(
        Row(replace(card, said=said.get(card.id, NOTHING_SAID)),
            shown_name(row.young, row.young_code), bool(row.mine))
        for card, row in zip(cards, rows, strict=True)
    )  # fmt: skip


# --- one ----------------------------------------------------------------------------------------


def own(db: Db, viewer: Viewer, ref: str, now: datetime) -> Own:
    """Two statements. Raises NoResultFound."""
    row = db.execute(
        _query(viewer, now, steps=True)
        .add_columns(SaidDraft.text.label("draft"), SaidDraft.at.label("draft_at"))
        .outerjoin(
            SaidDraft,
            and_(SaidDraft.about_ref == Decision.ref, SaidDraft.person_id == viewer.person_id),
        )
        .where(Decision.ref == ref)
    ).one()
    card = card_of(row)
    said = say.cards(db, viewer, people.own(viewer), now, kind=KIND, about_ids=[card.id])
    draft = Draft(row.draft, row.draft_at) if row.draft else None
    return Own(card, said, draft)


def exists_here(db: Db, viewer: Viewer, ref: str, now: datetime) -> tuple[int, State]:
    """(key, state) of one that the viewer reads. Raises NoResultFound."""
    row = db.execute(
        select(Decision.id, Decision.state).where(Decision.ref == ref, policy.reads(viewer, now))
    ).one()
    return row.id, State(row.state)


def one(db: Db, viewer: Viewer, ref: str, now: datetime, *, writes: bool = False) -> One:
    """For adults; the look is audited. writes: only for who may change it. Two statements, four
    where it said something else before. Raises NoResultFound."""
    day = clock.today(now)
    homes = (
        json_rows(_home.id, func.coalesce(func.nullif(_home.known_as, ""), _home.code))
        .join_from(_placed, _home, _home.id == _placed.with_id)
        .where(
            _placed.council_id == viewer.council_id, _placed.of_id == Decision.person_id,
            _placed.kind.in_([kind.value for kind in PLACED_WITH]), *lasting(_placed, day),
            policy.grants_all(_placed, day),
        )
        .correlate(Decision)
        .scalar_subquery()
    )  # fmt: skip
    query = (
        _query(viewer, now, steps=True)
        .add_columns(
            _young.known_as.label("young"), _young.code.label("young_code"),
            _young.ref.label("young_ref"), _young.language.label("young_language"), _young.born,
            stopped(Decision.person_id).label("is_stopped"), homes.label("homes"),
        )
        .join(_young, _young.id == Decision.person_id)
        .where(Decision.ref == ref)
    )  # fmt: skip
    if writes:
        query = query.where(policy.writes(viewer, now))
    row = db.execute(query).one()
    card = _granted(db, viewer, card_of(row), now)
    audit.looked_at(viewer, card.person_id, now)
    young = Subject(
        card.person_id, row.young_ref, "", "", None, row.young_language, Grant.NAME, False,
        Band.ADULT,
    )  # fmt: skip
    said = say.cards(db, viewer, young, now, kind=KIND, about_ids=[card.id])
    age = age_on(row.born, day) if row.born else None
    return One(
        card,
        shown_name(row.young, row.young_code),
        row.young_ref,
        row.young_language,
        band_for(age),
        bool(row.is_stopped),
        said,
        tuple(dict.fromkeys(name for _id, name in sorted(rows_of(row.homes))))
        if card.carer_may
        else (),
    )


def _granted(db: Db, viewer: Viewer, card: Card, now: datetime) -> Card:
    """What it says now is what `policy.reads` asked for; older words and notes are asked for here,
    each for itself."""
    if len(card.steps) < 2:
        return card
    named = around(db, viewer, card.person_id, now).named
    grants = [Grant(bits) for bits in db.scalars(policy.grants_of(viewer, card.person_id, now))]

    def may_read(*words: str) -> bool:
        needs = policy.needs(card.about, "\n".join(words), named)
        return any(needs in some for some in grants)

    return replace(
        card,
        steps=tuple(
            replace(
                step,
                note=step.note if may_read(step.note) else "",
                hidden=not may_read(step.title, step.why, step.means),
            )
            for step in card.steps
        ),
    )


def titles(
    db: Db, viewer: Viewer, ids: Collection[int], now: datetime
) -> dict[int, tuple[str, str]]:
    """(ref, title) of those that the viewer reads. One statement."""
    rows = db.execute(
        select(Decision.id, Decision.ref, Decision.title).where(
            Decision.id.in_(ids), policy.reads(viewer, now)
        )
    )
    return {row.id: (row.ref, row.title) for row in rows}


def may_write(db: Db, viewer: Viewer, person_id: int, now: datetime) -> bool:
    """Whether the viewer may write down a decision about this young person."""
    query = select(Person.id).where(Person.id == person_id, policy.adds(viewer, Person.id, now))
    return db.scalar(query) is not None


def whose(db: Db, viewer: Viewer, ref: str, now: datetime) -> Subject:
    """The young person, for whoever may write down a decision about them, with what they were
    granted as that. The look is audited. Raises NoResultFound."""
    if viewer.role not in policy.WRITERS:
        raise NoResultFound
    subject = people.subject(db, viewer, ref, now, by_the_hour=False, kinds=policy.WRITING)
    if not subject.may(policy.BASE):
        raise NoResultFound
    return subject


def around(db: Db, viewer: Viewer, person_id: int, now: datetime) -> Around:
    """One statement."""
    day = clock.today(now)
    link = aliased(Connection, name="decision_around")
    rows = db.execute(
        select(Person.id, Person.ref, Person.known_as, Person.code, Person.first_name, link.kind,
               link.label, case((and_(*lasting(link, day)), 1), else_=0).label("now"))
        .join(link, link.with_id == Person.id)
        .where(
            link.council_id == viewer.council_id, link.of_id == person_id,
            link.kind.in_([kind.value for kind in (*policy.WRITING, *policy.NAMED, *PLACED_WITH)]),
        )
        .order_by(Person.id != viewer.person_id, link.starts, link.id)
        .limit(MOST_AROUND)
    ).all()  # fmt: skip
    deciders: dict[int, Adult] = {}
    named: list[tuple[str, Grant]] = []
    home = {name for row in rows if row.now and row.kind in PLACED_WITH for name in _names(row)}
    for row in rows:
        kind = Kind(row.kind)
        if kind in policy.NAMED:
            named += [(name, policy.NAMED[kind]) for name in _names(row)]
        elif kind in policy.NAMED_ELSEWHERE:
            elsewhere = policy.NAMED_ELSEWHERE[kind]
            named += [(name, elsewhere) for name in _names(row) if name not in home]
        elif row.now:
            name = shown_name(row.known_as, row.code)
            deciders.setdefault(row.id, Adult(row.id, row.ref, name, kind))
    return Around(tuple(deciders.values()), tuple(dict.fromkeys(named)))


def _names(row: Any) -> tuple[str, ...]:
    return tuple(name for name in (row.label, row.known_as, row.first_name) if name)


# --- rows ---------------------------------------------------------------------------------------


def _query(viewer: Viewer, now: datetime, *, steps: bool = False) -> Query:
    """Rows for `card_of`, of what this viewer reads: to be narrowed and put in order."""
    columns: list[ColumnElement[Any]] = [
        shown_to(_decider, viewer).label("decider"), shown_to(_writer, viewer).label("writer"),
        case((policy.writes(viewer, now), 1), else_=0).label("may_write"),
    ]  # fmt: skip
    if steps:
        columns.append(_steps(viewer).label("steps"))
    return (
        select(Decision, *columns)
        .select_from(Decision)
        .outerjoin(_decider, _decider.id == Decision.decides_id)
        .join(_writer, _writer.id == Decision.made_by_id)
        .where(policy.reads(viewer, now))
    )


def _steps(viewer: Viewer) -> Any:
    return (
        json_rows(
            DecisionStep.number, DecisionStep.what, DecisionStep.note, shown_to(_by, viewer),
            DecisionStep.at, DecisionStep.state, DecisionStep.title, DecisionStep.why,
            DecisionStep.means, DecisionStep.language, DecisionStep.by_day,
            DecisionStep.decided_on,
        )
        .join_from(DecisionStep, _by, _by.id == DecisionStep.by_id)
        .where(DecisionStep.decision_id == Decision.id)
        .correlate(Decision)
        .scalar_subquery()
    )  # fmt: skip


def card_of(row: Any) -> Card:
    one: Decision = row.Decision
    steps = rows_of(row.steps) if "steps" in row._fields else ()
    return Card(
        one.id, one.ref, one.person_id, About(one.about), State(one.state), one.title, one.why,
        one.means, one.language, one.decides or row.decider or "", one.decides_id, one.decides,
        one.by_day, one.decided_on, Origin(one.origin), one.origin_words, one.not_asked,
        Grant(one.needs), one.carer_may, Heard(one.heard), one.heard_at, row.writer, one.made_at,
        one.told_at, one.version, bool(row.may_write),
        tuple(_step(*step) for step in sorted(steps, key=lambda step: step[0])),
    )  # fmt: skip


def _step(
    number: int, what: str, note: str, name: str, at: str, state: str, title: str, why: str,
    means: str, language: str, by_day: str | None, decided_on: str | None,
) -> Step:  # fmt: skip
    when = moment(at)
    assert when is not None
    return Step(
        number, What(what), note, name, when, State(state), title, why, means, language,
        _day(by_day), _day(decided_on),
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
