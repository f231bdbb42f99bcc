"""Keeping in touch in what is owed, from the facts; the same for a council and for one person.

What is owed here: the next contact by the clock (`clocks.rules.keep_in_touch`), a call that
somebody asked for in a check-in, the next step for somebody whom nobody can find. `touch` gives the
clock its facts, here and in the rebuild, so that the two cannot differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import delete, func, not_, select, update

from portal.clocks.days import load_holidays
from portal.clocks.heard import last_heard
from portal.clocks.kinds import Clock, Unit
from portal.clocks.rules import LEAVING_CARE, CareFacts, Case, Due, keep_in_touch
from portal.clocks.standards import Standard
from portal.clocks.statute import load_statute
from portal.clocks.tables import DoneOn, LocalStandard
from portal.core import clock
from portal.core.db import Db, insert_or
from portal.core.ids import new_id
from portal.hours import pages as hours
from portal.keep_in_touch import rules
from portal.keep_in_touch.rules import NO_WISH, Wish
from portal.keep_in_touch.tables import CheckIn, LostTouch, LostTouchStep, Rhythm
from portal.owed.tables import Owed
from portal.people.allocated import allocated
from portal.people.rules import PersonKind
from portal.people.stops import stopped
from portal.people.tables import Council, Person

KIT = f"clock_{Clock.KEEP_IN_TOUCH.value}"
CALL_BACK, LOST = "call_back", "lost_touch"
SOURCES = (KIT, "check_in", LOST)
SAME = ("debtor_id", "since", "due_at", "rule", "source")


@dataclass(frozen=True)
class Touch:
    """kept_since: the day of the first contact that the council has a record of, of anybody.
    last: by young person, the last day that counts. wishes: of those who asked for something."""

    kept_since: date | None = None
    last: dict[int, date] = field(default_factory=dict)
    wishes: dict[int, Wish] = field(default_factory=dict)

    def days_of(self, person_id: int) -> tuple[date, ...]:
        return (self.last[person_id],) if person_id in self.last else ()

    def wish_of(self, person_id: int) -> Wish:
        return self.wishes.get(person_id, NO_WISH)


def touch(db: Db, council_id: int, today: date, person_id: int | None = None) -> Touch:
    """What the clock has to know, of a council's young people or of one of them."""
    last = last_heard(db, council_id, person_id)
    there = (DoneOn.council_id == council_id, DoneOn.clock == Clock.KEEP_IN_TOUCH.value,
             DoneOn.day <= today)  # fmt: skip
    done = select(DoneOn.person_id, func.max(DoneOn.day)).where(*there).group_by(DoneOn.person_id)
    if person_id is not None:
        done = done.where(DoneOn.person_id == person_id)
    for id, day in db.execute(done):
        last[id] = max(day, last.get(id, day))
    kept_since = db.scalar(select(func.min(DoneOn.day)).where(*there))
    return Touch(kept_since, last, _wishes(db, council_id, person_id))


def _wishes(db: Db, council_id: int, person_id: int | None) -> dict[int, Wish]:
    query = (
        select(Rhythm.person_id, Rhythm.weeks, Rhythm.made_at)
        .where(Rhythm.council_id == council_id)
        .order_by(Rhythm.person_id, Rhythm.id)
    )
    if person_id is not None:
        query = query.where(Rhythm.person_id == person_id)
    rows: dict[int, list[tuple[int | None, date]]] = defaultdict(list)
    for row in db.execute(query):
        rows[row.person_id].append((row.weeks, clock.today(row.made_at)))
    return {id: rules.asked(found) for id, found in rows.items()}


def standards(db: Db, council_id: int) -> tuple[Standard, ...]:
    """The council's own for keeping in touch."""
    rows = db.scalars(
        select(LocalStandard).where(
            LocalStandard.council_id == council_id,
            LocalStandard.clock == Clock.KEEP_IN_TOUCH.value,
        )
    )
    return tuple(
        Standard(Clock(r.clock), r.rule or None, r.number, Unit(r.unit), r.source, r.valid_from,
                 r.valid_to)
        for r in rows
    )  # fmt: skip


