"""Reads of a council's calendar: beside what a page asks anyway, and for the page about it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from portal.clocks.days import load_holidays, titled_holidays
from portal.core import clock
from portal.core.access import Viewer
from portal.core.db import Db
from portal.core.json_rows import json_rows
from portal.hours.rules import (
    DAY,
    NO_DAY,
    Absence,
    Calendar,
    Days,
    Hours,
    nobody_reads,
    usual_week,
)
from portal.hours.tables import ClosedDay, OpenHours
from portal.people.tables import Council


def columns() -> Sequence[ColumnElement[Any] | InstrumentedAttribute[Any]]:
    """What `calendar_of` reads of a row of a query that has the Council's row in it."""
    hours = json_rows(OpenHours.weekday, OpenHours.opens, OpenHours.closes).where(
        OpenHours.council_id == Council.id
    )
    closed = json_rows(ClosedDay.day).where(ClosedDay.council_id == Council.id)
    return (
        hours.correlate(Council).scalar_subquery().label("open_hours"),
        closed.correlate(Council).scalar_subquery().label("closed_days"),
        Council.closes_hour,
    )


def calendar_of(row: Any) -> Calendar:
    """The council's calendar, from a row with `columns`."""
    return _calendar(row.open_hours or "[]", row.closed_days or "[]", row.closes_hour)


@lru_cache(maxsize=512)
def _calendar(hours: str, closed: str, closes_hour: int) -> Calendar:
    """From what the database said: a council's text is the same from one page to the next."""
    week: list[Hours | None] = [None] * 7
    for weekday, opens, closes in json.loads(hours):
        week[weekday] = (opens, closes)
    return Calendar(
        tuple(week) if any(week) else usual_week(closes_hour),
        load_holidays(),
        frozenset(date.fromisoformat(day) for (day,) in json.loads(closed)),
    )


def reading_of(row: Any, calendar: Calendar, today: date) -> Calendar:
    """The calendar of whoever answers: the council's, without the days from today on which their
    worker is away and nobody covers. row: with `people.answers.absences`."""
    if row.absent in (None, "[]"):
        return calendar
    covered: dict[int, list[Days]] = defaultdict(list)
    for id, *ends in json.loads(row.covered or "[]"):
        first, until, member_first, member_until = (day and date.fromisoformat(day) for day in ends)
        covered[id].append(
            (max(first, member_first), min(until or date.max, member_until or date.max))
        )
    cover_away = _by_id(row.cover_absent)
    absences = [
        Absence(days, tuple(covered[id]), tuple(cover_away[id]))
        for id, spans in _by_id(row.absent).items()
        for days in spans
    ]
    return calendar.without(nobody_reads(absences, today))


def back_on(row: Any, calendar: Calendar, until: date) -> date | None:
    """The first day on which somebody is there again whose leave lasts until this day: a working
    day of the council on which they are not away once more. None where no such day is known. row:
    with `people.answers.absent`."""
    away = [days for spans in _by_id(row.absent).values() for days in spans]
    try:
        return calendar.without(away).add_working_days(until, 1)
    except NO_DAY:
        return None


def _by_id(rows: str | None) -> dict[int, list[Days]]:
    found: dict[int, list[Days]] = defaultdict(list)
    for id, starts, ends in json.loads(rows or "[]"):
        found[id].append((date.fromisoformat(starts), date.fromisoformat(ends)))
    return found


def calendar_for(db: Db, council_id: int) -> Calendar:
    """The council's calendar: one statement. Raises NoResultFound."""
    return calendar_of(db.execute(select(*columns()).where(Council.id == council_id)).one())


@dataclass(frozen=True)
class Closed:
    day: date
    why: str


@dataclass(frozen=True)
class HoursPage:
    """calendar: as it is today. closed: days to come on which the council is closed besides.
    holidays: the bank holidays to come, with their names. known_through: until when they are
    known. usual: nobody has set any hours yet."""

    calendar: Calendar
    closed: tuple[Closed, ...]
    holidays: tuple[Closed, ...]
    known_through: date
    usual: bool


SHOWN_HOLIDAYS = 366 * DAY


def hours_page(db: Db, viewer: Viewer, now: datetime) -> HoursPage:
    today = clock.today(now)
    row = db.execute(select(*columns()).where(Council.id == viewer.council_id)).one()
    closed = db.execute(
        select(ClosedDay.day, ClosedDay.why)
        .where(ClosedDay.council_id == viewer.council_id, ClosedDay.day >= today)
        .order_by(ClosedDay.day)
    )
    calendar = calendar_of(row)
    until = today + SHOWN_HOLIDAYS
    return HoursPage(
        calendar,
        tuple(Closed(one.day, one.why) for one in closed),
        tuple(Closed(day, name) for day, name in titled_holidays() if today <= day < until),
        calendar.holidays.known_through,
        not json.loads(row.open_hours or "[]"),
    )
