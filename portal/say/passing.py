"""How what was said goes on when nobody answers it in time, and whose it is when people change.

What the worker owes goes as every answer does (`owed.tables.ANSWERS`). What the officer owes goes
to another reviewing officer of the young person; where there is none, a manager is told that it is
late, and never what was said. What a manager owes goes to the next manager."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select, update

from portal.core.db import Db
from portal.core.words import later
from portal.notifications.actions import tell
from portal.notifications.labels import say_news
from portal.owed.passing import PASSED_ON, pass_one
from portal.owed.steps import Taken, To
from portal.owed.stopped import still_due
from portal.owed.tables import Owed, OwedStep
from portal.owed.ways import Next, follows, goes_on_to
from portal.say import who
from portal.say.rules import OWED_KIND, Owner

OFFICER_LATE = "officer_late"
BY_OFFICER, BY_MANAGER = OWED_KIND[Owner.IRO], OWED_KIND[Owner.MANAGER]

say_news(
    OFFICER_LATE,
    later("An answer by a reviewing officer is late. See to it that somebody answers."),
    "said.waiting", "say",
)  # fmt: skip


@goes_on_to(BY_OFFICER)
def of_officer(db: Db, owed: Owed, taken: Sequence[Taken], now: datetime) -> Next | None:
    asked = {step.to_id: step.number for step in taken}
    officers = who.officers(db, owed.council_id, now, owed.person_id).get(owed.person_id, ())
    fresh = [id for id in officers if id != owed.debtor_id and id not in asked]
    if fresh:
        return Next(To.OFFICER, fresh[0], PASSED_ON)
    chosen = _manager(db, owed, asked, now)
    return None if chosen is None else Next(To.TOLD, chosen, OFFICER_LATE)


@goes_on_to(BY_MANAGER)
def of_manager(db: Db, owed: Owed, taken: Sequence[Taken], now: datetime) -> Next | None:
    asked = {step.to_id: step.number for step in taken}
    chosen = _manager(db, owed, asked, now)
    if chosen is None:
        return None
    return Next(To.AGAIN if taken else To.MANAGER, chosen, PASSED_ON)


def _manager(db: Db, owed: Owed, asked: dict[int, int], now: datetime) -> int | None:
    """Who is near, of them who was not asked yet, and then whoever was asked longest ago; somebody
    on leave only where everybody is."""
    for away in (False, True):
        found = who.managers(db, owed.council_id, owed.person_id, now, away=away)
        there = [one for one in found if one.id != owed.debtor_id]
        if there:
            return min(there, key=lambda one: (asked.get(one.id, 0), not one.near, one.id)).id
    return None


@follows
def officers_change(db: Db, council_id: int, now: datetime) -> None:
    """What an officer owes is owed by whoever is the reviewing officer today. Where nobody is, a
    manager is told at once, and once."""
    waits = _open(db, council_id, BY_OFFICER)
    officers = who.officers(db, council_id, now) if waits else {}
    for row in waits:
        there = officers.get(row.person_id, ())
        if row.debtor_id in there:
            continue
        if there:
            _moves(db, council_id, row, there[0], now)
        elif not row.told:
            pass_one(db, row.id, now, early=True)


@follows
def managers_change(db: Db, council_id: int, now: datetime) -> None:
    """What a manager owes who is a manager no more goes to another at once."""
    for row in _open(db, council_id, BY_MANAGER):
        there = [one.id for one in who.managers(db, council_id, row.person_id, now, away=True)]
        if there and row.debtor_id not in there:
            _moves(db, council_id, row, there[0], now)


def _open(db: Db, council_id: int, kind: str) -> Sequence[Any]:
    told = exists(
        select(OwedStep.id).where(
            OwedStep.source_kind == Owed.source_kind, OwedStep.source_id == Owed.source_id,
            OwedStep.kind == Owed.kind, OwedStep.since == Owed.since,
            OwedStep.step.in_((To.TOLD, To.LEAD, To.ADMIN)),
        )
    )  # fmt: skip
    return db.execute(
        select(Owed.id, Owed.person_id, Owed.debtor_id, Owed.source_ref, told.label("told"))
        .where(
            Owed.council_id == council_id, Owed.kind == kind, Owed.done_at.is_(None), still_due()
        )
        .order_by(Owed.id)
    ).all()  # fmt: skip


def _moves(db: Db, council_id: int, row: Any, to_id: int, now: datetime) -> None:
    moved = db.execute(
        update(Owed)
        .where(Owed.id == row.id, Owed.debtor_id == row.debtor_id, Owed.done_at.is_(None))
        .values(debtor_id=to_id)
        .returning(Owed.id)
    )
    if moved.first() is not None:
        tell(db, council_id, to_id, PASSED_ON, "owed", row.source_ref, now)