# --- rows ---------------------------------------------------------------------------------------


def owed_rows(
    db: Db, council_id: int, now: datetime, person_id: int | None = None,
    workers: dict[int, int] | None = None,
) -> list[dict[str, Any]]:  # fmt: skip
    """Calls that were asked for, and steps to find somebody: all but the clock's own rows."""
    if workers is None:
        workers, _iros = allocated(db, council_id, clock.today(now), person_id)
    return [
        *_calls(db, council_id, person_id, workers),
        *_steps(db, council_id, person_id, workers),
    ]


def _calls(
    db: Db, council_id: int, person_id: int | None, workers: dict[int, int]
) -> Iterable[dict[str, Any]]:
    query = (
        select(CheckIn.id, CheckIn.ref, CheckIn.person_id, CheckIn.answered_at, Council.reply_days,
               *hours.columns())
        .join(Council, Council.id == CheckIn.council_id)
        .where(
            CheckIn.council_id == council_id, CheckIn.call_me, CheckIn.answered_at.is_not(None),
            CheckIn.called_at.is_(None), not_(stopped(CheckIn.person_id)),
        )
    )  # fmt: skip
    if person_id is not None:
        query = query.where(CheckIn.person_id == person_id)
    for row in db.execute(query):
        if row.person_id in workers:
            due_at = rules.call_by(row.answered_at, row.reply_days, hours.calendar_of(row))
            yield _row(council_id, workers[row.person_id], row.person_id, CALL_BACK,
                       row.answered_at, due_at, "check_in", row.id, row.ref)  # fmt: skip


def _steps(
    db: Db, council_id: int, person_id: int | None, workers: dict[int, int]
) -> Iterable[dict[str, Any]]:
    newest = (
        select(func.max(LostTouchStep.day))
        .where(LostTouchStep.lost_id == LostTouch.id)
        .scalar_subquery()
    )
    query = select(
        LostTouch.id, LostTouch.ref, LostTouch.person_id, LostTouch.made_at, newest.label("newest")
    ).where(
        LostTouch.council_id == council_id,
        LostTouch.found_at.is_(None),
        not_(stopped(LostTouch.person_id)),
    )
    if person_id is not None:
        query = query.where(LostTouch.person_id == person_id)
    for row in db.execute(query):
        if row.person_id in workers:
            begun = clock.today(row.made_at)
            due_by = rules.look_again(begun, [row.newest] if row.newest else [])
            yield _row(council_id, workers[row.person_id], row.person_id, LOST, row.made_at,
                       _end_of(due_by), LOST, row.id, row.ref)  # fmt: skip


def _end_of(day: date) -> datetime:
    return clock.at_wall(datetime.combine(day + timedelta(days=1), time()))


def _row(
    council_id: int, debtor_id: int, person_id: int, kind: str, since: datetime, due_at: datetime,
    source_kind: str, source_id: int, source_ref: str = "", rule: str = "", source: str = "",
) -> dict[str, Any]:  # fmt: skip
    return {
        "council_id": council_id, "debtor_id": debtor_id, "person_id": person_id, "kind": kind,
        "since": since, "due_at": due_at, "urgent": False, "rule": rule, "source": source,
        "source_kind": source_kind, "source_id": source_id, "source_ref": source_ref,
        "passes_to_id": None, "passes_at": None,
    }  # fmt: skip


# --- written in the commit of the change --------------------------------------------------------


