"""Dates, for the young person."""

from __future__ import annotations

from flask import Blueprint

from portal.core import clock, db
from portal.core.access import YOUNG, Cache, Data, Records, door, viewer
from portal.core.frame import draw
from portal.dates import pages

bp = Blueprint("dates", __name__)


@bp.get("/dates")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def dates() -> str:
    return draw("dates/dates.html", page=pages.dates_page(db.opened(), viewer(), clock.now()))
