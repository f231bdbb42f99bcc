"""Reads: everything at a glance, one thing with its history, and which adult has which field."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, not_, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from portal.core import clock
from portal.core.access import Role, Viewer
from portal.core.db import Db
from portal.people.pages import Subject
from portal.people.reach import barred, granted, shown_name
from portal.people.rules import NEEDED_TO_KNOW, WORKERS, Grant, Kind, PersonKind
from portal.people.tables import Connection, Person
from portal.promises.areas import to_own
from portal.promises.pages import PromiseCard, promises_to
from portal.promises.tables import Promise
from portal.staying import policy, rules
from portal.staying.granting import FIELD, MAY_HAVE, over
from portal.staying.rules import Topic
from portal.staying.tables import FieldGrant, StayingEntry

MOST_HISTORY = 50
MOST_ADULTS = 60
_by = aliased(Person, name="by")


@dataclass(frozen=True)
class Entry:
    """One thing as it stands, or stood. by: who wrote it; "" for the young person themselves."""

    ref: str
    topic: Topic
    key: str
    state: str
    day: date | None
    wall: datetime | None
    who: str
    phone: str
    language: str
    dialect: str
    gender: str
    not_near: bool
    where: str
    text: str
    by: str
    theirs: bool
    at: datetime

    @property
    def code(self) -> str:
        """How it is named in an address."""
        return rules.CODE_OF.get((self.topic.value, self.key), self.key)


@dataclass(frozen=True)
class PapersPage:
    """now: what holds, by topic and key. subject: None on one's own page. readers: who else reads
    it, by name, on one's own page."""

    subject: Subject | None
    now: dict[tuple[str, str], Entry]
    papers: tuple[Entry, ...]
    readers: tuple[str, ...]
    today: date

    def of(self, topic: str, key: str) -> Entry | None:
        return self.now.get((topic, key))


@dataclass(frozen=True)
class ThingPage:
    """One thing: how it stands, and how it stood before, newest first. promises: of an answer."""

    subject: Subject | None
    code: str
    topic: Topic
    key: str
    now: Entry | None
    before: tuple[Entry, ...]
    promises: tuple[PromiseCard, ...]
    readers: tuple[str, ...]
    may_write: bool
    today: date

    @property
    def may_promise(self) -> bool:
        """Whether the viewer's word can stand here: they read the plan, too."""
        who = self.subject
        return self.may_write and who is not None and who.may(to_own(rules.PLAN_AREA))


@dataclass(frozen=True)
class Adult:
    """An adult and the fields they have. since, by, why: of the field that is given by wish."""

    ref: str
    name: str
    kind: Kind
    grants: Grant
    starts: date
    may_have: bool
    since: datetime | None
    by: str
    theirs: bool
    why: str
    also_after: bool

    @property
    def has_it(self) -> bool:
        return FIELD in self.grants


@dataclass(frozen=True)
class FieldsPage:
    subject: Subject | None
    adults: tuple[Adult, ...]
    has_pages: bool
    may_give: bool
    may_open: bool
    today: date


def my_papers(db: Db, viewer: Viewer, now: datetime) -> PapersPage:
    """Three statements besides the one for the viewer. Raises NoResultFound."""
    policy.mine(db, viewer)
    return _papers(db, viewer, None, viewer.person_id, now)


def their_papers(db: Db, viewer: Viewer, ref: str, now: datetime) -> PapersPage:
    """Raises NoResultFound."""
    who = policy.whose(db, viewer, ref, now)
    return _papers(db, viewer, who, who.id, now)


def _papers(
    db: Db, viewer: Viewer, who: Subject | None, person_id: int, now: datetime
) -> PapersPage:
    newest = (
        select(func.max(StayingEntry.id))
        .where(StayingEntry.council_id == viewer.council_id, StayingEntry.person_id == person_id)
        .group_by(StayingEntry.topic, StayingEntry.key)
    )
    rows = db.execute(
        _entries().where(StayingEntry.id.in_(newest)).order_by(StayingEntry.id).limit(200)
    ).all()
    found = [_entry(row) for row in rows]
    return PapersPage(
        who, {(one.topic.value, one.key): one for one in found if one.topic is not Topic.PAPER},
        tuple(one for one in found if one.topic is Topic.PAPER and one.state != "gone"),
        _readers(db, viewer, person_id, now) if who is None else (), clock.today(now),
    )  # fmt: skip


