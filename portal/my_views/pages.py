"""What My say shows: two questions to the database, both about the viewer alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from portal.agenda.tables import AgendaItem
from portal.core import clock
from portal.core.access import Band, Viewer
from portal.core.db import Db
from portal.helplines import contacts
from portal.helplines.contacts import Contact, Section
from portal.people.answers import (
    FIRST,
    answers_for,
    columns,
    with_who_answers,
    worker,
)
from portal.people.tables import Council


@dataclass(frozen=True)
class ComingReview:
    """wall: what the clock on the wall will show; None when only the day is known."""

    day: date
    wall: datetime | None
    run_by: str


@dataclass(frozen=True)
class MySayPage:
    review: ComingReview | None
    worker: str  # who answers today; "" when nobody does
    council: str
    duty_phone: str
    band: Band
    advocates: tuple[Contact, ...]


def my_say_page(db: Db, viewer: Viewer, now: datetime) -> MySayPage:
    council, duty_phone, worker = _council_and_worker(db, viewer, now)
    return MySayPage(
        review=_coming_review(db, viewer, now),
        worker=worker,
        council=council,
        duty_phone=duty_phone,
        band=viewer.band,
        advocates=contacts.of(Section.SIDE),
    )


def _coming_review(db: Db, viewer: Viewer, now: datetime) -> ComingReview | None:
    row = db.execute(
        select(AgendaItem.day, AgendaItem.wall, AgendaItem.with_label)
        .where(
            AgendaItem.council_id == viewer.council_id,
            AgendaItem.person_id == viewer.person_id,
            AgendaItem.day >= clock.today(now),
            AgendaItem.kind == "review",
            AgendaItem.state == "coming",
        )
        .order_by(AgendaItem.day, AgendaItem.id)
        .limit(1)
    ).first()
    return ComingReview(row.day, row.wall, row.with_label) if row else None


def _council_and_worker(db: Db, viewer: Viewer, now: datetime) -> tuple[str, str, str]:
    """The council's name and day-time number, and who answers the viewer today."""
    day = clock.today(now)
    row = db.execute(
        with_who_answers(
            select(Council.name, Council.duty_phone, *columns(worker)).select_from(Council),
            Council.id,
            viewer.person_id,
            day,
        )
        .where(Council.id == viewer.council_id)
        .order_by(*FIRST)
        .limit(1)
    ).one()
    answers = answers_for(row, day)
    return row.name, row.duty_phone, answers.name if answers else ""
