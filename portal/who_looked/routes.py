"""Who looked at my information."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, request

from portal.core import clock, db
from portal.core.access import YOUNG, Cache, Data, Records, Role, door, viewer
from portal.core.frame import draw, offer
from portal.core.links import Shelf, offer_link
from portal.core.words import later
from portal.who_looked import labels, pages

bp = Blueprint("who_looked", __name__)
offer(bp, looker=labels.who, looker_did=labels.did, looked_when=labels.when)
offer_link(
    Shelf.ME, later("Who looked at my information"), "who_looked.who_looked", "eye", [Role.YOUNG]
)


@bp.get("/who-looked")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def who_looked() -> str:
    """before: a day; what was noted before it is shown."""
    page = pages.who_looked(db.opened(), viewer(), _day(request.args.get("before")), clock.now())
    return draw("who_looked/who-looked.html", page=page, here="plan.my_plan")


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        abort(404)
    return day if 1990 <= day.year <= 2200 else abort(404)
