"""What is owed to whoever said something: one row for each thing that waits, kept in the commit
that changes it, and made afresh."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import Executable, Table, and_, case, select, update
from sqlalchemy.orm import aliased

from portal.core import clock
from portal.core.db import Db, dialect, insert_or
from portal.core.ids import new_id
from portal.hours.pages import calendar_for
from portal.owed.answering import answer_clock
from portal.owed.entries import every_step, with_steps
from portal.owed.steps import Begun
from portal.owed.tables import Owed
from portal.people.answers import answers_for, everybody_who_answers
from portal.people.tables import Council
from portal.say import who
from portal.say.kinds import reply_days
from portal.say.policy import SOURCE
from portal.say.rules import OWED_KIND, WAITING, Owner
from portal.say.tables import Said
from portal.worries import policy as worries

_had = aliased(Owed, name="said_had")


@dataclass(frozen=True)
class Waits:
    """One thing of which an answer is owed from `since` on, by `debtor_id`."""

    id: int
    ref: str
    person_id: int
    owner: Owner
    debtor_id: int
    since: datetime
    due_at: datetime
    goes_on: datetime | None

    def row(self, council_id: int) -> dict[str, Any]:
        return {
            "council_id": council_id, "debtor_id": self.debtor_id, "person_id": self.person_id,
            "kind": OWED_KIND[self.owner], "since": self.since, "due_at": self.due_at,
            "urgent": False, "rule": "", "source": "", "source_kind": SOURCE,
            "source_id": self.id, "source_ref": self.ref, "passes_to_id": None, "passes_at": None,
            "next_at": self.goes_on,
        }  # fmt: skip


def owe(db: Db, council_id: int, waits: Sequence[Waits]) -> None:
    """From now on these wait, each a new wait, whatever there was before."""
    rows = [{"id": new_id(), **one.row(council_id), "done_at": None} for one in waits]
    db.execute(_owing(dialect(db)), rows)


@cache
def _owing(dialect: str) -> Executable:
    put = insert_or(dialect, Owed)
    new = put.excluded
    anew = ("debtor_id", "since", "due_at", "next_at", "passes_to_id", "passes_at", "done_at")
    return put.on_conflict_do_update(
        index_elements=[Owed.source_kind, Owed.source_id, Owed.kind],
        set_={**{name: new[name] for name in anew}, "asked_at": None},
    )


def paid(db: Db, said_id: int, owner: str, now: datetime) -> None:
    """It is answered: nothing is owed any more."""
    owed = cast(Table, Owed.__table__)
    db.execute(
        update(owed)
        .where(
            owed.c.source_kind == SOURCE, owed.c.source_id == said_id,
            owed.c.kind == OWED_KIND[Owner(owner)], owed.c.done_at.is_(None),
        )
        .values(done_at=now, next_at=None)
    )  # fmt: skip


# --- made afresh --------------------------------------------------------------------------------


def owed_rows(db: Db, council_id: int, now: datetime) -> list[dict[str, Any]]:
    """One row for each thing that waits. Owed by whoever's turn it is today; where nobody's is, by
    whoever had it last, from whom it goes on."""
    kind = case({owner.value: name for owner, name in OWED_KIND.items()}, value=Said.owner)
    rows = db.execute(
        select(
            Said.id, Said.ref, Said.person_id, Said.kind, Said.owner, Said.turn_at,
            Said.answer_by, Said.due_at, Council.reply_days, _had.debtor_id.label("had"),
        )
        .join(Council, Council.id == Said.council_id)
        .outerjoin(
            _had,
            and_(_had.source_kind == SOURCE, _had.source_id == Said.id, _had.kind == kind),
        )
        .where(Said.council_id == council_id, Said.state.in_(WAITING))
        .order_by(Said.id)
    ).all()  # fmt: skip
    if not rows:
        return []
    calendar = calendar_for(db, council_id)
    passed = {
        owner: every_step(db, council_id, OWED_KIND[owner])
        for owner in {Owner(row.owner) for row in rows}
    }
    turns = _Turns(db, council_id, now)
    found = []
    for row in rows:
        owner = Owner(row.owner)
        debtor_id = turns.of(owner, row.person_id, row.had)
        if debtor_id is None:
            continue
        days = reply_days(row.kind, row.reply_days)
        clock_ = answer_clock(row.turn_at, days, calendar, calendar, row.answer_by)
        waits = Waits(row.id, row.ref, row.person_id, owner, debtor_id, row.turn_at, row.due_at,
                      None)  # fmt: skip
        begun = [Begun(row.turn_at, clock_.goes_on, urgent=False)]
        steps = passed[owner].get((SOURCE, row.id, row.turn_at), ())
        found.append(with_steps(waits.row(council_id), calendar, begun, steps))
    return found


class _Turns:
    """Whose turn it is today, of a whole council; asked of the database once for each owner."""

    def __init__(self, db: Db, council_id: int, now: datetime) -> None:
        self.db, self.council_id, self.now = db, council_id, now
        self._workers: dict[int, int] | None = None
        self._officers: dict[int, tuple[int, ...]] | None = None

    def of(self, owner: Owner, person_id: int, had: int | None) -> int | None:
        if owner is Owner.WORKER:
            return self._worker(person_id, had)
        if owner is Owner.IRO:
            return self._officer(person_id, had)
        if had is not None:
            return had
        found = who.managers(self.db, self.council_id, person_id, self.now)
        return found[0].id if found else self._stands_in(person_id)

    def _worker(self, person_id: int, had: int | None) -> int | None:
        if self._workers is None:
            self._workers = {}
            today = clock.today(self.now)
            for row in self.db.execute(everybody_who_answers(self.council_id, today)):
                answers = answers_for(row, today)
                if answers is not None:
                    self._workers.setdefault(row.of_id, answers.id)
        found = self._workers.get(person_id, had)
        if found is not None:
            return found
        return self._stands_in(person_id)

    def _stands_in(self, person_id: int) -> int | None:
        return worries.sees_to_it(self.db, self.council_id, person_id, person_id, self.now)

    def _officer(self, person_id: int, had: int | None) -> int | None:
        if self._officers is None:
            self._officers = who.officers(self.db, self.council_id, self.now)
        found = self._officers.get(person_id, ())
        if had in found or (had is not None and not found):
            return had
        if found:
            return found[0]
        # From there it goes on: to another officer, or a manager is told.
        return who.last_officer(self.db, self.council_id, person_id) or self._stands_in(person_id)
