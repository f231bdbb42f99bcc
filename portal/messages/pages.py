"""A thread, a page of it at a time: three statements besides the one for the viewer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from portal.core import audit, clock
from portal.core.access import Role, Viewer
from portal.core.db import Db, Query, built_once
from portal.hours import pages as hours
from portal.hours.rules import Calendar
from portal.messages import rules
from portal.messages.tables import Conversation, Message, ReadMark
from portal.opened.policy import quiet_until
from portal.opened.rules import passed_by
from portal.owed.pages import Step, steps_column, steps_of
from portal.owed.tables import Owed
from portal.people.answers import (
    FIRST,
    Answers,
    absences,
    answers_for,
    can_open,
    columns,
    cover,
    covers,
    is_answering,
    is_away,
    leave,
    worker,
)
from portal.people.reach import reach_of, shown_name
from portal.people.rules import Grant, PersonKind
from portal.people.stops import stopped
from portal.people.tables import Connection, Council, Person


@dataclass(frozen=True)
class Desk:
    """Whose conversation it is, who answers it today, and when somebody reads. conversation_id
    None: nothing was written yet. answers None: nobody can read what the young person writes, so
    they cannot write."""

    conversation_id: int | None
    person_id: int
    person_ref: str
    person_name: str
    person_language: str
    answers: Answers | None
    reply_days: int
    calendar: Calendar  # of the council
    reading: Calendar  # of whoever answers: without the days on which nobody covers for them
    duty_phone: str
    night_phone: str
    # Whether the adult who looks is there for longer than some hours. What somebody reads in an
    # emergency leaves no "Read by" for the young person, who would think that they are listened to.
    stays: bool = True
    # Until when they only read: the young person is not told yet that they are here.
    quiet_until: datetime | None = None
    # Nothing goes to the young person any more: nobody writes here (`people.stops`).
    stopped: bool = False


@dataclass(frozen=True)
class Bubble:
    ref: str
    mine: bool
    who: str
    kind: str
    text: str
    sent_at: datetime
    answer_by: datetime | None
    read_at: datetime | None
    read_by: str
    waits: bool  # the young person wrote it, and nobody has answered yet
    answered_at: datetime | None
    answered_by: str
    last_of_mine: bool  # the other side, or nobody, comes next: its state speaks for those before


@dataclass(frozen=True)
class ThreadPage:
    """waiting: that one of my messages is not answered yet; on the newest page only. answer_by:
    when it will be, if a day can be said."""

    desk: Desk
    bubbles: tuple[Bubble, ...]
    earlier: str | None
    newest: str | None
    newest_id: int | None
    unread: bool
    waiting: bool
    answer_by: datetime | None
    unanswered: int = 0
    asked_for_help: bool = False  # a cry for help is among what nobody has answered
    steps: tuple[Step, ...] = ()  # to whom it went on, because nobody had answered


def _answer_by(bubbles: Sequence[Bubble]) -> datetime | None:
    """When the first answer is due to what nobody has answered; a cry for help has its own time,
    whatever else was written before or after it."""
    helps = [b for b in bubbles if b.kind == rules.Tap.HELP]
    return min((b.answer_by for b in helps or bubbles if b.answer_by is not None), default=None)


def own_desk(db: Db, viewer: Viewer, now: datetime) -> Desk:
    """The young person's own conversation with their worker."""
    day = clock.today(now)
    return _found(db.execute(*_own_desk(viewer.council_id, viewer.person_id, day)).first(), day)


def desk_of(db: Db, viewer: Viewer, ref: str, now: datetime) -> Desk:
    """The conversation of the young person with this ref, for a worker; the look is audited.

    Raises NoResultFound when the viewer has no MESSAGES grant for them today.
    """
    day = clock.today(now)
    question = _their_desk(
        viewer.council_id, viewer.person_id, ref, day, now, passed_by(now), role=viewer.role
    )
    found = _found(db.execute(*question).first(), day)
    audit.looked_at(viewer, found.person_id, now)
    return found


@built_once
def _own_desk(council_id: int, person_id: int, day: date) -> Query:
    return _desk(council_id, day).where(Person.id == person_id)


@built_once
def _their_desk(
    council_id: int, adult_id: int, ref: str, day: date, now: datetime, passed: date, *, role: Role
) -> Query:
    quiet = quiet_until(council_id, adult_id, Person.id, now, passed)  # type: ignore[arg-type]
    stays = can_open(council_id, adult_id, Person.id, day)  # type: ignore[arg-type]
    return (
        _desk(council_id, day)
        .add_columns(stays.label("stays"), quiet.label("quiet_until"))
        .where(
            Person.ref == ref,
            reach_of(role, council_id, adult_id, Person.id, Grant.MESSAGES, day, now),
        )
    )


def _desk(council_id: int, day: date) -> Query:
    return (
        select(
            Conversation.id.label("conversation_id"),
            Person.id, Person.ref, Person.known_as, Person.code, Person.language,
            *columns(worker), *absences(day), *hours.columns(),
            Council.reply_days, Council.duty_phone, Council.night_phone,
            stopped(Person.id).label("stopped"),
        )
        .join(Council, Council.id == Person.council_id)
        .outerjoin(
            Connection,
            and_(
                Connection.council_id == Person.council_id,
                Connection.of_id == Person.id,
                is_answering(day),
            ),
        )
        .outerjoin(worker, worker.id == Connection.with_id)
        .outerjoin(leave, is_away(worker, day))
        .outerjoin(cover, covers(day))
        .outerjoin(
            Conversation,
            and_(Conversation.person_id == Person.id, Conversation.kind == "worker"),
        )
        .where(Person.council_id == council_id, Person.kind == PersonKind.YOUNG)
        .order_by(*FIRST)
        .limit(1)
    )  # fmt: skip


