"""Whose conversation it is, and who answers it today: what a thread and a message both need."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from portal.core import audit, clock
from portal.core.access import Role, Viewer
from portal.core.db import Db, Query, built_once
from portal.core.words import _
from portal.hours import pages as hours
from portal.hours.rules import Calendar
from portal.messages.bounds import CARER, WORKER
from portal.messages.tables import Conversation, Draft
from portal.opened.policy import quiet_until
from portal.opened.rules import passed_by
from portal.people.answers import (
    FIRST,
    Answers,
    absences,
    answers_for,
    can_open,
    columns,
    with_who_answers,
    worker,
)
from portal.people.reach import reach_of, shown_name
from portal.people.rules import NEEDED_TO_KNOW, Grant, Kind, PersonKind
from portal.people.stops import stopped
from portal.people.tables import Council, Person
from portal.staff_notes.pages import NEEDED as FOR_NOTES


@dataclass(frozen=True)
class Desk:
    """Whose conversation it is, who answers it today, and when somebody reads.

    conversation_id None: nothing was written yet. person: in whose record it is. writer: who
    writes to the worker, the young person or a carer of theirs. answers None: nobody can read what
    the writer writes, so they cannot write. draft: what the viewer began to write and kept.
    """

    conversation_id: int | None
    conversation_ref: str
    kind: str
    person_id: int
    person_ref: str
    person_name: str
    person_language: str
    writer_id: int
    writer_name: str
    answers: Answers | None
    reply_days: int
    calendar: Calendar  # of the council
    reading: Calendar  # of whoever answers: without the days on which nobody covers for them
    duty_phone: str
    night_phone: str
    draft: str
    draft_at: datetime | None
    # Whether the adult who looks is there for longer than some hours. What somebody reads in an
    # emergency leaves no "Read by" for the young person, who would think that they are listened to.
    stays: bool = True
    # Until when they only read: the young person is not told yet that they are here.
    quiet_until: datetime | None = None
    # Nothing goes to whoever writes here any more: nobody writes here (`people.stops`).
    stopped: bool = False
    # The day on which the worker is back, while they are away.
    back_on: date | None = None
    # Whether what an adult writes can be read by whoever it is for: not by a carer whom the child
    # has left.
    arrives: bool = True
    # Whether the adult who looks may know who the carers are: that says where the child lives. And
    # whether the notes between staff are theirs to read.
    knows_carers: bool = True
    reads_notes: bool = True

    @property
    def owed_ref(self) -> str:
        """What a row of Owed says of where it came from: the young person, or the conversation
        with a carer."""
        return self.person_ref if self.by_young else self.conversation_ref

    @property
    def by_young(self) -> bool:
        """Whether the young person themselves writes it, and no carer."""
        return self.kind == WORKER

    def name_of(self, person_id: int, known_as: str, code: str) -> str:
        """Somebody who wrote or read here, as the one who looks may know them."""
        if person_id == self.writer_id and not self.knows_carers and not self.by_young:
            return self.writer_name
        return shown_name(known_as, code)


def own_desk(db: Db, viewer: Viewer, now: datetime) -> Desk:
    """The young person's own conversation with their worker."""
    day = clock.today(now)
    row = db.execute(*_own_desk(viewer.council_id, viewer.person_id, day)).first()
    return _found(row, day, own_words=True)


def child_desk(db: Db, viewer: Viewer, ref: str, now: datetime) -> Desk:
    """A carer's conversation with the worker of the child with this ref; the look is audited.

    Raises NoResultFound when the child is not with them today.
    """
    day = clock.today(now)
    question = _child_desk(viewer.council_id, viewer.person_id, ref, day, now)
    row = db.execute(*question).first()
    found = _found(row, day)
    audit.looked_at(viewer, found.person_id, now)
    if row is not None and row.nothing_owed:
        found = replace(found, answers=None)
    return replace(found, kind=CARER, writer_id=viewer.person_id, writer_name=viewer.known_as)


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


def carers_desk(db: Db, viewer: Viewer, ref: str, talk: str, now: datetime) -> Desk:
    """A carer's conversation about the young person with this ref, for a worker; the look is
    audited. talk: the conversation's own ref. Raises NoResultFound as `desk_of`."""
    day = clock.today(now)
    question = _carers_desk(
        viewer.council_id, viewer.person_id, ref, talk, day, now, passed_by(now), role=viewer.role
    )
    found = _found(db.execute(*question).first(), day)
    audit.looked_at(viewer, found.person_id, now)
    return found


# --- the questions ------------------------------------------------------------------------------

_author = aliased(Person, name="author")


@built_once
def _own_desk(council_id: int, person_id: int, day: date) -> Query:
    return _desk(council_id, day, person_id, Person.id, WORKER).where(Person.id == person_id)


@built_once
def _child_desk(council_id: int, carer_id: int, ref: str, day: date, now: datetime) -> Query:
    query = _desk(council_id, day, carer_id, carer_id, CARER)
    # Nothing new about such a child comes to anybody's list or goes on to anybody: nobody is named
    # for it, and the page says whom to ring, as it does where there is no worker.
    return query.add_columns(stopped(Person.id).label("nothing_owed")).where(
        Person.ref == ref,
        reach_of(Role.CARER, council_id, carer_id, Person.id, Grant.NAME, day, now),
    )


