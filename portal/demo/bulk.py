"""Any number of plainer made-up people, quickly, for measuring and for long lists.

The same seed makes the same people on the same day, apart from keys and references. Most of a
life is shared: a few hundred *patterns* (ages, homes, dates) are drawn once, and each person is
one pattern with a name of their own. What the clocks say is worked out once a pattern, by the
same code as everybody's, and copied.
"""

from __future__ import annotations

import random
from base64 import urlsafe_b64encode
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from operator import itemgetter
from os import urandom
from typing import Any

from sqlalchemy import Connection as DbConnection
from sqlalchemy import Table, insert, select

from portal.clocks.days import add_working_days, load_holidays
from portal.clocks.kinds import Clock
from portal.clocks.rules import Due
from portal.core import clock
from portal.core.access import Role
from portal.core.db import Db
from portal.core.ids import new_id
from portal.demo import plain
from portal.demo.cast import born_on
from portal.demo.load import moment_of, refuse_beside_real
from portal.house import METADATA
from portal.people.rules import DEFAULT_GRANTS, Kind, PersonKind
from portal.people.tables import Council, Person
from portal.plan.rules import content_hash
from portal.promises import entries as promises
from portal.rebuild import build
from portal.reviews import entries as reviews
from portal.visits import entries as visits

Row = dict[str, Any]

PATTERNS = 240
A_WORKER_HAS = 18
A_REVIEWER_HAS = 90
AT_A_TIME = 1_000
COMING, DONE, KEPT = "coming", "done", "kept"


class SameSeed(RuntimeError):
    """People made from this seed are here already; another seed makes other ones."""


@dataclass
class Pattern:
    """What many people share: whole rows but for keys, references and names.

    dues: what the clocks say, once it is known.
    """

    person: Row
    worker: Kind
    episodes: list[Row]
    plan: Row
    version: Row
    parts: list[tuple[Row, Row]]  # a part and its wording
    visits: list[Row]
    reviews: list[Row]
    promise: Row
    done: list[Row]
    dues: list[Due] = field(default_factory=list)


@dataclass(frozen=True)
class Adult:
    id: int
    name: str


class Batch:
    """Rows on their way, by table, and where their keys and references come from."""

    def __init__(self) -> None:
        self.rows: defaultdict[str, list[Row]] = defaultdict(list)
        self._refs = _refs()
        self._pens: dict[str, Pen] = {}

    def add(self, table: str, shared: Row, **own: Any) -> int:
        key = new_id()
        self.rows[table].append({"id": key, **shared, **own})
        return key

    def ref(self) -> str:
        return next(self._refs)

    def write(self, db: Db) -> None:
        for table in METADATA.sorted_tables:
            if rows := self.rows.pop(table.name, None):
                if table.name not in self._pens:
                    self._pens[table.name] = Pen(table, list(rows[0]), db.connection())
                self._pens[table.name].write(db.connection(), rows)


class Pen:
    """Writes rows of one table and one shape with the driver's own `executemany`.

    SQLAlchemy makes the statement and knows how each type is written, but handling every row
    by itself costs it three times what the database needs; here a value that many people share
    (a day, a moment) is turned into the database's form once.
    """

    def __init__(self, table: Table, columns: list[str], connection: DbConnection) -> None:
        dialect = connection.dialect
        compiled = insert(table).compile(dialect=dialect, column_keys=columns)
        self.sql = str(compiled)
        # Where the driver takes values by place, their order; else they go by name.
        self.order: list[str] | None = getattr(compiled, "positiontup", None)
        self.forms = {
            name: _remembered(form)
            for name in columns
            if (form := table.c[name].type.dialect_impl(dialect).bind_processor(dialect))
        }

    def write(self, connection: DbConnection, rows: list[Row]) -> None:
        for name, form in self.forms.items():
            for row in rows:
                row[name] = form(row[name])
        if self.order is None:
            connection.exec_driver_sql(self.sql, rows)
        else:
            pick = itemgetter(*self.order)
            connection.exec_driver_sql(self.sql, [pick(row) for row in rows])