def _found(row: Any, day: date) -> Desk:
    if row is None:
        raise NoResultFound
    calendar = hours.calendar_of(row)
    return Desk(
        row.conversation_id,
        row.id,
        row.ref,
        shown_name(row.known_as, row.code),
        row.language,
        answers_for(row, day),
        row.reply_days,
        calendar,
        hours.reading_of(row, calendar, day),
        row.duty_phone,
        row.night_phone,
        getattr(row, "stays", True),
        None if getattr(row, "stays", True) else row.quiet_until,
        row.stopped,
    )


def thread_page(db: Db, viewer: Viewer, desk: Desk, before: str | None) -> ThreadPage:
    """The newest page of the thread, or the page before the message with ref `before`."""
    if desk.conversation_id is None:
        return ThreadPage(desk, (), None, None, None, False, False, None)
    question = _messages(
        desk.conversation_id, desk.person_id, before or "", some_earlier=before is not None
    )
    rows = db.execute(*question).all()
    marks = db.execute(*_marks(desk.conversation_id)).all()
    shown = list(reversed(rows[: rules.PAGE]))
    bubbles = tuple(
        _bubble(row, shown[place + 1 :], viewer, desk, marks) for place, row in enumerate(shown)
    )
    mine = next((m.message_id for m in marks if m.person_id == viewer.person_id), 0)
    open_ones = [b for b in bubbles if b.waits] if before is None else []
    return ThreadPage(
        desk,
        bubbles,
        shown[0].ref if len(rows) > rules.PAGE else None,
        shown[-1].ref if shown else None,
        shown[-1].id if shown else None,
        any(row.from_id != viewer.person_id and row.id > mine for row in shown),
        bool(open_ones),
        _answer_by(open_ones),
        len(open_ones),
        any(b.kind == rules.Tap.HELP for b in open_ones),
        steps_of(rows[0].steps) if open_ones else (),
    )


@built_once
def _marks(conversation_id: int) -> Query:
    return (
        select(ReadMark.person_id, ReadMark.message_id, ReadMark.at, Person.known_as)
        .join(Person, Person.id == ReadMark.person_id)
        .where(ReadMark.conversation_id == conversation_id)
    )


@built_once
def _messages(conversation_id: int, young_id: int, before: str, *, some_earlier: bool) -> Query:
    answer = aliased(Message)
    last_answer = (
        select(func.max(answer.id))
        .where(answer.conversation_id == conversation_id, answer.from_id != young_id)
        .scalar_subquery()
    )
    # Somebody who is there for some hours may write; the worker owes the answer all the same.
    owed_since = (
        select(Owed.since)
        .where(
            Owed.source_kind == "conversation",
            Owed.source_id == conversation_id,
            Owed.kind == "reply",
            Owed.done_at.is_(None),
        )
        .scalar_subquery()
    )
    query = (
        select(
            Message.id, Message.ref, Message.from_id, Message.kind, Message.text, Message.sent_at,
            Message.answer_by, Person.known_as, Person.code, last_answer.label("last_answer"),
            owed_since.label("owed_since"),
            steps_column("conversation", conversation_id, "reply").label("steps"),
        )
        .join(Person, Person.id == Message.from_id)
        .where(Message.conversation_id == conversation_id)
        .order_by(Message.id.desc())
        .limit(rules.PAGE + 1)
    )  # fmt: skip
    if not some_earlier:
        return query
    edge = select(Message.id).where(
        Message.conversation_id == conversation_id, Message.ref == before
    )
    return query.where(Message.id < edge.scalar_subquery())


def _owed(row: Any) -> bool:
    return row.owed_since is not None and row.sent_at >= row.owed_since


def _bubble(
    row: Any, later: Sequence[Any], viewer: Viewer, desk: Desk, marks: Sequence[Any]
) -> Bubble:
    """For the young person "mine" is what they wrote; for adults, what any adult wrote."""
    by_young = row.from_id == desk.person_id
    mine = by_young if viewer.is_young else not by_young
    # Who read it: the other side only, and the first of them.
    reads = sorted(
        (
            m
            for m in marks
            if m.message_id >= row.id and (m.person_id == desk.person_id) != by_young
        ),
        key=lambda m: m.at,
    )
    name = shown_name(row.known_as, row.code)
    others = (r for r in later if (r.from_id == desk.person_id) != by_young)
    answer = next(others, None) if by_young else None
    next_is_mine = bool(later) and (later[0].from_id == desk.person_id) == by_young
    return Bubble(
        row.ref, mine, name, row.kind, row.text, row.sent_at, row.answer_by,
        reads[0].at if reads and mine else None,
        reads[0].known_as if reads and mine else "",
        by_young and (row.id > (row.last_answer or 0) or _owed(row)),
        answer.sent_at if answer else None,
        shown_name(answer.known_as, answer.code) if answer else "",
        mine and not next_is_mine,
    )  # fmt: skip