@built_once
def _their_desk(
    council_id: int, adult_id: int, ref: str, day: date, now: datetime, passed: date, *, role: Role
) -> Query:
    query = _desk(council_id, day, adult_id, Person.id, WORKER)
    return _for_staff(query, council_id, adult_id, ref, day, now, passed, role)


@built_once
def _carers_desk(
    council_id: int, adult_id: int, ref: str, talk: str, day: date, now: datetime, passed: date,
    *, role: Role,
) -> Query:  # fmt: skip
    query = _desk(council_id, day, adult_id, Conversation.writer_id, CARER)
    # No outer join any more: one that is not there is not found.
    query = query.join(_author, _author.id == Conversation.writer_id).add_columns(
        _author.id.label("author_id"),
        _author.known_as.label("author_known_as"),
        _author.code.label("author_code"),
    )
    with_them = reach_of(
        Role.CARER, council_id, Conversation.writer_id, Person.id, Grant.NAME, day, now  # type: ignore[arg-type]
    )  # fmt: skip
    query = query.add_columns(with_them.label("arrives")).where(Conversation.ref == talk)
    return _for_staff(query, council_id, adult_id, ref, day, now, passed, role)


def _for_staff(
    query: Query, council_id: int, adult_id: int, ref: str, day: date, now: datetime,
    passed: date, role: Role,
) -> Query:  # fmt: skip
    quiet = quiet_until(council_id, adult_id, Person.id, now, passed)  # type: ignore[arg-type]
    stays = can_open(council_id, adult_id, Person.id, day)  # type: ignore[arg-type]
    carers, notes = (
        reach_of(role, council_id, adult_id, Person.id, grant, day, now)
        for grant in (NEEDED_TO_KNOW[Kind.FOSTER_CARER], FOR_NOTES)
    )
    return query.add_columns(
        stays.label("stays"),
        quiet.label("quiet_until"),
        carers.label("knows_carers"),
        notes.label("reads_notes"),
    ).where(
        Person.ref == ref,
        reach_of(role, council_id, adult_id, Person.id, Grant.MESSAGES, day, now),
    )


def _desk(council_id: int, day: date, reader_id: int, writer: Any, kind: str) -> Query:
    """writer: the key of who writes to the worker, in whatever way the query knows it."""
    return (
        with_who_answers(
            select(
                Conversation.id.label("conversation_id"),
                Conversation.ref.label("conversation_ref"),
                Person.id, Person.ref, Person.known_as, Person.code, Person.language,
                *columns(worker), *absences(day), *hours.columns(),
                Council.reply_days, Council.duty_phone, Council.night_phone,
                Draft.text.label("draft"), Draft.at.label("draft_at"),
                stopped(writer).label("stopped"),
            )
            .join(Council, Council.id == Person.council_id),
            Person.council_id, Person.id, day,
        )
        .outerjoin(
            Conversation,
            and_(
                Conversation.person_id == Person.id,
                Conversation.writer_id == writer,
                Conversation.kind == kind,
            ),
        )
        .outerjoin(
            Draft,
            and_(
                Draft.person_id == reader_id,
                Draft.about_id == Person.id,
                Draft.writer_id == writer,
            ),
        )
        .where(Person.council_id == council_id, Person.kind == PersonKind.YOUNG)
        .order_by(*FIRST)
        .limit(1)
    )  # fmt: skip


def _found(row: Any, day: date, *, own_words: bool = False) -> Desk:
    """own_words: the young person has words of their own for their worker; others do not use
    them."""
    if row is None:
        raise NoResultFound
    answers, calendar = answers_for(row, day), hours.calendar_of(row)
    if answers is not None and not own_words:
        answers = replace(answers, worker_name=answers.plain_name)
    name = shown_name(row.known_as, row.code)
    by_carer = hasattr(row, "author_id")
    return Desk(
        conversation_id=row.conversation_id,
        conversation_ref=row.conversation_ref or "",
        kind=CARER if by_carer else WORKER,
        person_id=row.id,
        person_ref=row.ref,
        person_name=name,
        person_language=row.language,
        writer_id=row.author_id if by_carer else row.id,
        writer_name=_writer(row) if by_carer else name,
        answers=answers,
        reply_days=row.reply_days,
        calendar=calendar,
        reading=hours.reading_of(row, calendar, day),
        duty_phone=row.duty_phone,
        night_phone=row.night_phone,
        draft=row.draft or "",
        draft_at=row.draft_at,
        stays=getattr(row, "stays", True),
        quiet_until=None if getattr(row, "stays", True) else row.quiet_until,
        stopped=row.stopped,
        back_on=hours.back_on(row, calendar, answers.away_until)
        if answers is not None and answers.away_until is not None
        else None,
        arrives=getattr(row, "arrives", True),
        knows_carers=getattr(row, "knows_carers", True),
        reads_notes=getattr(row, "reads_notes", True),
    )


def _writer(row: Any) -> str:
    return shown_name(row.author_known_as, row.author_code) if row.knows_carers else _("A carer")
