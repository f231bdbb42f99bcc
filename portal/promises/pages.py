"""Reads of promises: to me, those of one young person, those of a team that are late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    ScalarSelect,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from portal.core import audit, clock
from portal.core.access import Role, Viewer
from portal.core.db import Db, Query, built_once
from portal.core.receipts import fingerprint
from portal.core.words import _
from portal.owed.kept import those_kept_from
from portal.owed.steps import PROMISE
from portal.owed.tables import OwedStep
from portal.people.answers import ROLES
from portal.people.pages import Subject, subject
from portal.people.reach import granted, granting, lasting, not_of, shown_name
from portal.people.rules import NEEDED_TO_KNOW, PLACED_WITH, WORKERS, Grant, Kind
from portal.people.stops import stopped
from portal.people.tables import Account, Connection, Membership, Person
from portal.promises import areas, policy, rules
from portal.promises.tables import Promise, PromiseStep
from portal.worries.words import NOTHING, Said, words_in

OPEN = 100  # open promises on one page; nobody has as many
PAGE = 20  # of those that are over
TEAM_PAGE = 50
MOST_STEPS = 2_000
MOST_OWNERS = 60


class Standing(StrEnum):
    """How a promise stands today. Late is a coming one whose day has gone by."""

    LATE = "late"
    COMING = "coming"
    KEPT = "kept"
    CHANGED = "changed"
    DROPPED = "dropped"


@dataclass(frozen=True)
class PromiseCard:
    """One promise. who: whose word it is; keeper: who sees to it, where they are nobody of the
    council's. on: the day it was kept or changed. chased_by: the manager who was told, chased_on
    when. changes: how often its day was moved. asked_on: when the young person last asked."""

    ref: str
    text: str
    who: str
    due: date
    standing: Standing
    on: date
    note: str
    area: str
    chased_by: str
    owner_id: int | None
    id: int = 0
    keeper: str = ""
    keeper_id: int | None = None
    chased_on: date | None = None
    made_on: date | None = None
    changes: int = 0
    reopens: int = 0
    asked_on: date | None = None
    may_ask: bool = False
    instead: str = ""

    @property
    def is_open(self) -> bool:
        return self.standing in (Standing.LATE, Standing.COMING)

    @property
    def may_reopen(self) -> bool:
        return rules.may_reopen(self.standing.value, self.reopens)

    def is_of(self, person_id: int) -> bool:
        """Whether it is on this adult's list."""
        return person_id == (self.owner_id if self.owner_id is not None else self.keeper_id)


def standing(state: str, due: date, today: date) -> Standing:
    if state == "coming":
        return Standing.LATE if due < today else Standing.COMING
    return Standing(state)


@dataclass(frozen=True)
class Promises:
    """more: where those that are over go on."""

    cards: tuple[PromiseCard, ...]
    count: int
    more: str | None = None

    @property
    def drawn(self) -> str:
        """What is on the page, for the "seen" mark."""
        return fingerprint(*(f"{card.ref}{card.standing}" for card in self.cards))

    def of(self, *standings: Standing) -> tuple[PromiseCard, ...]:
        return tuple(card for card in self.cards if card.standing in standings)


_chaser = aliased(Person, name="chaser")
_keeper = aliased(Person, name="keeper")
_by = aliased(Person, name="by")
_giver = aliased(Person, name="giver")
_taker = aliased(Person, name="taker")
_young = aliased(Person, name="young")
_CARD = (
    Promise.id, Promise.ref, Promise.text, Promise.owner_label, Person.known_as, Promise.due,
    Promise.owner_id, Promise.state, Promise.state_on, Promise.state_note, Promise.area,
    Promise.keeper_id, Promise.chased_at, Promise.made_at, Promise.changes, Promise.reopens,
    Promise.asked_at, Promise.instead, _chaser.known_as.label("chaser"),
    _keeper.known_as.label("keeper"),
)  # fmt: skip


