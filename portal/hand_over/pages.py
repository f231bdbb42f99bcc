"""Planning a hand-over, what would happen, and what was planned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from portal.agenda.tables import AgendaItem
from portal.core import audit, clock
from portal.core.access import Role, Viewer
from portal.core.db import Db, Query
from portal.core.receipts import fingerprint
from portal.hand_over import policy
from portal.hand_over.actions import Plan, Whom
from portal.hand_over.tables import HandOver
from portal.owed.pages import known_to
from portal.owed.tables import ANSWERS, Owed
from portal.owed.wish import can_pay
from portal.people.pages import Subject, subject
from portal.people.reach import barred, lasting, not_of, reach, shown_name
from portal.people.rules import WORKERS, Grant, Kind, PersonKind
from portal.people.stops import stopped
from portal.people.tables import Connection, Person
from portal.promises.policy import known_to as promises_known_to
from portal.promises.tables import Promise, PromiseStep

MOST_COLLEAGUES = 500
PAGE = 50


@dataclass(frozen=True)
class Colleague:
    ref: str
    name: str
    job: str


@dataclass(frozen=True)
class PlanPage:
    """about: the young person, or None for many of one worker's. workers: whose place may be taken;
    young: who may go over; both as (ref, name). colleagues: who could take over."""

    about: Subject | None
    worker: Colleague | None
    workers: tuple[Colleague, ...]
    young: tuple[Colleague, ...]
    colleagues: tuple[Colleague, ...]


@dataclass(frozen=True)
class Booked:
    """A visit that is booked within the time in which somebody else is there: it is theirs to make,
    or to arrange anew. by: who was to come, as the calendar says it."""

    day: date
    by: str


@dataclass(frozen=True)
class Effect:
    """What would happen with one young person. problem: why it cannot, as a code ("away" for
    somebody who must not be chosen, "there", "planned"), or "". The rest is what goes over."""

    name: str
    problem: str
    answers: int
    late: int
    promises: int
    visits: tuple[Booked, ...]


@dataclass(frozen=True)
class Preview:
    """seen: of what was shown, for the second press of the button."""

    to: str
    day: date
    until: date | None
    effects: tuple[Effect, ...]
    those: tuple[Whom, ...]
    seen: str


class State(StrEnum):
    WAITS = "waits"
    AGREED = "agreed"
    REFUSED = "refused"


@dataclass(frozen=True)
class Card:
    """One hand-over. begun: the day has come. over: whoever stood in is done."""

    ref: str
    batch: str
    state: State
    young: str
    young_ref: str
    old: str
    new: str
    day: date
    until: date | None
    begun: bool
    over: bool
    asked_by: str
    asked_at: datetime
    by_worker: bool
    answered_by: str
    answered_at: datetime | None
    may_answer: bool
    asked_by_me: bool
    to_me: bool
    reached: bool


@dataclass(frozen=True)
class HandOversPage:
    waits_for_me: tuple[Card, ...]
    others: tuple[Card, ...]


@dataclass(frozen=True)
class HandOverPage:
    """in_batch: how many that were planned together still wait for the viewer. note: only to
    whoever asked, takes over or agrees. hello: the viewer may write to them now."""

    card: Card
    why: str
    words: str
    note: str
    in_batch: int
    hello: bool


@dataclass(frozen=True)
class Introduction:
    """What a young person reads of somebody new. new, old: the names they go by."""

    new: str
    job: str
    old: str
    kind: Kind
    day: date
    until: date | None
    begun: bool
    words: str
    wrote: str


# --- planning -----------------------------------------------------------------------------------


def plan_one(db: Db, viewer: Viewer, ref: str, now: datetime) -> PlanPage:
    """Raises NoResultFound unless the viewer works with them. Without `workers` there is no place
    of the viewer's to hand over: the page says whom to ask."""
    who = subject(db, viewer, ref, now, by_the_hour=False)
    day = clock.today(now)
    if not who.may(Grant.MESSAGES) or db.scalar(select(stopped(who.id))):
        raise NoResultFound
    rows = db.execute(policy.workers_of(viewer, who.id, day)).all()
    workers = {row[0].id: row[0] for row in rows}
    colleagues = _colleagues(db, viewer, day, workers, who.id)
    return PlanPage(who, None, tuple(map(_colleague, workers.values())), (), colleagues)


