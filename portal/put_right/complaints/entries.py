"""What is owed for a complaint: one row while the council's clock runs, kept in the commit that
changes it, and made afresh."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import Executable, Table, not_, select, update

from portal.core.db import Db, dialect, insert_or
from portal.core.ids import new_id
from portal.hours.pages import calendar_for
from portal.notifications.actions import tell
from portal.owed.entries import every_step, with_steps
from portal.owed.passing import PASSED_ON, when_passed
from portal.owed.steps import Begun, Taken, To
from portal.owed.tables import Owed
from portal.owed.ways import Next, follows, goes_on_to
from portal.people.stops import stopped
from portal.put_right.complaints import policy
from portal.put_right.complaints.policy import SOURCE
from portal.put_right.complaints.rules import WAITING, What
from portal.put_right.complaints.tables import Complaint, ComplaintStep

KIND = SOURCE
RULE = "complaint"
LAW = "SI 2006/1738"


def owed_row(complaint: Any) -> dict[str, Any]:
    """complaint: a row of Complaint, or what it will say, by name."""
    return {
        "council_id": complaint["council_id"], "debtor_id": complaint["handler_id"],
        "person_id": complaint["person_id"], "kind": KIND, "since": complaint["since"],
        "due_at": complaint["due_at"], "urgent": False, "rule": RULE, "source": LAW,
        "source_kind": SOURCE, "source_id": complaint["id"], "source_ref": complaint["ref"],
        "passes_to_id": None, "passes_at": None, "next_at": complaint["due_at"],
    }  # fmt: skip


def owe(db: Db, complaint: Any) -> None:
    """From now on this waits, whatever there was before."""
    db.execute(_owing(dialect(db)), {"id": new_id(), **owed_row(complaint), "done_at": None})


@cache
def _owing(dialect: str) -> Executable:
    put = insert_or(dialect, Owed)
    new = put.excluded
    anew = ("debtor_id", "since", "due_at", "next_at", "passes_to_id", "passes_at", "done_at")
    return put.on_conflict_do_update(
        index_elements=[Owed.source_kind, Owed.source_id, Owed.kind],
        set_={**{name: new[name] for name in anew}, "asked_at": None},
    )


def paid(db: Db, complaint_id: int, now: datetime) -> None:
    """The council's clock stands still: nothing is owed any more."""
    owed = cast(Table, Owed.__table__)
    db.execute(
        update(owed)
        .where(
            owed.c.source_kind == SOURCE, owed.c.source_id == complaint_id, owed.c.kind == KIND,
            owed.c.done_at.is_(None),
        )
        .values(done_at=now, next_at=None)
    )  # fmt: skip


def owed_rows(db: Db, council_id: int) -> list[dict[str, Any]]:
    """One row for each complaint on which the council's clock runs."""
    waiting = [state.value for state in WAITING]
    rows = db.scalars(
        select(Complaint)
        .where(Complaint.council_id == council_id, Complaint.state.in_(waiting))
        .order_by(Complaint.id)
    ).all()
    if not rows:
        return []
    calendar, passed = calendar_for(db, council_id), every_step(db, council_id, KIND)
    found = []
    for row in rows:
        made = owed_row({column.name: getattr(row, column.name) for column in row.__table__.c})
        begun = [Begun(row.since, made["due_at"], urgent=False)]
        found.append(with_steps(made, calendar, begun, passed.get((SOURCE, row.id, row.since), ())))
    return found


# --- late ---------------------------------------------------------------------------------------


@goes_on_to(KIND)
def to_whom(db: Db, owed: Owed, taken: Sequence[Taken], now: datetime) -> Next | None:
    """The next manager who was not asked yet, then who was asked longest ago. Never whom it is kept
    from."""
    asked = {step.to_id: step.number for step in taken}
    asked.setdefault(owed.debtor_id, 0)
    there = policy.dealers(db, owed.council_id, owed.person_id, now, owed.source_id)
    fresh = [one for one in there if one.id not in asked and not one.away]
    again = sorted((one for one in there if one.id in asked), key=lambda one: asked[one.id])
    best = next(iter([*fresh, *again]), None)
    if best is None:
        return None
    return Next(To.AGAIN if taken or best.id in asked else To.MANAGER, best.id, PASSED_ON)


@follows
def somebody_deals(db: Db, council_id: int, now: datetime) -> None:
    """What somebody deals with who cannot any more, as they left, or must not know of the young
    person, goes to somebody else at once."""
    waiting = [state.value for state in WAITING]
    rows = db.scalars(
        select(Complaint).where(
            Complaint.council_id == council_id, Complaint.state.in_(waiting),
            not_(stopped(Complaint.person_id)),
        )
    ).all()  # fmt: skip
    for one in rows:
        there = policy.dealers(db, council_id, one.person_id, now, one.id)
        if not there or any(dealer.id == one.handler_id for dealer in there):
            continue
        one.handler_id = there[0].id
        db.flush()
        _note(db, one, What.HANDED, there[0].id, now)
        db.execute(
            update(Owed)
            .where(
                Owed.source_kind == SOURCE, Owed.source_id == one.id, Owed.kind == KIND,
                Owed.done_at.is_(None),
            )
            .values(debtor_id=there[0].id)
            .execution_options(synchronize_session=False)
        )  # fmt: skip
        tell(db, council_id, there[0].id, PASSED_ON, "owed", one.ref, now)


@when_passed(KIND)
def noted(db: Db, owed: Owed, to_id: int, now: datetime) -> None:
    """Whoever it went on to deals with it, too: they read it from now on, and the young person is
    shown who."""
    row = db.execute(
        select(Complaint.id, Complaint.council_id, Complaint.stage).where(
            Complaint.id == owed.source_id
        )
    ).one()
    _note(db, row, What.WENT_ON, to_id, now)


def _note(db: Db, complaint: Any, what: What, to_id: int, now: datetime) -> None:
    """Nobody decided it: no name but the receiver's stands at it."""
    db.execute(
        insert_or(db, ComplaintStep).values(
            id=new_id(), council_id=complaint.council_id, complaint_id=complaint.id,
            what=what.value, stage=complaint.stage, by_id=None, to_id=to_id, day=None, words="",
            at=now,
        )
    )  # fmt: skip