def _remembered(form: Callable[[Any], Any]) -> Callable[[Any], Any]:
    known: dict[Any, Any] = {}

    def once(value: Any) -> Any:
        try:
            return known[value]
        except KeyError:
            known[value] = found = form(value)
            return found

    return once


def _refs() -> Iterator[str]:
    """References as `ids.new_ref` makes them, from one draw of random bytes for many."""
    while True:
        block = urandom(16 * 4_096)
        for at in range(0, len(block), 16):
            yield urlsafe_b64encode(block[at : at + 16])[:22].decode()


def add(db: Db, people: int, seed: int, as_of: date) -> None:
    """Add that many young people, and workers for them, to the first demo council. No commit.

    Raises SameSeed, and RealCouncil as `load` does. Needs a demo council.
    """
    refuse_beside_real(db)
    council_id = db.scalars(
        select(Council.id).where(Council.kind == "demo").order_by(Council.id).limit(1)
    ).one()
    if db.scalar(
        select(Person.id).where(Person.council_id == council_id, Person.code == f"b{seed}-1")
    ):
        raise SameSeed
    now = moment_of(as_of)
    draw = random.Random(seed)  # noqa: S311 - made-up people, no secrets
    patterns = [_pattern(draw, council_id, as_of, now) for _ in range(PATTERNS)]
    batch = Batch()
    workers = _adults(batch, council_id, _needed(patterns, people), people, seed, now)
    # One person of each pattern first; what the clocks say of them holds for all the others.
    firsts = [_person(batch, patterns[n % PATTERNS], n, seed, workers, now)
              for n in range(min(people, PATTERNS))]  # fmt: skip
    batch.write(db)
    _ask_the_clocks(db, council_id, {one.id: one.pattern for one in firsts}, as_of)
    for one in firsts:
        _clocks(batch, council_id, one)
    for n in range(PATTERNS, people):
        _clocks(batch, council_id, _person(batch, patterns[n % PATTERNS], n, seed, workers, now))
        if n % AT_A_TIME == 0:
            batch.write(db)
    batch.write(db)