def plan_many(db: Db, viewer: Viewer, ref: str, now: datetime) -> PlanPage:
    """All young people of one worker with whom the viewer works, too. Raises NoResultFound when
    there is none."""
    audit.listed(viewer, now)
    worker = db.scalars(
        select(Person).where(
            Person.council_id == viewer.council_id, Person.ref == ref,
            Person.kind == PersonKind.STAFF,
        )
    ).one()  # fmt: skip
    young = _young_of(db, viewer, worker.id, now)
    if viewer.role is not Role.MANAGER or not young:
        raise NoResultFound
    colleagues = _colleagues(db, viewer, clock.today(now), {worker.id})
    return PlanPage(
        None,
        _colleague(worker),
        (),
        tuple(Colleague(p.ref, shown_name(p.known_as, p.code), "") for p in young),
        colleagues,
    )


def _young_of(db: Db, viewer: Viewer, worker_id: int, now: datetime) -> list[Person]:
    query = policy.theirs(viewer, worker_id, now).order_by(Person.known_as, Person.id)
    return list({row[0].id: row[0] for row in db.execute(query)}.values())


def _colleagues(
    db: Db, viewer: Viewer, day: date, but: Collection[int], young_id: int | None = None
) -> tuple[Colleague, ...]:
    query = policy.could_take_over(viewer.council_id, day).where(Person.id.not_in(tuple(but)))
    if young_id is not None:
        query = query.where(not_(barred(young_id, Person.id)))
    found = db.scalars(query.order_by(Person.known_as, Person.id).limit(MOST_COLLEAGUES))
    return tuple(map(_colleague, found))


def _colleague(person: Person) -> Colleague:
    full = f"{person.first_name} {person.last_name}".strip()
    return Colleague(person.ref, full or shown_name(person.known_as, person.code), person.job)


def whom(
    db: Db, viewer: Viewer, page: PlanPage, worker: str, young: Collection[str], now: datetime
) -> list[tuple[Person, Connection]]:
    """Of whom the form speaks: rows of the young person and the connection that is taken over.
    worker: the ref of whose place is taken. Raises NoResultFound."""
    if page.worker is not None:
        worker = page.worker.ref
    found = db.scalars(
        select(Person.id).where(Person.council_id == viewer.council_id, Person.ref == worker)
    ).one()
    query = policy.theirs(viewer, found, now)
    query = query.where(
        Person.id == page.about.id if page.about is not None else Person.ref.in_(tuple(young))
    )
    rows: dict[int, tuple[Person, Connection]] = {}
    for person, link in db.execute(query.order_by(Person.known_as, Person.id)):
        rows[person.id] = (person, link)
    if not rows:
        raise NoResultFound
    return list(rows.values())


