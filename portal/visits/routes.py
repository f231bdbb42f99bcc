"""One visit."""

from __future__ import annotations

from flask import Blueprint

from portal.core import clock, db
from portal.core.access import YOUNG, Cache, Data, Records, door, viewer
from portal.core.frame import draw
from portal.visits import pages

bp = Blueprint("visits", __name__)


@bp.get("/visits/<ref>")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def visit(ref: str) -> str:
    page = pages.visit_page(db.opened(), viewer(), ref, clock.now())
    return draw("visits/visit.html", page=page, here="dates.dates")
