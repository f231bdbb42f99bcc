"""Dates, grouped by day, in two statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby

from portal.agenda.pages import Item, coming, not_booked, past
from portal.core import clock
from portal.core.access import Viewer
from portal.core.db import Db

AHEAD_DAYS = 190
BACK_DAYS = 90
SOON_DAYS = 42


class When(StrEnum):
    THIS_WEEK = "this_week"
    NEXT_WEEK = "next_week"
    MONTH = "month"


@dataclass(frozen=True)
class Stretch:
    """This week, next week, or a month (`first` is in it). Weeks begin on Monday."""

    when: When
    first: date
    items: tuple[Item, ...]


@dataclass(frozen=True)
class DatesPage:
    today: date
    coming: tuple[Stretch, ...]
    should_be: tuple[Item, ...]
    past: tuple[Item, ...]


def dates_page(db: Db, viewer: Viewer, now: datetime) -> DatesPage:
    today = clock.today(now)
    items = coming(db, viewer, [viewer.person_id], None, today, AHEAD_DAYS, limit=120)
    return DatesPage(
        today,
        _stretches([item for item in items if not item.by], today),
        not_booked(items, today, SOON_DAYS),
        past(db, viewer, viewer.person_id, today, BACK_DAYS),
    )


def _stretches(items: list[Item], today: date) -> tuple[Stretch, ...]:
    monday = today - timedelta(days=today.weekday())

    def stretch(item: Item) -> tuple[When, date]:
        if item.day < monday + timedelta(weeks=1):
            return When.THIS_WEEK, monday
        if item.day < monday + timedelta(weeks=2):
            return When.NEXT_WEEK, monday + timedelta(weeks=1)
        return When.MONTH, item.day.replace(day=1)

    return tuple(Stretch(*key, tuple(group)) for key, group in groupby(items, key=stretch))
