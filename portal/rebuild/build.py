"""Works out every row of the agenda and of what is owed, and writes only what differs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from portal.agenda.tables import AgendaItem
from portal.claims import entries as claims
from portal.clocks.days import load_holidays
from portal.clocks.kinds import Clock
from portal.clocks.rows import agenda_row, owed_row
from portal.clocks.rules import Due, next_dues
from portal.clocks.statute import load_statute
from portal.core import clock
from portal.core.db import Base, Database, Db, add_rows, dialect
from portal.core.ids import new_id
from portal.family_time import entries as family_time
from portal.groups import entries as groups
from portal.keep_in_touch import entries as keep_in_touch
from portal.messages import entries as messages
from portal.moves import entries as moves
from portal.news import entries as news
from portal.opportunities import entries as opportunities
from portal.owed.stopped import REPLY, STAYS
from portal.owed.tables import Owed
from portal.pathway import entries as pathway
from portal.people.stops import died, stopped
from portal.people.tables import Person, Stop
from portal.plan.together import entries as plan_together
from portal.plan.writing import entries as writing
from portal.polls import entries as polls
from portal.promises import entries as promises
from portal.put_right.complaints import entries as complaints
from portal.rebuild import facts
from portal.reviews import entries as reviews
from portal.reviews.desk import entries as review_desk
from portal.say import entries as say
from portal.staying import entries as staying
from portal.visits import entries as visits
from portal.worries import entries as worries

# What a young person is told has a day by which it should be. The rest is the adults' worry.
SHOWN_TO_THEM = frozenset(
    {
        Clock.VISIT,
        Clock.FIRST_VISIT,
        Clock.REVIEW,
        Clock.HEALTH,
        Clock.SCHOOL_PLAN,
        Clock.PATHWAY_REVIEW,
        Clock.PA_VISIT,
    }
)
Done = TypeVar("Done")
TRIES = 5
SOMEBODY_WAS_QUICKER = frozenset({"40001", "40P01", "23505"})  # changed, dead lock, same key
BY_IRO = frozenset({Clock.REVIEW})

AGENDA_KEY = ("source_kind", "source_id")
OWED_KEY = ("source_kind", "source_id", "kind")
AGENDA_SAME = (
    "person_id",
    "kind",
    "with_label",
    "with_id",
    "day",
    "wall",
    "zone",
    "state",
    "source_ref",
)
OWED_SAME = (
    "debtor_id", "person_id", "since", "due_at", "urgent", "rule", "source", "source_ref",
    "passes_to_id", "passes_at", "next_at", "asked_at",
)  # fmt: skip


@dataclass(frozen=True)
class Changes:
    """How many rows had to be added, changed, taken away. All 0 when all was well."""

    added: int = 0
    changed: int = 0
    removed: int = 0

    def __add__(self, other: Changes) -> Changes:
        return Changes(
            self.added + other.added, self.changed + other.changed, self.removed + other.removed
        )


def rebuild(db: Db, council_id: int, now: datetime, only: Collection[int] | None = None) -> Changes:
    """Make the council's agenda and owed rows what the rooms say they should be; with `only`, those
    of these young people."""
    db.flush()
    agenda = [
        *visits.agenda_rows(db, council_id),
        *family_time.agenda_rows(db, council_id),
        *reviews.agenda_rows(db, council_id),
        *staying.agenda_rows(db, council_id),
        *pathway.agenda_rows(db, council_id),
        *plan_together.agenda_rows(db, council_id),
        *groups.agenda_rows(db, council_id),
        *opportunities.agenda_rows(db, council_id),
    ]
    owed = [
        *promises.owed_rows(db, council_id),
        *messages.owed_rows(db, council_id, now),
        *worries.owed_rows(db, council_id, now),
        *keep_in_touch.owed_rows(db, council_id, now),
        *news.owed_rows(db, council_id, now),
        *moves.owed_rows(db, council_id, now),
        *pathway.owed_rows(db, council_id, now),
        *plan_together.owed_rows(db, council_id, now),
        *say.owed_rows(db, council_id, now),
        *complaints.owed_rows(db, council_id),
        *claims.owed_rows(db, council_id, now),
        *writing.owed_rows(db, council_id),
        *review_desk.owed_rows(db, council_id),
        *polls.owed_rows(db, council_id),
    ]
    for known, due in dues(db, council_id, clock.today(now), only):
        if due.clock in SHOWN_TO_THEM:
            agenda.append(agenda_row(council_id, known.person_id, due))
        debtor = known.iro_id or known.worker_id if due.clock in BY_IRO else known.worker_id
        if debtor:
            owed.append(owed_row(council_id, known.person_id, debtor, due))
    stopped_ids = _stopped(db, council_id)
    refs = _refs(db, stopped_ids) if stopped_ids else {}
    agenda = [row for row in agenda if row["person_id"] not in stopped_ids]
    dead_ids = _stopped(db, council_id, dead=True) if stopped_ids else stopped_ids
    owed = [
        row
        for row in owed
        if row["person_id"] not in (dead_ids if row["kind"] == STAYS else stopped_ids)
        # What is owed to others stays: a carer waits for an answer (`owed.stopped.to_others`).
        or (row["kind"] == REPLY and row["source_ref"] not in ("", refs[row["person_id"]]))
    ]
    if only is not None:
        agenda = [row for row in agenda if row["person_id"] in only]
        owed = [row for row in owed if row["person_id"] in only]
    # Most of what is owed goes on to nobody by itself, and does not say so.
    owed = [{"next_at": None, "asked_at": None, **row} for row in owed]
    return _match(db, AgendaItem, council_id, agenda, AGENDA_KEY, AGENDA_SAME, only) + _match(
        db, Owed, council_id, owed, OWED_KEY, OWED_SAME, only
    )


def rebuild_beside(database: Database, council_id: int, now: datetime) -> Changes:
    """`rebuild` in a transaction of its own, while people go on writing."""
    return beside(database, lambda db: rebuild(db, council_id, now))


def beside(database: Database, do: Callable[[Db], Done]) -> Done:
    """Do this in a transaction of its own, a `rebuild` in it, while people go on writing.

    On PostgreSQL it sees one moment of the database: otherwise a message sent while it works would
    be missing among the messages and there among what is owed, and nobody would owe its answer any
    more. Where somebody was quicker it begins again. On SQLite nobody else writes meanwhile.
    """
    for left in reversed(range(TRIES)):
        try:
            with database.committing() as db:
                if dialect(db) == "postgresql":
                    db.connection(execution_options={"isolation_level": "REPEATABLE READ"})
                return do(db)
        except DBAPIError as error:
            if not left or getattr(error.orig, "sqlstate", "") not in SOMEBODY_WAS_QUICKER:
                raise
    raise AssertionError("unreachable")


def _stopped(db: Db, council_id: int, *, dead: bool = False) -> frozenset[int]:
    """To whom nothing goes any more: nothing of theirs is coming, and nothing is due to them. dead:
    only those who have died."""
    which = died(Stop.person_id) if dead else stopped(Stop.person_id)
    query = select(Stop.person_id).where(Stop.council_id == council_id, which)
    return frozenset(db.scalars(query))


def _refs(db: Db, person_ids: Collection[int]) -> dict[int, str]:
    query = select(Person.id, Person.ref).where(Person.id.in_(person_ids))
    return {row.id: row.ref for row in db.execute(query)}


def dues(
    db: Db, council_id: int, today: date, only: Collection[int] | None = None
) -> Iterable[tuple[facts.Known, Due]]:
    """Every open clock of every young person of the council, or of these."""
    standards = facts.standards(db, council_id)
    holidays, statute = load_holidays(), load_statute()
    for known in facts.gather(db, council_id, today):
        if only is not None and known.person_id not in only:
            continue
        for due in next_dues(known.facts, today, standards, holidays, statute):
            yield known, due


def _match(
    db: Db,
    table: type[Base],
    council_id: int,
    wanted: list[dict[str, Any]],
    key: tuple[str, ...],
    same: tuple[str, ...],
    only: Collection[int] | None = None,
) -> Changes:
    columns = table.__table__.c
    query = select(table.__table__).where(columns.council_id == council_id)
    if table is Owed:
        query = query.where(columns.done_at.is_(None))
    if only is not None:
        query = query.where(columns.person_id.in_(only))
    there = {tuple(row[name] for name in key): row for row in db.execute(query).mappings()}
    new, changed = [], []
    for row in wanted:
        old = there.pop(tuple(row[name] for name in key), None)
        if old is None:
            new.append({"id": new_id(), **row})
        elif any(old[name] != row[name] for name in same):
            changed.append({"id": old["id"], **row})
    if table is Owed and new:
        _reopen(db, council_id, new)
    gone = [row["id"] for row in there.values()]
    for start in range(0, len(gone), 500):
        db.execute(delete(table).where(columns.id.in_(gone[start : start + 500])))
    if changed:
        db.execute(update(table), changed)
    add_rows(db, table, new)
    return Changes(len(new), len(changed), len(gone))


def _reopen(db: Db, council_id: int, new: list[dict[str, Any]]) -> None:
    """A thing that was done and is owed again takes the place of its old row."""
    sources = {row["source_id"] for row in new}
    ids = list(sources)
    for start in range(0, len(ids), 500):
        db.execute(
            delete(Owed).where(
                Owed.council_id == council_id,
                Owed.done_at.is_not(None),
                Owed.source_id.in_(ids[start : start + 500]),
            )
        )
