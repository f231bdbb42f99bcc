"""My say, for young people and care leavers."""

from __future__ import annotations

from flask import Blueprint

from portal.core import clock, db
from portal.core.access import YOUNG, Cache, Data, Records, door, viewer
from portal.core.frame import draw
from portal.my_views import pages

bp = Blueprint("my_views", __name__)


@bp.get("/my-say")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def my_say() -> str:
    page = pages.my_say_page(db.opened(), viewer(), clock.now())
    return draw("my_views/my-say.html", page=page)