# --- one person ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Workers:
    """given: to how many young people a worker of each kind has been given so far."""

    of: dict[Kind, list[Adult]]
    reviewers: list[Adult]
    given: Counter[Kind] = field(default_factory=Counter)

    def next(self, kind: Kind) -> Adult:
        self.given[kind] += 1
        return self.of[kind][(self.given[kind] - 1) // A_WORKER_HAS]


@dataclass(frozen=True)
class Made:
    id: int
    pattern: Pattern
    worker: Adult
    reviewer: Adult


def _person(
    batch: Batch, pattern: Pattern, n: int, seed: int, workers: Workers, now: datetime
) -> Made:
    council = {"council_id": pattern.person["council_id"]}
    first, last = plain.name(n)
    person_id = batch.add(
        "person",
        pattern.person,
        ref=batch.ref(),
        code=f"b{seed}-{n + 1}",
        known_as=first,
        first_name=first,
        last_name=last,
    )
    _way_in(batch, council, person_id, Role.YOUNG, now)
    here = {"person_id": person_id}
    worker = workers.next(pattern.worker)
    reviewer = workers.reviewers[n // A_REVIEWER_HAS]
    starts = pattern.episodes[-1]["started"]
    for adult, kind in ((worker, pattern.worker), (reviewer, Kind.IRO)):
        batch.add(
            "connection",
            council,
            of_id=person_id,
            with_id=adult.id,
            kind=kind.value,
            label=adult.name,
            does=plain.DOES[kind],
            starts=starts,
            grants=int(DEFAULT_GRANTS[kind]),
            granted_at=now,
        )
    for episode in pattern.episodes:
        batch.add("care_episode", episode, **here)
    for done in pattern.done:
        batch.add("done_on", done, **here)
    _plan(batch, pattern, person_id, worker)
    _dates(batch, pattern, person_id, worker, reviewer)
    return Made(person_id, pattern, worker, reviewer)


def _way_in(batch: Batch, council: Row, person_id: int, role: Role, now: datetime) -> None:
    account_id = batch.add("account", _ACCOUNT, made_at=now)
    batch.add(
        "membership",
        council,
        account_id=account_id,
        person_id=person_id,
        role=role.value,
        starts=_LONG_AGO,
    )


_LONG_AGO = date(2020, 1, 1)
_ACCOUNT = {"state": "open", "language": "", "theme": "leaf", "look": "auto", "band": ""}


def _plan(batch: Batch, pattern: Pattern, person_id: int, worker: Adult) -> None:
    plan_id, version_id = new_id(), new_id()
    plans, versions = batch.rows["plan"], batch.rows["plan_version"]
    plans.append({
        "id": plan_id, **pattern.plan, "ref": batch.ref(), "person_id": person_id,
        "current_id": version_id,
    })  # fmt: skip
    versions.append({
        "id": version_id, **pattern.version, "plan_id": plan_id, "published_by": worker.name,
        "published_by_id": worker.id,
    })  # fmt: skip
    for part, wording in pattern.parts:
        part_id = new_id()
        batch.rows["plan_part"].append(
            {"id": part_id, **part, "version_id": version_id, "first_id": part_id}
        )
        batch.add("wording", wording, part_id=part_id)


def _dates(batch: Batch, pattern: Pattern, person_id: int, worker: Adult, reviewer: Adult) -> None:
    council_id = pattern.person["council_id"]
    agenda, owed = batch.rows["agenda_item"], batch.rows["owed"]
    for visit in pattern.visits:
        ref = batch.ref()
        key = batch.add("visit", visit, ref=ref, person_id=person_id, by_id=worker.id,
                        by_label=worker.name)  # fmt: skip
        agenda.append({"id": new_id(), **visits.agenda_row(
            council_id, key, ref, person_id, worker.name, visit["wall"], visit["state"]
        )})  # fmt: skip
    for review in pattern.reviews:
        ref = batch.ref()
        key = batch.add("review", review, ref=ref, person_id=person_id, run_by_id=reviewer.id,
                        run_by_label=reviewer.name)  # fmt: skip
        agenda.append({"id": new_id(), **reviews.agenda_row(
            council_id, key, ref, person_id, reviewer.name, review["wall"], review["state"]
        )})  # fmt: skip
    promise, ref = pattern.promise, batch.ref()
    key = batch.add("promise", promise, ref=ref, person_id=person_id, owner_id=worker.id,
                    owner_label=worker.name)  # fmt: skip
    if promise["state"] == COMING:
        owed.append({"id": new_id(), **promises.owed_row(
            council_id, key, ref, person_id, worker.id, promise["due"], promise["made_at"]
        )})  # fmt: skip
    else:
        batch.add("promise_step", {"council_id": council_id}, promise_id=key, state=KEPT,
                  by_id=worker.id, at=promise["made_at"], note="")  # fmt: skip


# --- the clocks ----------------------------------------------------------------------------


def _ask_the_clocks(db: Db, council_id: int, firsts: dict[int, Pattern], as_of: date) -> None:
    for known, due in build.dues(db, council_id, as_of):
        if known.person_id in firsts:
            firsts[known.person_id].dues.append(due)


def _clocks(batch: Batch, council_id: int, one: Made) -> None:
    agenda, owed = batch.rows["agenda_item"], batch.rows["owed"]
    for due in one.pattern.dues:
        if due.clock in build.SHOWN_TO_THEM:
            agenda.append({"id": new_id(), **build.agenda_row(council_id, one.id, due)})
        debtor = one.reviewer if due.clock in build.BY_IRO else one.worker
        owed.append({"id": new_id(), **build.owed_row(council_id, one.id, debtor.id, due)})


# --- adults --------------------------------------------------------------------------------


def _needed(patterns: list[Pattern], people: int) -> Counter[Kind]:
    """How many young people will want each kind of worker."""
    return Counter(patterns[n % PATTERNS].worker for n in range(people))


_JOBS = {
    Kind.SOCIAL_WORKER: ("w", 7, "Social worker"),
    Kind.PERSONAL_ADVISER: ("p", 31, "Personal adviser"),
}


def _adults(
    batch: Batch, council_id: int, wanted: Counter[Kind], people: int, seed: int, now: datetime
) -> Workers:
    of = {}
    for kind, (tag, shift, job) in _JOBS.items():
        enough = -(-wanted[kind] // A_WORKER_HAS)
        of[kind] = [
            _adult(batch, council_id, f"b{seed}-{tag}{n + 1}", n + shift, job, Role.WORKER, now)
            for n in range(enough)
        ]
    reviewers = [
        _adult(batch, council_id, f"b{seed}-r{n + 1}", n + 53, "Reviewing officer", Role.IRO, now)
        for n in range(-(-people // A_REVIEWER_HAS))
    ]
    return Workers(of, reviewers)


def _adult(
    batch: Batch, council_id: int, code: str, n: int, job: str, role: Role, now: datetime
) -> Adult:
    first, last = plain.name(n)
    person_id = batch.add(
        "person",
        _PERSON,
        council_id=council_id,
        ref=batch.ref(),
        kind=PersonKind.STAFF.value,
        code=code,
        known_as=first,
        first_name=first,
        last_name=last,
        born=None,
        category="",
        job=job,
    )
    _way_in(batch, {"council_id": council_id}, person_id, role, now)
    return Adult(person_id, first)


_PERSON = {
    "pronouns": "", "language": "en", "interpreter": "", "home_authority": "", "team": "",
    "phone": "", "email": "",
}  # fmt: skip


# --- patterns ------------------------------------------------------------------------------


def _pattern(draw: random.Random, council_id: int, as_of: date, now: datetime) -> Pattern:
    age = draw.choice(plain.AGES)
    born = born_on(age, draw.randint(1, 365), as_of)
    grown = age >= 18
    eighteen = born.replace(year=born.year + 18)
    ended = eighteen if grown else None
    started = (ended or as_of) - timedelta(days=draw.randint(400, 2_500))
    category = "former_relevant" if grown else "eligible" if age >= 16 else "looked_after_under_16"
    here = {"council_id": council_id}
    plan_kind = "pathway" if age >= 16 else "care"
    published = now - timedelta(days=draw.randint(5, 90))
    return Pattern(
        person={**_PERSON, **here, "kind": PersonKind.YOUNG.value, "born": born, "job": "",
                "category": category},
        worker=Kind.PERSONAL_ADVISER if grown else Kind.SOCIAL_WORKER,
        episodes=_episodes(draw, here, started, ended),
        plan={**here, "kind": plan_kind},
        version={**here, "number": 1, "published_at": published, "review_by": "",
                 "review_on": as_of + timedelta(days=draw.randint(10, 120))},
        parts=_parts(draw, here, plan_kind, age, as_of),
        visits=_visits(draw, here, grown, as_of),
        reviews=_reviews(draw, here, plan_kind, as_of),
        promise=_promise(draw, here, as_of, now),
        done=_done(draw, here, age, as_of),
    )  # fmt: skip


def _episodes(draw: random.Random, here: Row, started: date, ended: date | None) -> list[Row]:
    status, place = draw.choice(plain.HOMES)
    shared = {**here, "legal_status": status, "placement": place, "provider": "PR1"}
    last = {**shared, "reason_new": "S", "started": started, "ended": ended,
            "reason_ended": "E5" if ended else "", "reason_change": ""}  # fmt: skip
    if draw.random() < 0.5:
        return [last]
    moved = started + timedelta(days=200)
    return [
        {**last, "ended": moved, "reason_ended": "X1", "reason_change": "PLACE"},
        {**last, "started": moved, "reason_new": "P"},
    ]


def _parts(
    draw: random.Random, here: Row, kind: str, age: int, as_of: date
) -> list[tuple[Row, Row]]:
    band = "child" if age < 12 else "teen" if age < 16 else "adult"
    look_again = as_of + timedelta(days=draw.randint(20, 120))
    found = []
    for place, (area, official, who, by_when, text) in enumerate(draw.sample(plain.PARTS[kind], 4)):
        words = (band, "en", text)
        part = {
            **here,
            "area": area,
            "place": place,
            "official": official,
            "who": who,
            "by_when": by_when,
            "look_again": look_again,
            "change_note": "",
            "content": content_hash(area, official, who, by_when, look_again, [words]),
        }
        wording = {
            **here,
            "band": band,
            "language": "en",
            "text": text,
            "state": "checked",
            "author": "",
        }
        found.append((part, wording))
    return found  # fmt: skip


_MEETING = {"zone": "Europe/London", "where": "", "note": "", "wall_end": None}


def _at(draw: random.Random, day: date) -> datetime:
    """After school on the first working day from `day`."""
    working = add_working_days(day, 0, load_holidays())
    return datetime.combine(working, time(draw.randint(15, 17), draw.choice((0, 30))))


def _state(wall: datetime, as_of: date) -> str:
    return DONE if wall.date() < as_of else COMING


def _visits(draw: random.Random, here: Row, grown: bool, as_of: date) -> list[Row]:
    kind = "adviser" if grown else "social_worker"
    walls = [_at(draw, as_of - timedelta(days=draw.randint(5, 45))),
             _at(draw, as_of + timedelta(days=draw.randint(1, 30)))]  # fmt: skip
    return [
        {**here, **_MEETING, "kind": kind, "wall": wall, "state": _state(wall, as_of),
         "key": f"bulk-{n}"}
        for n, wall in enumerate(walls)
    ]  # fmt: skip


def _reviews(draw: random.Random, here: Row, kind: str, as_of: date) -> list[Row]:
    last = as_of - timedelta(days=draw.randint(20, 170))
    walls = [_at(draw, last + timedelta(days=days)) for days in (-175, 0, 176)]
    return [
        {**here, **_MEETING, "kind": kind, "all_day": False, "code": "", "wall": wall,
         "state": _state(wall, as_of), "key": f"bulk-{n}"}
        for n, wall in enumerate(walls)
    ]  # fmt: skip


def _promise(draw: random.Random, here: Row, as_of: date, now: datetime) -> Row:
    area, text = draw.choice(plain.PROMISES)
    due = as_of + timedelta(days=draw.randint(-25, 60))
    kept = due < as_of and draw.random() < 0.8
    made = now - timedelta(days=draw.randint(30, 60))
    return {**here, "text": text, "area": area, "due": due, "made_at": made,
            "state": KEPT if kept else COMING, "state_on": clock.today(made), "state_note": "",
            "source_kind": "", "source_key": ""}  # fmt: skip


def _done(draw: random.Random, here: Row, age: int, as_of: date) -> list[Row]:
    """What the clocks ask for besides visits and reviews, done not long ago."""
    clocks: tuple[Clock, ...] = (Clock.HEALTH, Clock.SDQ, Clock.SCHOOL_PLAN)
    if age >= 18:
        clocks = (Clock.PATHWAY_ASSESSMENT, Clock.PATHWAY_PLAN, Clock.KEEP_IN_TOUCH)
    elif age >= 16:
        clocks = (Clock.HEALTH, Clock.SCHOOL_PLAN, Clock.PATHWAY_ASSESSMENT, Clock.PATHWAY_PLAN)
    return [
        {**here, "clock": found.value, "how": "",
         "day": as_of - timedelta(days=draw.randint(5, 110))}
        for found in clocks
    ]  # fmt: skip
