"""What is owed for what was asked for: one row while the council's clock runs, to decide and then
to pay, kept in the commit that changes it, and made afresh."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import Executable, ScalarSelect, Table, and_, func, not_, select, update
from sqlalchemy.orm import aliased

from portal.claims.policy import SOURCE
from portal.claims.rules import DECIDE_DAYS, MISSING_DAYS, PAY_DAYS, TO_PAY, WAITING, State
from portal.claims.tables import Claim, ClaimDays
from portal.core import clock
from portal.core.db import Db, dialect, insert_or
from portal.core.ids import new_id
from portal.core.json_rows import json_rows, rows_of
from portal.hours.pages import calendar_for
from portal.owed.answering import answer_clock
from portal.owed.entries import every_step, with_steps
from portal.owed.steps import Begun
from portal.owed.tables import Owed
from portal.people.answers import NEEDED, answers_for, everybody_who_answers, signs_in
from portal.people.reach import granting, lasting
from portal.people.rules import Kind
from portal.people.stops import stopped
from portal.people.tables import Connection, Council, Person
from portal.say import who
from portal.worries.policy import sees_to_it

KIND = SOURCE
_had = aliased(Owed, name="claim_had")
_link = aliased(Connection, name="claim_link")
_officer = aliased(Person, name="claim_officer")


@dataclass(frozen=True)
class Days:
    """In how many working days a council decides, and then pays."""

    decide: int = DECIDE_DAYS
    pay: int = PAY_DAYS

    def of(self, state: State) -> int:
        if state is State.MISSING:
            return MISSING_DAYS
        return self.pay if state in TO_PAY else self.decide


def days_of(db: Db, council_id: int) -> Days:
    """One statement."""
    row = db.execute(
        select(ClaimDays.decide, ClaimDays.pay)
        .where(ClaimDays.council_id == council_id)
        .order_by(ClaimDays.id.desc())
        .limit(1)
    ).first()
    return Days(row.decide, row.pay) if row else Days()


def desk(db: Db, council_id: int, person_id: int, now: datetime) -> who.Desk:
    """Whose turn it can be, the council's days (`days_in`), and which reviewing officers read what
    is asked for (`officers_in`). One statement."""
    newest = (
        select(column)
        .where(ClaimDays.council_id == Council.id)
        .order_by(ClaimDays.id.desc())
        .limit(1)
        .scalar_subquery()
        for column in (ClaimDays.decide, ClaimDays.pay)
    )
    officers = _officers(council_id, person_id, clock.today(now))
    return who.desk(db, council_id, person_id, now, also=(*newest, officers))


def _officers(council_id: int, person_id: int, day: date) -> ScalarSelect[str]:
    """Names, in the young person's own word where they have one: as `policy.reads` lets them in."""
    plain = func.coalesce(func.nullif(_officer.known_as, ""), _officer.code)
    name = func.coalesce(func.nullif(_link.label, ""), plain)
    return (
        json_rows(name)
        .join_from(_link, _officer, _officer.id == _link.with_id)
        .where(
            _link.council_id == council_id, _link.of_id == person_id, _link.kind == Kind.IRO.value,
            *lasting(_link, day), granting(_link, NEEDED, day), signs_in(_link.with_id, day),
        )
        .scalar_subquery()
    )  # fmt: skip


def days_in(found: who.Desk) -> Days:
    decide, pay, _officers = found.also
    return Days(decide, pay) if decide else Days()


def officers_in(found: who.Desk) -> tuple[str, ...]:
    return tuple(sorted({name for (name,) in rows_of(found.also[-1])}))


@dataclass(frozen=True)
class Waits:
    """One thing that `debtor_id` has to decide, or to pay, from `since` on."""

    id: int
    ref: str
    person_id: int
    debtor_id: int
    since: datetime
    due_at: datetime
    goes_on: datetime | None

    def row(self, council_id: int) -> dict[str, Any]:
        return {
            "council_id": council_id, "debtor_id": self.debtor_id, "person_id": self.person_id,
            "kind": KIND, "since": self.since, "due_at": self.due_at, "urgent": False, "rule": "",
            "source": "", "source_kind": SOURCE, "source_id": self.id, "source_ref": self.ref,
            "passes_to_id": None, "passes_at": None, "next_at": self.goes_on,
        }  # fmt: skip


def owe(db: Db, council_id: int, waits: Waits) -> None:
    """From now on this waits, whatever there was before."""
    row = {"id": new_id(), **waits.row(council_id), "done_at": None}
    db.execute(_owing(dialect(db)), row)


@cache
def _owing(dialect: str) -> Executable:
    put = insert_or(dialect, Owed)
    new = put.excluded
    anew = ("debtor_id", "since", "due_at", "next_at", "passes_to_id", "passes_at", "done_at")
    return put.on_conflict_do_update(
        index_elements=[Owed.source_kind, Owed.source_id, Owed.kind],
        set_={**{name: new[name] for name in anew}, "asked_at": None},
    )


def paid(db: Db, claim_id: int, now: datetime) -> None:
    """The council's clock stands still: nothing is owed any more."""
    owed = cast(Table, Owed.__table__)
    db.execute(
        update(owed)
        .where(
            owed.c.source_kind == SOURCE, owed.c.source_id == claim_id, owed.c.kind == KIND,
            owed.c.done_at.is_(None),
        )
        .values(done_at=now, next_at=None)
    )  # fmt: skip


def owed_rows(db: Db, council_id: int, now: datetime) -> list[dict[str, Any]]:
    """One row for each that waits for the council. Owed by whoever answers today; where nobody
    does, by whoever had it last, from whom it goes on."""
    rows = db.execute(
        select(
            Claim.id, Claim.ref, Claim.person_id, Claim.state, Claim.turn_at, Claim.answer_by,
            Claim.due_at, _had.debtor_id.label("had"),
        )
        .outerjoin(
            _had,
            and_(_had.source_kind == SOURCE, _had.source_id == Claim.id, _had.kind == KIND),
        )
        .where(
            Claim.council_id == council_id, Claim.state.in_([one.value for one in WAITING]),
            not_(stopped(Claim.person_id)),
        )
        .order_by(Claim.id)
    ).all()  # fmt: skip
    if not rows:
        return []
    calendar, passed = calendar_for(db, council_id), every_step(db, council_id, KIND)
    today, workers = clock.today(now), dict[int, int]()
    for row in db.execute(everybody_who_answers(council_id, today)):
        answers = answers_for(row, today)
        if answers is not None:
            workers.setdefault(row.of_id, answers.id)
    days, found = days_of(db, council_id), []
    for row in rows:
        debtor_id = workers.get(row.person_id, row.had)
        if debtor_id is None:
            debtor_id = sees_to_it(db, council_id, row.person_id, row.person_id, now)
        if debtor_id is None:
            continue
        number = days.of(State(row.state))
        ticks = answer_clock(row.turn_at, number, calendar, calendar, row.answer_by)
        waits = Waits(
            row.id, row.ref, row.person_id, debtor_id, row.turn_at, row.due_at or ticks.due, None
        )
        begun = [Begun(row.turn_at, ticks.goes_on, urgent=False)]
        steps = passed.get((SOURCE, row.id, row.turn_at), ())
        found.append(with_steps(waits.row(council_id), calendar, begun, steps))
    return found