def _with_names(query: Query) -> Query:
    return (
        query.outerjoin(Person, Person.id == Promise.owner_id)
        .outerjoin(_chaser, _chaser.id == Promise.chased_id)
        .outerjoin(_keeper, _keeper.id == Promise.keeper_id)
    )


def promises_to(
    db: Db, council_id: int, person_id: int, today: date, limit: int = 100, area: str | None = None
) -> Promises:
    """Promises to this person: late first, then coming by day, then the newest kept."""
    question = _promises_to(
        council_id, person_id, today, limit, area or "", one_area=area is not None
    )
    rows = db.execute(*question).all()
    return Promises(tuple(_card(row, today) for row in rows), rows[0].all if rows else 0)


@built_once
def _promises_to(
    council_id: int, person_id: int, today: date, limit: int, area: str, *, one_area: bool
) -> Query:
    order = case(
        ((Promise.state == "coming") & (Promise.due < today), 0),
        (Promise.state == "coming", 1),
        else_=2,
    )
    query = (
        _with_names(select(*_CARD, func.count().over().label("all")))
        .where(Promise.council_id == council_id, Promise.person_id == person_id)
        .order_by(
            order,
            case((Promise.state == "coming", Promise.due)),
            Promise.state_on.desc(),
            Promise.id.desc(),
        )
        .limit(limit)
    )
    return query.where(Promise.area == area) if one_area else query


def _card(row: Any, today: date, now: datetime | None = None) -> PromiseCard:
    return PromiseCard(
        ref=row.ref,
        text=row.text,
        who=row.owner_label or row.known_as or "",
        due=row.due,
        standing=standing(row.state, row.due, today),
        on=row.state_on,
        note=row.state_note,
        area=row.area,
        chased_by=row.chaser or "",
        owner_id=row.owner_id,
        id=row.id,
        keeper="" if row.owner_id is not None else row.keeper or "",
        keeper_id=row.keeper_id,
        chased_on=clock.today(row.chased_at) if row.chased_at else None,
        made_on=clock.today(row.made_at),
        changes=row.changes,
        reopens=row.reopens,
        asked_on=clock.today(row.asked_at) if row.asked_at else None,
        may_ask=now is not None and rules.may_ask(row.state, row.asked_at, now),
        instead=row.instead,
    )


# --- what happened to each ----------------------------------------------------------------------


@dataclass(frozen=True)
class Moment:
    """One thing that happened: "made", "kept", "changed", "dropped", "passed", "asked",
    "reopened", or "chased", where it went on to somebody. by: who did it, or who had it; to: whose
    it is then, or who was asked; as_what: as what they were asked (`owed.steps.To`)."""

    what: str
    at: datetime
    by: str = ""
    by_id: int = 0
    to: str = ""
    note: str = ""
    instead: str = ""
    was_due: date | None = None
    due: date | None = None
    as_what: str = ""