def preview(
    db: Db,
    viewer: Viewer,
    those: Sequence[tuple[Person, Connection]],
    to_ref: str,
    plan: tuple[date, date | None, str, str, str],
    now: datetime,
) -> tuple[Preview, Plan]:
    """What would happen, nothing written. Five statements, however many young people. Raises
    NoResultFound when nobody of this ref could take over."""
    today = clock.today(now)
    colleague = db.scalars(
        policy.could_take_over(viewer.council_id, today).where(Person.ref == to_ref)
    ).one()
    day, until, why, words, note = plan
    ids = [person.id for person, _link in those]
    away = set(db.scalars(select(Person.id).where(
        Person.id.in_(ids), barred(Person.id, colleague.id))))  # fmt: skip
    waiting = select(HandOver.person_id, HandOver.from_id).where(
        HandOver.person_id.in_(ids), HandOver.agreed_at.is_(None), HandOver.refused_at.is_(None)
    )
    planned = {(row.person_id, row.from_id) for row in db.execute(waiting)}
    there = set(db.scalars(select(Connection.of_id).where(
        Connection.council_id == viewer.council_id, Connection.of_id.in_(ids),
        Connection.with_id == colleague.id, Connection.kind.in_(WORKERS),
        *lasting(Connection, day),
    )))  # fmt: skip
    goes = what_goes(db, viewer, those, (day, until), now)
    effects, good = [], []
    for person, link in those:
        problem = ""
        if person.id in away:
            problem = "away"
        elif person.id in there or colleague.id == link.with_id:
            problem = "there"
        elif (person.id, link.with_id) in planned:
            problem = "planned"
        effects.append(Effect(shown_name(person.known_as, person.code), problem,
                              *goes[person.id]))  # fmt: skip
        if not problem:
            good.append(Whom(person.id, link.with_id, Kind(link.kind)))
    wanted = Plan(colleague.id, day, until, why, words, note)
    seen = fingerprint(
        str(colleague.id), day.isoformat(), str(until), why, words, note,
        *(f"{one.person_id}.{one.from_id}" for one in good),
    )  # fmt: skip
    return Preview(
        _colleague(colleague).name, day, until, tuple(effects), tuple(good), seen
    ), wanted


def what_goes(
    db: Db,
    viewer: Viewer,
    those: Sequence[tuple[Person, Connection]],
    days: tuple[date, date | None],
    now: datetime,
) -> dict[int, tuple[int, int, int, tuple[Booked, ...]]]:
    """For each: answers that wait, things late, promises to keep, and visits that are booked from
    the day on, until the last one; these only where the viewer knows their dates."""
    ids = [person.id for person, _link in those]
    workers = {link.with_id for _person, link in those}
    found: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    owed = (
        select(
            Owed.person_id,
            func.count().filter(Owed.kind.in_(ANSWERS)),
            func.count().filter(Owed.due_at <= now),
        )
        .where(
            Owed.council_id == viewer.council_id, Owed.person_id.in_(ids), Owed.done_at.is_(None),
            Owed.debtor_id.in_(workers), known_to(viewer, now),
            can_pay(Owed.debtor_id, clock.today(now)),
        )
        .group_by(Owed.person_id)
    )  # fmt: skip
    for id, answers, late in db.execute(owed):
        found[id][:2] = [answers, late]
    promises = (
        select(Promise.person_id, func.count())
        .where(Promise.council_id == viewer.council_id, Promise.person_id.in_(ids),
               Promise.owner_id.in_(workers), Promise.state == "coming",
               promises_known_to(viewer.person_id))
        .group_by(Promise.person_id)
    )  # fmt: skip
    for id, count in db.execute(promises):
        found[id][2] = count
    booked: dict[int, list[Booked]] = defaultdict(list)
    first, last = days
    visits = (
        select(AgendaItem.person_id, AgendaItem.day, AgendaItem.with_label)
        .where(AgendaItem.council_id == viewer.council_id, AgendaItem.person_id.in_(ids),
               AgendaItem.kind == "visit", AgendaItem.state == "coming",
               AgendaItem.day >= max(first, clock.today(now)),
               AgendaItem.day <= (last or date.max),
               reach(viewer, AgendaItem.person_id, Grant.DATES, now))
        .order_by(AgendaItem.day, AgendaItem.wall)
    )  # fmt: skip
    for id, day, by in db.execute(visits):
        booked[id].append(Booked(day, by))
    return {id: (n[0], n[1], n[2], tuple(booked[id])) for id, n in ((id, found[id]) for id in ids)}


# --- what was planned ---------------------------------------------------------------------------


_young = aliased(Person, name="young")
_old = aliased(Person, name="old_worker")
_new = aliased(Person, name="new_worker")
_asker = aliased(Person, name="asker")
_second = aliased(Person, name="second")


