"""The carer's cards."""

from __future__ import annotations

from flask import Blueprint

from portal.carers import pages
from portal.core import clock, db
from portal.core.access import CARERS, Cache, Data, Records, door, viewer
from portal.core.frame import draw

bp = Blueprint("carers", __name__)


@bp.get("/children")
@door(CARERS, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.PERSON)
def children() -> str:
    who = viewer()
    page = pages.children_page(db.opened(), who, clock.now())
    return draw("carers/children.html", page=page, night=who.night_phone)
