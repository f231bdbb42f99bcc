"""The hours of the council whose page somebody reads."""

from __future__ import annotations

from portal.core import db
from portal.core.access import viewer
from portal.hours.labels import when_read
from portal.hours.pages import calendar_for


def when_read_here() -> str:
    """When somebody reads what is written on this page: one statement, where it is asked."""
    return when_read(calendar_for(db.opened(), viewer().council_id))
