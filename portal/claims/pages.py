"""Reads: what somebody asked for and what became of it, what is left, and the list of whoever
decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, exists, func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from portal.claims import entries, offers, policy, rules
from portal.claims.entries import Days
from portal.claims.papers import Paper, papers_of
from portal.claims.rules import (
    OWING,
    SAVINGS,
    TO_DECIDE,
    TO_PAY,
    WAITING,
    How,
    Left,
    State,
    What,
)
from portal.claims.tables import Claim, ClaimPaper, ClaimStep
from portal.core import audit, clock
from portal.core.access import Role, Viewer
from portal.core.db import Db, Query
from portal.core.json_rows import json_rows, rows_of
from portal.entitlements.items import Version
from portal.hours.rules import Calendar
from portal.owed.tables import Owed
from portal.people.reach import shown_name
from portal.people.tables import Person, Stop
from portal.say.rules import Owner

Items = Mapping[str, Version]
PAGE = 50
MOST = 200  # things that one young person asked for
_same = aliased(Claim, name="claim_same")
_young, _has, _by = (aliased(Person, name=f"claim_{name}") for name in ("young", "has", "by"))


@dataclass(frozen=True)
class Card:
    """One thing that was asked for. with_whom: who has it to decide or to pay, "" where nobody owes
    anything. told: the day by which they do, None where none is told. in_pounds: a yes says how
    much."""

    id: int
    ref: str
    person_id: int
    young: str
    young_ref: str
    item: str
    title: str
    in_pounds: bool
    wish: str
    language: str
    asked: int | None
    state: State
    granted: int | None
    paid: int
    made_at: datetime
    sent_at: datetime | None
    turn_at: datetime
    with_whom: str
    told: date | None
    late: bool
    stopped: bool

    @property
    def savings(self) -> bool:
        return self.item in SAVINGS

    @property
    def waits(self) -> bool:
        return self.state in WAITING

    @property
    def over(self) -> bool:
        return self.state in rules.OVER

    @property
    def to_pay(self) -> int:
        """Pence that were decided and are not paid."""
        return max(0, (self.granted or 0) - self.paid) if self.state in OWING else 0

    @property
    def thing(self) -> bool:
        """It is bought, given or arranged: no amount was decided, or has to be."""
        if self.savings:
            return False
        decided = self.state in (*OWING, State.PAID)
        return self.granted is None and (decided or not (self.in_pounds or self.asked))

    @property
    def says_it_came(self) -> bool:
        """It was noted that something was paid or given: it may not have come."""
        if self.savings:
            return False
        return self.state is State.PAID or (self.state in TO_PAY and self.paid > 0)


@dataclass(frozen=True)
class StepLine:
    what: What
    by: str
    words: str
    pence: int | None
    day: date | None
    how: How | None
    at: datetime


@dataclass(frozen=True)
class OnePage:
    """papers: that go with it; kept: that could. left: of what comes once; None for anything else.
    may: the viewer decides it."""

    card: Card
    steps: tuple[StepLine, ...]
    papers: tuple[Paper, ...]
    kept: tuple[Paper, ...]
    left: Left | None
    may: bool

    @property
    def needs(self) -> StepLine | None:
        """What is needed now."""
        asked = [one for one in self.steps if one.what is What.MORE]
        return asked[-1] if asked and self.card.state is State.MORE else None

    @property
    def missing(self) -> StepLine | None:
        """What has not come, while nobody has answered that."""
        said = [one for one in self.steps if one.what is What.MISSING]
        return said[-1] if said and self.card.state is State.MISSING else None

    @property
    def can_be_challenged(self) -> bool:
        whats = [one.what for one in self.steps]
        return rules.can_be_challenged(whats, self.card.asked, self.card.granted)


def one_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> OnePage:
    """Five statements with its papers. Raises NoResultFound."""
    deciding = case((policy.decides(viewer, now), 1), else_=0).label("decides")
    row = db.execute(
        _cards()
        .add_columns(deciding, *_with_it())
        .where(policy.reads(viewer, now), Claim.ref == ref)
    ).first()
    if row is None or row.Claim.state == State.DRAFT.value:
        raise NoResultFound
    items = _items(db, viewer, now)
    card = _card(row, items, now)
    if not viewer.is_young:
        audit.looked_at(viewer, card.person_id, now)
    steps = _steps(db, card.id)
    refs = [ref for (ref,) in rows_of(row.refs)]
    everything = viewer.is_young and card.state is State.MORE
    known = papers_of(db, viewer, card.person_id, None if everything else refs, now)
    with_it = set(refs)
    item = items.get(card.item)
    return OnePage(
        card, steps,
        tuple(one for one in known if one.ref in with_it),
        tuple(one for one in known if one.ref not in with_it),
        rules.left_of(item, int(row.had), max(0, int(row.promised))) if item else None,
        bool(row.decides),
    )  # fmt: skip


def _with_it() -> tuple[Any, ...]:
    """The papers that go with a claim; and what was paid and promised of the same item to the same
    young person, in pence."""
    to_pay = [one.value for one in OWING]
    promised = case((_same.state.in_(to_pay), _same.granted - _same.paid), else_=0)
    same = (
        _same.council_id == Claim.council_id, _same.person_id == Claim.person_id,
        _same.item == Claim.item,
    )  # fmt: skip
    return (
        json_rows(ClaimPaper.document_ref)
        .where(ClaimPaper.claim_id == Claim.id)
        .correlate(Claim).scalar_subquery().label("refs"),
        *(
            select(func.coalesce(func.sum(pence), 0)).where(*same)
            .correlate(Claim).scalar_subquery().label(name)
            for name, pence in (("had", _same.paid), ("promised", promised))
        ),
    )  # fmt: skip


def card(db: Db, viewer: Viewer, ref: str, now: datetime, *, to_decide: bool = False) -> Card:
    """One that the viewer reads, to write in it. to_decide: one that they decide. One
    statement, or two. Raises NoResultFound."""
    may = policy.decides(viewer, now) if to_decide else policy.reads(viewer, now)
    row = db.execute(_cards().where(may, Claim.ref == ref)).first()
    if row is None or row.Claim.state == State.DRAFT.value:
        raise NoResultFound
    item = offers.one(db, viewer.council_id, row.Claim.item, clock.today(now))
    found = _card(row, {row.Claim.item: item} if item else {}, now)
    if not viewer.is_young:
        audit.looked_at(viewer, found.person_id, now)
    return found


def _items(db: Db, viewer: Viewer, now: datetime) -> Items:
    return offers.by_code(offers.here(db, viewer.council_id), clock.today(now))


def kept_papers(db: Db, viewer: Viewer, now: datetime) -> tuple[Paper, ...]:
    """A young person's own. One statement."""
    return papers_of(db, viewer, viewer.person_id, None, now)


