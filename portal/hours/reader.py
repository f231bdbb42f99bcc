"""The hours of the council whose page somebody reads."""

from __future__ import annotations

from portal.core import clock, db
from portal.core.access import viewer
from portal.hours.labels import open_now
from portal.hours.pages import calendar_for
from portal.hours.rules import Calendar


def calendar_here() -> Calendar:
    """By which days and hours what is written on this page is read: one statement, where it is
    asked."""
    return calendar_for(db.opened(), viewer().council_id)


def open_here(calendar: Calendar) -> bool:
    """Whether somebody is there now."""
    return open_now(calendar, clock.now())
