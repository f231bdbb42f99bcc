"""Who has these pages, and who reads them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.exc import NoResultFound

from portal.care.tables import ArrivedAlone
from portal.core import db as handle
from portal.core.access import CASE_STAFF, Role, Viewer
from portal.core.db import Db
from portal.hours import pages as hours
from portal.hours.rules import Calendar
from portal.people.pages import Subject, subject
from portal.people.reach import PersonKey
from portal.people.rules import Grant
from portal.people.tables import Council
from portal.staying.tables import StayingOpened

NEEDED = Grant.NAME | Grant.IMMIGRATION
READERS = CASE_STAFF
# Who sees which adult has which field, and may open these pages for somebody.
OPENERS = frozenset({Role.WORKER, Role.MANAGER})
FOR_FIELDS = Grant.NAME | Grant.REASONS


def has(council_id: int, person: PersonKey | int) -> ColumnElement[bool]:
    """Whether somebody has these pages: they came alone, or a worker opened them."""
    return or_(
        exists(
            select(ArrivedAlone.id).where(
                ArrivedAlone.council_id == council_id, ArrivedAlone.person_id == person
            )
        ),
        exists(
            select(StayingOpened.id).where(
                StayingOpened.council_id == council_id, StayingOpened.person_id == person
            )
        ),
    )


def has_pages(db: Db, viewer: Viewer) -> bool:
    return bool(db.scalar(select(has(viewer.council_id, viewer.person_id))))


def has_link(viewer: Viewer) -> bool:
    """`has_pages` for a list of links, in the request that draws it."""
    return has_pages(handle.opened(), viewer)


def mine(db: Db, viewer: Viewer) -> None:
    """Raises NoResultFound for whom these pages are not."""
    if not has_pages(db, viewer):
        raise NoResultFound


def mine_and_hours(db: Db, viewer: Viewer) -> Calendar:
    """`mine`, and the council's hours with it: one statement."""
    row = db.execute(
        select(has(viewer.council_id, viewer.person_id).label("there"), *hours.columns()).where(
            Council.id == viewer.council_id
        )
    ).one()
    if not row.there:
        raise NoResultFound
    return hours.calendar_of(row)


def whose(db: Db, viewer: Viewer, ref: str, now: datetime, *, writes: bool = False) -> Subject:
    """The young person whose pages the viewer was given. Raises NoResultFound."""
    who = subject(db, viewer, ref, now, by_the_hour=False)
    if not who.may(NEEDED) or (writes and who.stopped_at is not None):
        raise NoResultFound
    return who


def of_fields(db: Db, viewer: Viewer, ref: str, now: datetime) -> Subject:
    """The young person of whom the viewer may read which adult has which field. Raises
    NoResultFound."""
    who = subject(db, viewer, ref, now, by_the_hour=False)
    if not who.may(FOR_FIELDS):
        raise NoResultFound
    return who