def due_of(
    db: Db, council_id: int, now: datetime, person_id: int | None = None
) -> Iterable[tuple[int, Due]]:
    """The clock's next contact with each care leaver, or with one of them. None for those of whom
    the council keeps no contacts, and who asked for nothing."""
    today = clock.today(now)
    known = touch(db, council_id, today, person_id)
    ours, holidays, statute = standards(db, council_id), load_holidays(), load_statute()
    query = select(Person.id, Person.born, Person.category).where(
        Person.council_id == council_id,
        Person.kind == PersonKind.YOUNG,
        Person.born.is_not(None),
        Person.category.in_(sorted(LEAVING_CARE)),
        not_(stopped(Person.id)),
    )
    if person_id is not None:
        query = query.where(Person.id == person_id)
    for row in db.execute(query):
        wish = known.wish_of(row.id)
        if known.kept_since is None and wish.weeks is None:
            continue
        facts = CareFacts(
            born=row.born, category=row.category, contacts=known.days_of(row.id),
            contacts_kept_since=known.kept_since, wish_weeks=wish.weeks, wished_on=wish.since,
        )  # fmt: skip
        due = keep_in_touch(Case(facts, today, ours, holidays, statute))
        if due is not None:
            yield row.id, due


def match(db: Db, council_id: int, now: datetime, person_id: int | None = None) -> int:
    """Make what is owed of this room what the facts say, and write only what differs; how many rows
    did. A row of the clock that is no longer owed goes; the others stay, as done."""
    db.flush()
    changed, over = _differences(db, council_id, now, person_id)
    for row in changed:
        db.execute(_put(db), {"id": new_id(), **row, "done_at": None})
    gone = [row.id for row in over if row.source_kind == KIT]
    done = [row.id for row in over if row.source_kind != KIT]
    if gone:
        db.execute(delete(Owed).where(Owed.id.in_(gone)))
    if done:
        db.execute(update(Owed).where(Owed.id.in_(done)).values(done_at=now))
    return len(changed) + len(over)


def stale(db: Db, council_id: int, now: datetime) -> list[int]:
    """Of whom something that is owed is not as the facts say. Only reads."""
    changed, over = _differences(db, council_id, now, None)
    return sorted({row["person_id"] for row in changed} | {row.person_id for row in over})


def _differences(
    db: Db, council_id: int, now: datetime, person_id: int | None
) -> tuple[list[dict[str, Any]], list[Any]]:
    """Rows as they should be, where they are not; and rows that should not be there."""
    workers, _iros = allocated(db, council_id, clock.today(now), person_id)
    wanted = owed_rows(db, council_id, now, person_id, workers)
    for id, due in due_of(db, council_id, now, person_id):
        if id in workers:
            wanted.append(_clock_row(council_id, workers[id], id, due))
    there = _there(db, council_id, person_id)
    changed = []
    for row in wanted:
        old = there.pop((row["source_kind"], row["source_id"]), None)
        if old is None or any(getattr(old, name) != row[name] for name in SAME):
            changed.append(row)
    return changed, list(there.values())


def _clock_row(council_id: int, debtor_id: int, person_id: int, due: Due) -> dict[str, Any]:
    since = clock.at_wall(datetime.combine(due.trigger, time()))
    return _row(
        council_id, debtor_id, person_id, due.clock.value, since, _end_of(due.due_by), KIT,
        person_id, rule=due.rule, source=due.source,
    )  # fmt: skip


def _there(db: Db, council_id: int, person_id: int | None) -> dict[tuple[str, int], Any]:
    columns = (
        getattr(Owed, name) for name in ("id", "person_id", "source_kind", "source_id", *SAME)
    )
    query = select(*columns).where(
        Owed.council_id == council_id, Owed.source_kind.in_(SOURCES), Owed.done_at.is_(None)
    )
    if person_id is not None:
        query = query.where(Owed.person_id == person_id)
    return {(row.source_kind, row.source_id): row for row in db.execute(query)}


def _put(db: Db) -> Any:
    put = insert_or(db, Owed)
    names = (*SAME, "passes_to_id", "passes_at", "done_at")
    return put.on_conflict_do_update(
        index_elements=[Owed.source_kind, Owed.source_id, Owed.kind],
        set_={name: getattr(put.excluded, name) for name in names},
    )