def histories(
    db: Db, council_id: int, person_id: int, promise_ids: Sequence[int]
) -> dict[int, tuple[Moment, ...]]:
    """What happened to each of these promises, the oldest first: one statement for all of them."""
    if not promise_ids:
        return {}
    steps = (
        select(
            PromiseStep.promise_id, PromiseStep.id, PromiseStep.state, PromiseStep.at,
            PromiseStep.note, PromiseStep.instead, PromiseStep.was_due, PromiseStep.due,
            PromiseStep.by_id, _by.known_as, _by.code, _giver.known_as, _giver.code,
            _taker.known_as, _taker.code, literal("").label("as_what"),
        )
        .join(_by, _by.id == PromiseStep.by_id)
        .outerjoin(_giver, _giver.id == PromiseStep.from_id)
        .outerjoin(_taker, _taker.id == PromiseStep.to_id)
        .where(PromiseStep.council_id == council_id, PromiseStep.promise_id.in_(promise_ids))
    )  # fmt: skip
    no_day = cast(null(), Date)
    passed = (
        select(
            OwedStep.source_id, OwedStep.id, literal("chased"), OwedStep.at, literal(""),
            literal(""), no_day, no_day, OwedStep.from_id, _giver.known_as, _giver.code,
            _giver.known_as, _giver.code, _taker.known_as, _taker.code, OwedStep.step,
        )
        .join(_giver, _giver.id == OwedStep.from_id)
        .join(_taker, _taker.id == OwedStep.to_id)
        .where(
            OwedStep.council_id == council_id,
            OwedStep.person_id == person_id,
            OwedStep.source_kind == PROMISE,
            OwedStep.source_id.in_(promise_ids),
        )
    )  # fmt: skip
    both = union_all(steps, passed).subquery()
    found: dict[int, list[tuple[datetime, int, Moment]]] = defaultdict(list)
    for (
        promise_id, id, state, at, note, instead, was_due, due, by_id, by, by_code, giver,
        giver_code, taker, taker_code, as_what,
    ) in db.execute(select(both).order_by(both.c.id.desc()).limit(MOST_STEPS)):  # fmt: skip
        name = shown_name(giver or "", giver_code or "") or shown_name(by, by_code)
        to = shown_name(taker or "", taker_code or "")
        moment = Moment(state, at, name, by_id, to, note, instead, was_due, due, as_what)
        found[promise_id].append((at, id, moment))
    return {
        key: tuple(moment for _at, _id, moment in sorted(all_, key=lambda one: one[:2]))
        for key, all_ in found.items()
    }


# --- the young person ---------------------------------------------------------------------------


@dataclass(frozen=True)
class MyPromises:
    """histories: of each by its key."""

    promises: Promises
    histories: dict[int, tuple[Moment, ...]]
    first: bool  # this is where the list begins


def my_promises(db: Db, viewer: Viewer, before: str | None, now: datetime) -> MyPromises:
    """Open ones, late first, then those that are over, the newest first; with `before` only older
    ones of these. Two statements. Raises ValueError for a mark of no meaning."""
    promises = _list(db, viewer.council_id, viewer.person_id, before, now)
    keys = [card.id for card in promises.cards]
    return MyPromises(
        promises, histories(db, viewer.council_id, viewer.person_id, keys), before is None
    )


def _list(db: Db, council_id: int, person_id: int, before: str | None, now: datetime) -> Promises:
    today = clock.today(now)
    here = (Promise.council_id == council_id, Promise.person_id == person_id)
    over: ColumnElement[bool] = Promise.state != "coming"
    if before is not None:
        over = and_(over, _older(before))
    closed = (
        select(Promise.id.label("id"))
        .where(*here, over)
        .order_by(Promise.state_on.desc(), Promise.id.desc())
        .limit(PAGE + 1)
        .subquery()
    )
    keys = select(closed.c.id)
    if before is None:
        still = (
            select(Promise.id.label("id"))
            .where(*here, Promise.state == "coming")
            .order_by(Promise.due, Promise.id)
            .limit(OPEN)
            .subquery()
        )
        keys = union_all(keys, select(still.c.id))  # type: ignore[assignment]
    rows = db.execute(
        _with_names(select(*_CARD))
        .where(Promise.id.in_(keys))
        .order_by(
            case((Promise.state == "coming", 0), else_=1),
            case((Promise.state == "coming", Promise.due)),
            Promise.state_on.desc(),
            Promise.id.desc(),
        )
    ).all()
    cards = [_card(row, today, now) for row in rows]
    finished = [card for card in cards if not card.is_open]
    more = None
    if len(finished) > PAGE:
        cards.remove(finished[-1])
        last = finished[-2]
        more = f"{last.on.isoformat()}.{last.id}"
    return Promises(tuple(cards), len(cards), more)


def _older(mark: str) -> ColumnElement[bool]:
    day, _, id = mark.partition(".")
    on, key = date.fromisoformat(day), int(id)
    if not 0 <= key < 2**63:
        raise ValueError(mark)
    return or_(Promise.state_on < on, and_(Promise.state_on == on, Promise.id < key))