def _entries() -> Any:
    return select(StayingEntry, _by.known_as, _by.code).join(_by, _by.id == StayingEntry.by_id)


def _entry(row: Any) -> Entry:
    one: StayingEntry = row.StayingEntry
    return Entry(
        one.ref, Topic(one.topic), one.key, one.state, one.day, one.wall, one.who, one.phone,
        one.language, one.dialect, one.gender, one.not_near, one.where, one.text,
        "" if one.theirs else shown_name(row.known_as, row.code), one.theirs, one.made_at,
    )  # fmt: skip


def _readers(db: Db, viewer: Viewer, person_id: int, now: datetime) -> tuple[str, ...]:
    """Who else can read it now, in the young person's own words for them."""
    today = clock.today(now)
    rows = db.execute(
        select(Connection.label, Person.known_as, Person.code)
        .join(Person, Person.id == Connection.with_id)
        .where(
            Connection.council_id == viewer.council_id,
            Connection.of_id == person_id,
            granted(Connection, today).bitwise_and(int(FIELD)) == int(FIELD),
            Connection.starts <= today,
            or_(Connection.ends.is_(None), Connection.ends >= today),
            Connection.ends_at.is_(None),
            ~barred(Connection.of_id, Connection.with_id),
        )
        .order_by(Connection.starts)
        .limit(MOST_ADULTS)
    )
    names = (row.label or shown_name(row.known_as, row.code) for row in rows)
    return tuple(dict.fromkeys(names))


def thing_page(db: Db, viewer: Viewer, ref: str | None, code: str, now: datetime) -> ThingPage:
    """One thing by its code; a paper by the ref of its first row, or "new". ref: of the young
    person, None for one's own. Raises NoResultFound."""
    who = None if ref is None else policy.whose(db, viewer, ref, now)
    if who is None:
        policy.mine(db, viewer)
    person_id = who.id if who else viewer.person_id
    known = rules.named(code)
    topic, key = known or (Topic.PAPER, code)
    rows = db.execute(
        _entries()
        .where(
            StayingEntry.council_id == viewer.council_id, StayingEntry.person_id == person_id,
            StayingEntry.topic == topic.value, StayingEntry.key == key,
        )
        .order_by(StayingEntry.id.desc())
        .limit(MOST_HISTORY)
    ).all()  # fmt: skip
    if not rows and known is None and code != "new":
        raise NoResultFound
    entries = [_entry(row) for row in rows]
    promises: tuple[PromiseCard, ...] = ()
    if topic is Topic.OUTCOME:
        promises = _promises(db, viewer, person_id, key, now)
    may_write = who is None or (topic not in rules.THEIRS_ALONE and who.stopped_at is None)
    return ThingPage(
        who, code, topic, key, entries[0] if entries else None, tuple(entries[1:]), promises,
        _readers(db, viewer, person_id, now) if who is None else (), may_write, clock.today(now),
    )  # fmt: skip


def _promises(
    db: Db, viewer: Viewer, person_id: int, outcome: str, now: datetime
) -> tuple[PromiseCard, ...]:
    refs = set(
        db.scalars(
            select(Promise.ref)
            .where(
                Promise.council_id == viewer.council_id, Promise.person_id == person_id,
                Promise.source_kind == "staying",
                Promise.source_key.startswith(f"{outcome}:"),
            )
            .limit(40)
        )
    )  # fmt: skip
    found = promises_to(
        db, viewer.council_id, person_id, clock.today(now), limit=40, area=rules.PLAN_AREA
    )
    return tuple(card for card in found.cards if card.ref in refs)


def appointment(db: Db, viewer: Viewer, ref: str) -> str:
    """The code of the step that a row of the young person's dates stands for. Raises
    NoResultFound."""
    key = db.execute(
        select(StayingEntry.key).where(
            StayingEntry.council_id == viewer.council_id,
            StayingEntry.person_id == viewer.person_id,
            StayingEntry.ref == ref,
            StayingEntry.topic == Topic.STEP.value,
        )
    ).scalar_one()
    return rules.CODE_OF[(Topic.STEP.value, key)]


# --- who has which field --------------------------------------------------------------------------