def _cards(viewer: Viewer, now: datetime, *which: ColumnElement[bool]) -> Query:
    def name(who: Any) -> ColumnElement[Any]:
        return func.coalesce(func.nullif(who.known_as, ""), who.code)

    return (
        select(
            HandOver,
            _young.ref.label("young_ref"), name(_young).label("young"), name(_old).label("old"),
            name(_new).label("new"), name(_asker).label("asker"), name(_second).label("second"),
            reach(viewer, HandOver.person_id, Grant.NAME, now).label("reached"),
        )
        .join(_young, _young.id == HandOver.person_id)
        .join(_old, _old.id == HandOver.from_id)
        .join(_new, _new.id == HandOver.to_id)
        .join(_asker, _asker.id == HandOver.asked_by_id)
        .outerjoin(_second, or_(_second.id == HandOver.agreed_by_id,
                                _second.id == HandOver.refused_by_id))
        .where(policy.visible(viewer, now), *which)
    )  # fmt: skip


def _card(row: Any, viewer: Viewer, today: date) -> Card:
    one: HandOver = row.HandOver
    state = State.WAITS
    if one.agreed_at is not None:
        state = State.AGREED
    elif one.refused_at is not None:
        state = State.REFUSED
    return Card(
        ref=one.ref, batch=one.batch, state=state, young=row.young, young_ref=row.young_ref,
        old=row.old, new=row.new, day=one.day, until=one.until, begun=one.day <= today,
        over=one.until is not None and one.until < today, asked_by=row.asker,
        asked_at=one.asked_at, by_worker=one.by_worker, answered_by=row.second or "",
        answered_at=one.agreed_at or one.refused_at,
        may_answer=state is State.WAITS and policy.may_answer(viewer, one),
        asked_by_me=one.asked_by_id == viewer.person_id, to_me=one.to_id == viewer.person_id,
        reached=row.reached,
    )  # fmt: skip


def hand_overs_page(db: Db, viewer: Viewer, now: datetime) -> HandOversPage:
    """What waits, and what was agreed or refused of late; the newest first. One statement."""
    audit.listed(viewer, now)
    today = clock.today(now)
    waits = and_(HandOver.agreed_at.is_(None), HandOver.refused_at.is_(None))
    rows = db.execute(
        _cards(viewer, now).order_by(waits.desc(), HandOver.id.desc()).limit(PAGE * 4)
    )
    cards = [_card(row, viewer, today) for row in rows]
    return HandOversPage(
        tuple(c for c in cards if c.may_answer), tuple(c for c in cards if not c.may_answer)[:PAGE]
    )


def hand_over_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> HandOverPage:
    """Two statements. Raises NoResultFound."""
    row = db.execute(_cards(viewer, now, HandOver.ref == ref)).one()
    one: HandOver = row.HandOver
    audit.looked_at(viewer, one.person_id, now)
    card = _card(row, viewer, clock.today(now))
    in_batch = 0
    if card.may_answer:
        in_batch = db.scalar(
            select(func.count()).select_from(HandOver).where(
                policy.visible(viewer, now), HandOver.batch == one.batch,
                HandOver.agreed_at.is_(None), HandOver.refused_at.is_(None),
            )
        ) or 0  # fmt: skip
    takes_over = card.to_me and card.state is not State.REFUSED
    reads_note = card.asked_by_me or takes_over or viewer.role is Role.MANAGER
    here = card.state is State.AGREED and card.begun and not card.over
    return HandOverPage(
        card, one.why, one.words, one.note if reads_note else "", in_batch,
        here and card.to_me and card.reached,
    )  # fmt: skip


# --- the young person ---------------------------------------------------------------------------


