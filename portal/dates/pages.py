"""Dates, grouped by day, in two statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from portal.agenda.pages import Item, coming, not_booked, past
from portal.core import clock
from portal.core.access import Viewer
from portal.core.db import Db

AHEAD_DAYS = 190
BACK_DAYS = 90
SOON_DAYS = 42


@dataclass(frozen=True)
class DayOfDates:
    day: date
    items: tuple[Item, ...]


@dataclass(frozen=True)
class DatesPage:
    today: date
    coming: tuple[DayOfDates, ...]
    should_be: tuple[Item, ...]
    past: tuple[Item, ...]


def dates_page(db: Db, viewer: Viewer, now: datetime) -> DatesPage:
    today = clock.today(now)
    items = coming(db, viewer.council_id, [viewer.person_id], None, today, AHEAD_DAYS, limit=120)
    fixed = [item for item in items if not item.by]
    return DatesPage(
        today,
        tuple(DayOfDates(day, tuple(group)) for day, group in groupby(fixed, key=lambda i: i.day)),
        not_booked(items, today, SOON_DAYS),
        past(db, viewer.council_id, viewer.person_id, today, BACK_DAYS),
    )