def my_fields(db: Db, viewer: Viewer, now: datetime, *, gives: bool = False) -> FieldsPage:
    """Three statements besides the one for the viewer. gives: they may give the field, whether they
    have these pages or not: a part of their plan is about it, too."""
    has_pages = policy.has_pages(db, viewer)
    adults = _adults(db, viewer, viewer.person_id, now)
    return FieldsPage(None, adults, has_pages, has_pages or gives, False, clock.today(now))


def their_fields(db: Db, viewer: Viewer, ref: str, now: datetime) -> FieldsPage:
    """The same page for everybody, so that it says of nobody that there is something to read. What
    the young person gave is theirs to tell: it stands here only where a manager gave it. Raises
    NoResultFound."""
    who = policy.of_fields(db, viewer, ref, now)
    adults = tuple(
        one if one.has_it and not one.theirs and one.since else _without(one)
        for one in _adults(db, viewer, who.id, now)
        if who.may(NEEDED_TO_KNOW.get(one.kind, Grant.NAME))
    )
    writes = who.stopped_at is None
    return FieldsPage(
        who, adults, False, writes and viewer.role is Role.MANAGER,
        writes and viewer.role in policy.OPENERS, clock.today(now),
    )  # fmt: skip


def _without(one: Adult) -> Adult:
    return Adult(
        **{
            **one.__dict__, "grants": one.grants & ~FIELD, "since": None, "by": "", "why": "",
            "theirs": False, "also_after": False,
        }
    )  # fmt: skip


def _adults(db: Db, viewer: Viewer, person_id: int, now: datetime) -> tuple[Adult, ...]:
    """Everybody who sees something of them today, with all that they see; and those who soon will
    and were given the field already. One statement."""
    today = clock.today(now)
    rows = db.execute(
        select(
            Person.id, Person.ref, Person.known_as, Person.code, Connection.label,
            Connection.kind, Connection.starts, granted(Connection, today).label("grants"),
            FieldGrant.given_at, FieldGrant.theirs, FieldGrant.why, FieldGrant.also_after,
            _by.known_as.label("by_name"), _by.code.label("by_code"),
        )
        .join(Person, Person.id == Connection.with_id)
        .outerjoin(
            FieldGrant,
            and_(
                FieldGrant.person_id == Connection.of_id, FieldGrant.with_id == Person.id,
                FieldGrant.field == int(FIELD), FieldGrant.ended_at.is_(None),
                not_(over(FieldGrant, today)),
            ),
        )
        .outerjoin(_by, _by.id == FieldGrant.by_id)
        .where(
            Connection.council_id == viewer.council_id, Connection.of_id == person_id,
            Person.kind.in_((PersonKind.STAFF, PersonKind.CARER)),
            Connection.ends_at.is_(None),
            or_(Connection.starts <= today, FieldGrant.id.is_not(None)),
            or_(Connection.ends.is_(None), Connection.ends >= today),
            ~barred(Connection.of_id, Connection.with_id),
            ~barred(Connection.with_id, viewer.person_id),
        )
        .order_by(Connection.starts, Connection.id)
        .limit(MOST_ADULTS)
    ).all()  # fmt: skip
    together: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        together[row.id].append(row)
    return tuple(_adult(of_one, viewer.person_id == person_id) for of_one in together.values())


def _adult(of_one: list[Any], own: bool) -> Adult:
    row = of_one[0]
    grants = Grant(0)
    for each in of_one:
        grants |= Grant(each.grants)
    kinds = [Kind(each.kind) for each in of_one]
    may_have = MAY_HAVE if own else WORKERS
    name = shown_name(row.known_as, row.code)
    return Adult(
        row.ref, (row.label or name) if own else name, kinds[0], grants, row.starts,
        any(kind in may_have for kind in kinds), row.given_at,
        shown_name(row.by_name or "", row.by_code or ""), bool(row.theirs), row.why or "",
        bool(row.also_after),
    )  # fmt: skip


def adult_of(db: Db, viewer: Viewer, ref: str) -> int:
    """The key of an adult of this council by ref. Raises NoResultFound."""
    query = select(Person.id).where(
        Person.council_id == viewer.council_id, Person.ref == ref,
        Person.kind == PersonKind.STAFF,
    )  # fmt: skip
    return db.scalars(query).one()