def one_to_me(db: Db, viewer: Viewer, ref: str, now: datetime) -> PromiseCard:
    """Raises NoResultFound."""
    mine = policy.to_me(viewer).where(Promise.ref == ref).with_only_columns(Promise.id)
    row = db.execute(_with_names(select(*_CARD)).where(Promise.id.in_(mine))).one()
    return _card(row, clock.today(now), now)


@words_in("promise_step")
def words_of_step(db: Db, council_id: int, step_id: int) -> Said:
    """What they wrote of something that was not done, alone: for whoever was told that it worries
    (`worries`)."""
    row = db.execute(
        select(PromiseStep.note, Promise.area)
        .join(Promise, Promise.id == PromiseStep.promise_id)
        .where(PromiseStep.council_id == council_id, PromiseStep.id == step_id)
    ).first()
    return Said(row.note, areas.wished(row.area)) if row else NOTHING


# --- staff and carers ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Owner:
    """Somebody whose word it can be. kind: what they are to the young person."""

    id: int
    ref: str
    name: str
    kind: Kind
    granted: tuple[Grant, ...] = ()  # by each of their connections, today

    def may_own(self, area: str) -> bool:
        """Whether a promise about this area can be theirs: `policy.may_own`."""
        return any(areas.to_own(area) in grants for grants in self.granted)


@dataclass(frozen=True)
class Theirs:
    """One young person's promises, as this adult may read them. may: keys of those of which they
    may say what becomes. owners: who can promise; areas: which parts they may choose."""

    subject: Subject
    promises: Promises
    owners: tuple[Owner, ...]
    areas: tuple[str, ...]
    may: frozenset[int]
    today: date


def theirs(
    db: Db, viewer: Viewer, ref: str, now: datetime, *, makes: bool, before: str | None = None
) -> Theirs:
    """Five statements at most. Raises NoResultFound unless the viewer may read the plan;
    ValueError for a mark of no meaning."""
    who = subject(db, viewer, ref, now)
    if not who.may(Grant.PLAN):
        raise NoResultFound
    found = _list(db, viewer.council_id, who.id, before, now)
    shown = for_reader(who, viewer, found)
    may_write = makes and not who.stopped_at
    return Theirs(
        who,
        shown,
        owners(db, viewer, who, now) if may_write else (),
        areas.open_with(who.grants),
        frozenset(
            card.id
            for card in shown.cards
            if card.is_open and acts(who, viewer, card) and not who.stopped_at
        ),
        clock.today(now),
    )


@dataclass(frozen=True)
class Making:
    subject: Subject
    owners: tuple[Owner, ...]
    areas: tuple[str, ...]


def makes_for(db: Db, viewer: Viewer, ref: str, now: datetime) -> Making:
    """For whom a promise is made, and whose it can be: two statements. Not by whoever is here for
    some hours only. Raises NoResultFound."""
    who = subject(db, viewer, ref, now, by_the_hour=False)
    if not who.may(Grant.PLAN) or who.stopped_at:
        raise NoResultFound
    return Making(who, owners(db, viewer, who, now), areas.open_with(who.grants))


def for_reader(who: Subject, viewer: Viewer, promises: Promises) -> Promises:
    """Those that this adult may read: `policy.readable`, of cards that are here already."""
    there = areas.open_with(who.grants)
    cards = tuple(
        card if card.area in there else _without_words(card)
        for card in promises.cards
        if card.area in there or card.is_of(viewer.person_id)
    )
    return Promises(cards, len(cards), promises.more)


def _without_words(card: PromiseCard) -> PromiseCard:
    """As it stands for whoever keeps it and may not read its part: of one that is given by wish,
    that there is something, by when, and nothing else."""
    if card.area not in areas.by_wish():
        return card
    said = _("Something that they have not shown you. Ask them what it is about.")
    return replace(card, text=said, note="", instead="")


