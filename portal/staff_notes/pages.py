"""Notes beside a conversation, a page of them at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from portal.core.access import Viewer
from portal.core.db import Db
from portal.people.pages import Subject, subject
from portal.people.reach import shown_name
from portal.people.rules import Grant
from portal.people.tables import Person
from portal.staff_notes.rules import PAGE
from portal.staff_notes.tables import StaffNote

# More than somebody is given who only answers in a worker's place (`people.rules.COVER_GRANTS`):
# of those it is said that they see a name, messages and how to reach them.
NEEDED = Grant.NAME | Grant.MESSAGES | Grant.PLAN


@dataclass(frozen=True)
class Note:
    ref: str
    by: str
    at: datetime
    text: str


@dataclass(frozen=True)
class NotesPage:
    """notes: the newest first. earlier: where the next page begins."""

    subject: Subject
    notes: tuple[Note, ...]
    earlier: str | None


def about(db: Db, viewer: Viewer, ref: str, now: datetime) -> Subject:
    """Whose notes; the look is audited. Raises NoResultFound for whoever does not read their
    messages and their plan."""
    who = subject(db, viewer, ref, now)
    if NEEDED not in who.grants:
        raise NoResultFound
    return who


def notes_page(db: Db, viewer: Viewer, who: Subject, before: str | None) -> NotesPage:
    """One statement."""
    query = (
        select(StaffNote, Person.known_as, Person.code)
        .join(Person, Person.id == StaffNote.by_id)
        .where(StaffNote.council_id == viewer.council_id, StaffNote.person_id == who.id)
        .order_by(StaffNote.id.desc())
        .limit(PAGE + 1)
    )
    if before is not None:
        edge = select(StaffNote.id).where(StaffNote.person_id == who.id, StaffNote.ref == before)
        query = query.where(StaffNote.id < edge.scalar_subquery())
    rows = db.execute(query).all()
    notes = tuple(
        Note(
            row.StaffNote.ref, shown_name(row.known_as, row.code), row.StaffNote.made_at,
            row.StaffNote.text,
        )
        for row in rows[:PAGE]
    )  # fmt: skip
    return NotesPage(who, notes, notes[-1].ref if len(rows) > PAGE else None)
