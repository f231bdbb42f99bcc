"""Any number of plainer made-up people, quickly, for measuring and for long lists.

The same seed makes the same people on the same day, apart from keys and references. Most of a
life is shared: a few hundred *patterns* (ages, homes, dates) are drawn once, and each person is
one pattern with a name of their own. What the clocks say is worked out once a pattern, by the
same code as everybody's, and copied.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select

from portal.agenda import entries
from portal.clocks import rows
from portal.core.access import Role
from portal.core.db import Db
from portal.core.ids import new_id
from portal.demo import plain
from portal.demo.load import moment_of, refuse_beside_real
from portal.demo.patterns import COMING, KEPT, PERSON, Pattern, drawn
from portal.demo.pen import Batch, Row
from portal.hours.pages import calendar_for
from portal.people.rules import DEFAULT_GRANTS, Kind, PersonKind
from portal.people.tables import Council, Person
from portal.promises import entries as promises
from portal.rebuild import build

PATTERNS = 240
A_WORKER_HAS = 18
A_REVIEWER_HAS = 90
AT_A_TIME = 1_000


class SameSeed(RuntimeError):
    """People made from this seed are here already; another seed makes other ones."""


@dataclass(frozen=True)
class Adult:
    id: int
    name: str


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
    patterns = [drawn(draw, council_id, as_of, now) for _ in range(PATTERNS)]
    batch = Batch(calendar_for(db, council_id))
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
        is_lead=False,
        starts=_LONG_AGO,
    )


_LONG_AGO = date(2020, 1, 1)
_ACCOUNT = {
    "state": "open", "language": "", "theme": "leaf", "look": "auto", "band": "",
    "relock_minutes": 15,
}  # fmt: skip


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
        agenda.append({"id": new_id(), **entries.row(
            council_id, "visit", key, ref, person_id, worker.name, visit["wall"], visit["state"]
        )})  # fmt: skip
    for review in pattern.reviews:
        ref = batch.ref()
        key = batch.add("review", review, ref=ref, person_id=person_id, run_by_id=reviewer.id,
                        run_by_label=reviewer.name)  # fmt: skip
        agenda.append({"id": new_id(), **entries.row(
            council_id, "review", key, ref, person_id, reviewer.name, review["wall"],
            review["state"],
        )})  # fmt: skip
    promise, ref = pattern.promise, batch.ref()
    key = batch.add("promise", promise, ref=ref, person_id=person_id, owner_id=worker.id,
                    owner_label=worker.name)  # fmt: skip
    if promise["state"] == COMING:
        owed.append({"id": new_id(), **promises.owed_row(
            batch.calendar, council_id, key, ref, person_id, worker.id, promise["due"],
            promise["made_at"],
        )})  # fmt: skip
    else:
        batch.add("promise_step", {"council_id": council_id}, promise_id=key, state=KEPT,
                  by_id=worker.id, at=promise["made_at"], note="", instead="")  # fmt: skip


# --- the clocks ----------------------------------------------------------------------------


def _ask_the_clocks(db: Db, council_id: int, firsts: dict[int, Pattern], as_of: date) -> None:
    for known, due in build.dues(db, council_id, as_of):
        if known.person_id in firsts:
            firsts[known.person_id].dues.append(due)


def _clocks(batch: Batch, council_id: int, one: Made) -> None:
    agenda, owed = batch.rows["agenda_item"], batch.rows["owed"]
    for due in one.pattern.dues:
        if due.clock in build.SHOWN_TO_THEM:
            agenda.append({"id": new_id(), **rows.agenda_row(council_id, one.id, due)})
        debtor = one.reviewer if due.clock in build.BY_IRO else one.worker
        row = rows.owed_row(council_id, one.id, debtor.id, due)
        owed.append({"id": new_id(), "next_at": None, "asked_at": None, **row})


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
        PERSON,
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
