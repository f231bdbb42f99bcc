"""One family time."""

from __future__ import annotations

from flask import Blueprint

from portal.core import clock, db
from portal.core.access import YOUNG, Cache, Data, Records, door, viewer
from portal.core.frame import draw
from portal.family_time import pages

bp = Blueprint("family_time", __name__)


@bp.get("/family-time/<ref>")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def family_time(ref: str) -> str:
    page = pages.family_time_page(db.opened(), viewer(), ref, clock.now())
    return draw("family_time/family-time.html", page=page, here="dates.dates")