def my_new_worker(db: Db, viewer: Viewer, now: datetime) -> tuple[Introduction, ...]:
    """Who came lately, or will come: the nearest first. One statement."""
    today = clock.today(now)
    rows = db.execute(
        select(HandOver, _new, _old, _asker)
        .join(_new, _new.id == HandOver.to_id)
        .join(_old, _old.id == HandOver.from_id)
        .join(_asker, _asker.id == HandOver.asked_by_id)
        .where(
            HandOver.council_id == viewer.council_id,
            HandOver.person_id == viewer.person_id,
            HandOver.agreed_at.is_not(None),
            or_(HandOver.until.is_(None), HandOver.until >= today),
            not_(barred(HandOver.person_id, HandOver.to_id)),
            not_of(HandOver.to_id, viewer.person_id),
        )
        .order_by(HandOver.day.desc(), HandOver.id.desc())
        .limit(3)
    ).all()
    return tuple(
        Introduction(
            shown_name(new.known_as, new.code),
            new.job,
            shown_name(old.known_as, old.code),
            Kind(one.kind),
            one.day,
            one.until,
            one.day <= today,
            one.words,
            shown_name(asker.known_as, asker.code),
        )
        for one, new, old, asker in rows
    )


# --- workers they have had ----------------------------------------------------------------------


@dataclass(frozen=True)
class Had:
    """One worker, then or now. until: None for now. hello: what was said when they came; wrote: by
    whom. along: what was promised before, and came over to them."""

    name: str
    kind: Kind
    since: date
    until: date | None
    hello: str
    wrote: str
    along: tuple[str, ...]


MOST_HAD = 40


def workers_before(db: Db, viewer: Viewer, now: datetime) -> tuple[Had, ...]:
    """Every worker they have now or had before, the newest first; nobody who must not know of
    them, and nothing of why somebody left. Three statements."""
    today = clock.today(now)
    links = db.execute(
        select(Connection.with_id, Connection.kind, Connection.starts, Connection.ends,
               _new.known_as, _new.code)
        .join(_new, _new.id == Connection.with_id)
        .where(
            Connection.council_id == viewer.council_id,
            Connection.of_id == viewer.person_id,
            Connection.kind.in_(WORKERS),
            Connection.starts <= today,
            Connection.ends_at.is_(None),
            not_(barred(Connection.of_id, Connection.with_id)),
            not_of(Connection.with_id, viewer.person_id),
        )
        .order_by(Connection.starts.desc(), Connection.id.desc())
        .limit(MOST_HAD)
    ).all()  # fmt: skip
    came = db.execute(
        select(HandOver.from_id, HandOver.to_id, HandOver.day, HandOver.words, _asker.known_as,
               _asker.code)
        .join(_asker, _asker.id == HandOver.asked_by_id)
        .where(
            HandOver.council_id == viewer.council_id,
            HandOver.person_id == viewer.person_id,
            HandOver.agreed_at.is_not(None),
            HandOver.day <= today,
        )
        .order_by(HandOver.day, HandOver.id)
        .limit(MOST_HAD * 2)
    ).all()  # fmt: skip
    along: defaultdict[tuple[int | None, date], list[str]] = defaultdict(list)
    passed = db.execute(
        select(PromiseStep.to_id, PromiseStep.at, Promise.text)
        .join(Promise, Promise.id == PromiseStep.promise_id)
        .where(
            Promise.council_id == viewer.council_id,
            Promise.person_id == viewer.person_id,
            PromiseStep.state == "passed",
        )
        .order_by(PromiseStep.id.desc())
        .limit(MOST_HAD * 5)
    )
    for to_id, at, text in passed:
        along[to_id, clock.today(at)].append(text)
    return tuple(_had(row, came, along, today) for row in links)


def _had(
    row: Any, came: Sequence[Any], along: Mapping[tuple[int | None, date], list[str]], today: date
) -> Had:
    with_id, kind, starts, ends, known_as, code = row
    over = [one for one in came if one.to_id == with_id and one.day == starts]
    hello = over[-1] if over else None
    # On the day itself, or on the morning after a night without a worker process.
    texts = along.get((with_id, starts), []) + along.get((with_id, starts + timedelta(days=1)), [])
    return Had(
        shown_name(known_as, code),
        Kind(kind),
        starts,
        ends if ends is not None and ends < today else None,
        hello.words if hello else "",
        shown_name(hello.known_as, hello.code) if hello else "",
        tuple(dict.fromkeys(reversed(texts))) if hello else (),
    )