def acts(who: Subject, viewer: Viewer, card: PromiseCard) -> bool:
    """`policy.acted_on`, of a card that this adult may read."""
    manages = viewer.role is Role.MANAGER and card.area in areas.open_with(who.grants)
    return who.may(Grant.PLAN) and (card.is_of(viewer.person_id) or manages)


def owners(db: Db, viewer: Viewer, who: Subject, now: datetime) -> tuple[Owner, ...]:
    """Whose word a new promise can be: the viewer's, and of those who work or live with the young
    person and may read the plan. One statement."""
    day = clock.today(now)
    kinds = (*_STAFF, *PLACED_WITH)
    shown = tuple(kind for kind in kinds if who.may(NEEDED_TO_KNOW.get(kind, Grant.NAME)))
    rows = db.execute(
        select(
            Person.id,
            Person.ref,
            Person.known_as,
            Person.code,
            Connection.kind,
            granted(Connection, day),
        )
        .join(Connection, Connection.with_id == Person.id)
        .where(
            Connection.council_id == viewer.council_id,
            Connection.of_id == who.id,
            Connection.kind.in_(shown),
            *lasting(Connection, day),
            granting(Connection, policy.NEEDED),
            not_(stopped(Person.id)),
            not_of(Person.id, viewer.person_id),
            _has_a_place(Person.id, day),
        )
        .order_by(Person.id != viewer.person_id, Connection.starts, Connection.id)
        .limit(MOST_OWNERS)
    )
    found: dict[int, Owner] = {}
    for id, ref, known_as, code, kind, grants in rows:
        one = found.get(id) or Owner(id, ref, shown_name(known_as, code), Kind(kind))
        found[id] = replace(one, granted=(*one.granted, Grant(grants)))
    return tuple(found.values())


def _has_a_place(person_id: Any, day: date) -> ColumnElement[bool]:
    return exists(
        select(Membership.id)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.person_id == person_id,
            Membership.role.in_((*ROLES, Role.CARER)),
            Membership.starts <= day,
            or_(Membership.ends.is_(None), Membership.ends >= day),
            Account.state == "open",
        )
        .correlate_except(Membership, Account)
    )


_STAFF = (*WORKERS, Kind.IRO, Kind.MANAGER)
_had_it = aliased(Connection, name="had_the_promise")


def could_take(viewer: Viewer, to_ref: str, now: datetime) -> ScalarSelect[int]:
    """The key of the colleague with this ref, if they can take over a promise (of the query around
    this): they work with its young person, may read the plan, and have an account. What a
    reviewing officer promised of what not everybody of the record was told (`areas.NOBODYS`) goes
    only to another officer."""
    day = clock.today(now)
    promise = Promise.__table__.c
    had = func.coalesce(promise.owner_id, promise.keeper_id)
    by_officer = exists(
        select(_had_it.id)
        .where(_had_it.of_id == Promise.person_id, _had_it.with_id == had,
               _had_it.kind == Kind.IRO, *lasting(_had_it, day))
        .correlate(Promise)
    )  # fmt: skip
    return (
        select(Person.id)
        .join(Connection, Connection.with_id == Person.id)
        .where(
            Person.ref == to_ref,
            Connection.council_id == viewer.council_id,
            Connection.of_id == Promise.person_id,
            Connection.kind.in_(_STAFF),
            *lasting(Connection, day),
            areas.owned_by(Connection, promise.area, day),
            or_(promise.area != areas.NOBODYS, Connection.kind == Kind.IRO, not_(by_officer)),
            not_(stopped(Person.id)),
            not_of(Person.id, viewer.person_id),
            policy.known_to(Person.id),
            _has_a_place(Person.id, day),
        )
        .limit(1)
        .correlate(Promise)
        .scalar_subquery()
    )