def _cards() -> Query:
    in_force = exists(
        select(Stop.id).where(
            Stop.person_id == Claim.person_id, Stop.agreed_at.is_not(None),
            Stop.lifted_at.is_(None),
        )
    )  # fmt: skip
    holder = func.coalesce(Owed.passes_to_id, Owed.debtor_id)
    return (
        select(
            Claim, _young.ref.label("young_ref"), _young.known_as, _young.code,
            _has.known_as.label("has_known"), _has.code.label("has_code"),
            in_force.label("stopped"),
        )
        .join(_young, _young.id == Claim.person_id)
        .outerjoin(
            Owed,
            (Owed.source_kind == policy.SOURCE) & (Owed.source_id == Claim.id)
            & (Owed.kind == entries.KIND) & Owed.done_at.is_(None),
        )
        .outerjoin(_has, _has.id == holder)
    )  # fmt: skip


def _card(row: Any, items: Items, now: datetime) -> Card:
    one: Claim = row.Claim
    item = items.get(one.item)
    told = clock.today(one.answer_by) if one.answer_by else None
    return Card(
        one.id, one.ref, one.person_id, shown_name(row.known_as, row.code), row.young_ref,
        one.item, item.title if item else one.item, rules.in_pounds(item), one.wish,
        one.language, one.asked, State(one.state), one.granted, one.paid, one.made_at,
        one.sent_at, one.turn_at,
        shown_name(row.has_known or "", row.has_code or ""), told,
        one.due_at is not None and one.due_at <= now, bool(row.stopped),
    )  # fmt: skip


def _steps(db: Db, claim_id: int) -> tuple[StepLine, ...]:
    rows = db.execute(
        select(ClaimStep, _by.known_as, _by.code)
        .join(_by, _by.id == ClaimStep.by_id)
        .where(ClaimStep.claim_id == claim_id)
        .order_by(ClaimStep.at, ClaimStep.id)
    )
    return tuple(
        StepLine(
            What(row.ClaimStep.what), shown_name(row.known_as, row.code), row.ClaimStep.words,
            row.ClaimStep.pence, row.ClaimStep.day,
            How(row.ClaimStep.how) if row.ClaimStep.how else None, row.ClaimStep.at,
        )
        for row in rows
    )  # fmt: skip


# --- what came of it ----------------------------------------------------------------------------


# --- the young person's own ---------------------------------------------------------------------


@dataclass(frozen=True)
class Money:
    """What came of one item, in pence. promised: decided, and not paid yet. left: of what comes
    once."""

    item: Version
    paid: int
    promised: int
    left: Left | None


@dataclass(frozen=True)
class MinePage:
    """begun: drafts. cards: what was sent, the newest first. money: what was paid, or will be.
    savings: the newest question about each. items: what can be asked for."""

    begun: tuple[Card, ...]
    cards: tuple[Card, ...]
    money: tuple[Money, ...]
    savings: tuple[Card, ...]
    items: tuple[Version, ...]


