"""What stands beside the messages of a thread, in one statement: who has read how far, on whose
list it is, who became the worker when, and, for staff, which carers write about the same child.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import (
    BigInteger,
    Date,
    and_,
    case,
    cast,
    literal,
    not_,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from portal.core import clock
from portal.core.db import Db, Query, built_once
from portal.core.types import UtcDateTime
from portal.core.words import _
from portal.messages.bounds import CARER
from portal.messages.desks import Desk
from portal.messages.tables import Conversation, ReadMark
from portal.owed.pages import Step, steps_column, steps_of
from portal.owed.tables import Owed
from portal.people.answers import can_open
from portal.people.reach import barred, shown_name
from portal.people.rules import WORKERS
from portal.people.tables import Connection, Person


@dataclass(frozen=True)
class Mark:
    """Somebody has read up to and including a message."""

    person_id: int
    name: str
    upto: int
    at: datetime


@dataclass(frozen=True)
class NewWorker:
    """Somebody became the worker on a day. still: they are it today."""

    name: str
    day: date
    still: bool

    @property
    def from_then(self) -> datetime:
        return clock.at_wall(datetime.combine(self.day, time()))


@dataclass(frozen=True)
class Talk:
    """What a carer of the same child writes about. waits: for an answer."""

    ref: str
    name: str
    waits: bool


@dataclass(frozen=True)
class Beside:
    """since: the first message that waits for an answer; None when nothing does. on_list: on whose
    list it is, for whoever waits; "" where nobody can be named. steps: to whom it went on, because
    nobody had answered."""

    marks: tuple[Mark, ...] = ()
    workers: tuple[NewWorker, ...] = ()
    since: datetime | None = None
    on_list: str = ""
    steps: tuple[Step, ...] = ()
    talks: tuple[Talk, ...] = ()


def beside(db: Db, council_id: int, desk: Desk, now: datetime, *, staff: bool) -> Beside:
    question = _beside(
        desk.conversation_id or 0, council_id, desk.person_id, clock.today(now),
        staff=staff, own_words=not staff and desk.by_young,
    )  # fmt: skip
    rows = db.execute(*question).all()
    owed = next((row for row in rows if row.what == "owed"), None)
    return Beside(
        tuple(
            Mark(row.id, desk.name_of(row.id, row.known_as, row.code), row.number, row.at)
            for row in rows
            if row.what == "mark"
        ),
        _new_workers(row for row in rows if row.what == "worker"),
        owed.at if owed else None,
        _on_list(owed, desk) if owed else "",
        next(steps_of(row.ref) for row in rows if row.what == "steps"),
        tuple(
            Talk(row.ref, _carer(row, desk), row.number is not None)
            for row in rows
            if row.what == "talk"
        ),
    )


def _carer(row: Any, desk: Desk) -> str:
    return shown_name(row.known_as, row.code) if desk.knows_carers else _("A carer")


def _on_list(owed: Any, desk: Desk) -> str:
    """Whoever owes it, if they can open it; else it is shown to the worker of today."""
    if owed.number and (desk.answers is None or owed.id != desk.answers.id):
        return shown_name(owed.known_as, owed.code)
    return desk.answers.name if desk.answers else ""


def _new_workers(rows: Iterable[Any]) -> tuple[NewWorker, ...]:
    """Each change from one worker to another; who was the first is no news."""
    found: list[NewWorker] = []
    before = None
    for row in sorted(rows, key=lambda row: row.day):
        if before is not None and row.id != before:
            name = row.ref or shown_name(row.known_as, row.code)
            found.append(NewWorker(name, row.day, bool(row.number)))
        before = row.id
    return tuple(found)


_no_number, _no_moment = cast(null(), BigInteger), cast(null(), UtcDateTime)
_no_day = cast(null(), Date)


def _part(what: str, **columns: Any) -> Sequence[Any]:
    """The columns of one part, all in the same order."""
    names = ("id", "known_as", "code", "ref", "number", "at", "day")
    empty = {"ref": literal(""), "number": _no_number, "at": _no_moment, "day": _no_day}
    filled = {**empty, **columns}
    return (literal(what).label("what"), *(filled[name].label(name) for name in names))


@built_once
def _beside(
    conversation_id: int, council_id: int, person_id: int, day: date, *, staff: bool,
    own_words: bool,
) -> Query:  # fmt: skip
    named = {"known_as": Person.known_as, "code": Person.code}
    marks = (
        select(*_part("mark", id=ReadMark.person_id, number=ReadMark.message_id, at=ReadMark.at,
                      **named))
        .join(Person, Person.id == ReadMark.person_id)
        .where(ReadMark.conversation_id == conversation_id)
    )  # fmt: skip
    still = case((or_(Connection.ends.is_(None), Connection.ends >= day), 1), else_=0)
    workers = (
        select(*_part("worker", id=Connection.with_id, number=still, day=Connection.starts,
                      ref=Connection.label if own_words else literal(""), **named))
        .join(Person, Person.id == Connection.with_id)
        .where(
            Connection.council_id == council_id,
            Connection.of_id == person_id,
            Connection.kind.in_(WORKERS),
            Connection.starts <= day,
            Connection.ends_at.is_(None),
            not_(barred(Connection.of_id, Connection.with_id)),
        )
    )  # fmt: skip
    opens = case((can_open(Owed.council_id, Owed.debtor_id, Owed.person_id, day), 1), else_=0)
    owed = (
        select(*_part("owed", id=Owed.debtor_id, number=opens, at=Owed.since, **named))
        .join(Person, Person.id == Owed.debtor_id)
        .where(
            Owed.source_kind == "conversation",
            Owed.source_id == conversation_id,
            Owed.kind == "reply",
            Owed.done_at.is_(None),
        )
    )
    steps = select(
        *_part("steps", id=literal(0), known_as=literal(""), code=literal(""),
               ref=steps_column("conversation", conversation_id, "reply"))
    )  # fmt: skip
    parts = [marks, workers, owed, steps]
    if staff:
        parts.append(_talks(council_id, person_id))
    return select(union_all(*parts).subquery())


def _talks(council_id: int, person_id: int) -> Query:
    waits = aliased(Owed, name="waits")
    return (
        select(*_part("talk", id=Conversation.writer_id, known_as=Person.known_as,
                      code=Person.code, ref=Conversation.ref, number=waits.id))
        .join(Person, Person.id == Conversation.writer_id)
        .outerjoin(
            waits,
            and_(
                waits.source_kind == "conversation",
                waits.source_id == Conversation.id,
                waits.kind == "reply",
                waits.done_at.is_(None),
            ),
        )
        .where(
            Conversation.council_id == council_id,
            Conversation.person_id == person_id,
            Conversation.kind == CARER,
        )
    )  # fmt: skip