def takers(page_owners: Sequence[Owner], card: PromiseCard) -> tuple[Owner, ...]:
    """To whom a promise can be handed on: colleagues, never those with whom the child lives; as
    `could_take` says."""
    kinds: Collection[Kind] = _STAFF
    by_officer = any(one.kind is Kind.IRO and card.is_of(one.id) for one in page_owners)
    if card.area == areas.NOBODYS and by_officer:
        kinds = (Kind.IRO,)
    return tuple(
        one
        for one in page_owners
        if not card.is_of(one.id) and one.kind in kinds and one.may_own(card.area)
    )


@dataclass(frozen=True)
class OnePage:
    """One promise, for whoever may read it. owners: to whom it can be handed on, where the viewer
    may say what becomes of it (`may`)."""

    subject: Subject
    card: PromiseCard
    history: tuple[Moment, ...]
    owners: tuple[Owner, ...]
    may: bool
    today: date


def one_page(db: Db, viewer: Viewer, ref: str, now: datetime, *, hands_on: bool) -> OnePage:
    """Five statements at most. Raises NoResultFound."""
    readable = policy.readable(viewer, now).where(Promise.ref == ref)
    row = db.execute(
        _with_names(select(*_CARD, Promise.person_id, _young.ref.label("young_ref")))
        .join(_young, _young.id == Promise.person_id)
        .where(Promise.id.in_(readable.with_only_columns(Promise.id)))
    ).one()
    who = subject(db, viewer, row.young_ref, now)
    card = _card(row, clock.today(now))
    may = card.is_open and acts(who, viewer, card) and not who.stopped_at
    found = owners(db, viewer, who, now) if may and hands_on else ()
    if found and card.area == areas.NOBODYS:
        kept = those_kept_from(db, PROMISE, card.id)
        found = tuple(one for one in found if one.id not in kept)
    history = histories(db, viewer.council_id, row.person_id, [card.id]).get(card.id, ())
    if card.area not in areas.open_with(who.grants) and card.area in areas.by_wish():
        card = _without_words(card)
        history = tuple(replace(moment, note="", instead="") for moment in history)
    return OnePage(
        who,
        card,
        history,
        takers(found, card),
        may,
        clock.today(now),
    )


@dataclass(frozen=True)
class LateRow:
    card: PromiseCard
    young: str
    young_ref: str


@dataclass(frozen=True)
class LatePage:
    rows: tuple[LateRow, ...]
    more: str | None
    today: date


def _late(row: Any, today: date) -> PromiseCard:
    card = _card(row, today)
    return card if row.reads else _without_words(card)


def late_in_team(db: Db, viewer: Viewer, after: str | None, now: datetime) -> LatePage:
    """Promises that are late to the young people whom this manager reaches, the oldest first. One
    statement. Raises ValueError for a mark of no meaning."""
    audit.listed(viewer, now)
    today = clock.today(now)
    keys = (
        policy.readable(viewer, now)
        .where(Promise.state == "coming", Promise.due < today, not_(stopped(Promise.person_id)))
        .with_only_columns(Promise.id)
        .order_by(Promise.due, Promise.id)
        .limit(TEAM_PAGE + 1)
    )
    if after is not None:
        day, _, id = after.partition(".")
        due, key = date.fromisoformat(day), int(id)
        if not 0 <= key < 2**63:
            raise ValueError(after)
        keys = keys.where(or_(Promise.due > due, and_(Promise.due == due, Promise.id > key)))
    rows = db.execute(
        _with_names(
            select(*_CARD, _young.ref.label("young_ref"), _young.known_as.label("young_known_as"),
                   _young.code.label("young_code"),
                   policy.may_read_area(viewer, now).label("reads"))
        )
        .join(_young, _young.id == Promise.person_id)
        .where(Promise.id.in_(keys.subquery().select()))
        .order_by(Promise.due, Promise.id)
    ).all()  # fmt: skip
    found = tuple(
        LateRow(_late(row, today), shown_name(row.young_known_as, row.young_code), row.young_ref)
        for row in rows[:TEAM_PAGE]
    )
    last = found[-1].card if len(rows) > TEAM_PAGE else None
    return LatePage(found, f"{last.due.isoformat()}.{last.id}" if last else None, today)