def mine_page(db: Db, viewer: Viewer, now: datetime) -> MinePage:
    """Three statements."""
    today = clock.today(now)
    born = db.scalar(select(Person.born).where(Person.id == viewer.person_id))
    rows = db.execute(
        _cards().where(policy.reads(viewer, now)).order_by(Claim.id.desc()).limit(MOST)
    )
    here = offers.here(db, viewer.council_id)
    items = offers.by_code(here, today)
    cards = tuple(_card(row, items, now) for row in rows)
    return MinePage(
        tuple(one for one in cards if one.state is State.DRAFT),
        tuple(one for one in cards if one.state is not State.DRAFT),
        _money(cards, items),
        _savings(cards),
        offers.for_age(here, born, today),
    )


def _money(cards: tuple[Card, ...], items: Items) -> tuple[Money, ...]:
    found = []
    for code in dict.fromkeys(one.item for one in cards if not one.savings):
        mine = [one for one in cards if one.item == code]
        paid, promised = sum(one.paid for one in mine), sum(one.to_pay for one in mine)
        if code in items and (paid or promised):
            left = rules.left_of(items[code], paid, promised)
            found.append(Money(items[code], paid, promised, left))
    return tuple(found)


def _savings(cards: tuple[Card, ...]) -> tuple[Card, ...]:
    newest: dict[str, Card] = {}
    for one in cards:
        if one.savings and one.state not in (State.DRAFT, State.BACK):
            newest.setdefault(one.item, one)
    return tuple(newest.values())


@dataclass(frozen=True)
class NewPage:
    """What a form needs. name: who decides, "" for whoever is there. officers: who reads it, too,
    and decides nothing. draft: what was begun. open:
    the ref of one that is not decided yet, "" if there is none: asking twice helps nobody."""

    item: Version
    name: str
    officers: tuple[str, ...]
    days: Days
    papers: tuple[Paper, ...]
    left: Left | None
    draft: Card | None
    open: str
    calendar: Calendar
    night_phone: str
    duty_phone: str


def new_page(db: Db, viewer: Viewer, item: Version, now: datetime) -> NewPage:
    """Three statements."""
    desk = entries.desk(db, viewer.council_id, viewer.person_id, now)
    turn = desk.turn(Owner.WORKER)
    rows = db.execute(
        _cards()
        .where(policy.reads(viewer, now), Claim.item == item.code)
        .order_by(Claim.id.desc())
        .limit(MOST)
    )
    cards = [_card(row, {item.code: item}, now) for row in rows]
    paid, promised = sum(one.paid for one in cards), sum(one.to_pay for one in cards)
    waits = (*TO_DECIDE, State.MORE)
    return NewPage(
        item, turn.name if turn else "", entries.officers_in(desk), entries.days_in(desk),
        papers_of(db, viewer, viewer.person_id, None, now),
        rules.left_of(item, paid, promised),
        next((one for one in cards if one.state is State.DRAFT), None),
        next((one.ref for one in cards if one.state in waits), ""),
        desk.calendar, desk.night_phone, desk.duty_phone,
    )  # fmt: skip


def item_page(db: Db, viewer: Viewer, mark: str, now: datetime) -> Version:
    """By what stands in its address (`entitlements.marks`). At most one statement. Raises
    NoResultFound for what is not asked for here."""
    item = offers.by_mark(db, viewer.council_id, mark, clock.today(now))
    if item is None or not rules.can_be_asked_for(item):
        raise NoResultFound
    return item


# --- whoever decides ----------------------------------------------------------------------------


@dataclass(frozen=True)
class DeskPage:
    """missing, decide, pay: what waits, the first due first. asked: more is needed from the young
    person. rest: what is over, the newest first. may_set: the viewer may set the days."""

    missing: tuple[Card, ...]
    decide: tuple[Card, ...]
    pay: tuple[Card, ...]
    asked: tuple[Card, ...]
    rest: tuple[Card, ...]
    days: Days
    may_set: bool


def desk_page(db: Db, viewer: Viewer, now: datetime) -> DeskPage:
    """Four statements."""
    audit.listed(viewer, now)
    items = _items(db, viewer, now)
    may = policy.reads(viewer, now)
    open_ = [one.value for one in (*WAITING, State.MORE)]
    rows = db.execute(
        _cards().where(may, Claim.state.in_(open_)).order_by(Claim.due_at, Claim.id).limit(PAGE * 4)
    )
    cards = [_card(row, items, now) for row in rows]
    over = [one.value for one in rules.OVER]
    rest = db.execute(
        _cards().where(may, Claim.state.in_(over)).order_by(Claim.turn_at.desc()).limit(PAGE)
    )
    return DeskPage(
        tuple(one for one in cards if one.state is State.MISSING),
        tuple(one for one in cards if one.state in TO_DECIDE),
        tuple(one for one in cards if one.state in TO_PAY),
        tuple(one for one in cards if one.state is State.MORE),
        tuple(_card(row, items, now) for row in rest),
        entries.days_of(db, viewer.council_id), may_set_days(viewer),
    )  # fmt: skip


def may_set_days(viewer: Viewer) -> bool:
    return viewer.role is Role.MANAGER
