"""One review."""

from __future__ import annotations

from flask import Blueprint

from portal.core import clock, db
from portal.core.access import YOUNG, Cache, Data, Records, door, viewer
from portal.core.frame import draw
from portal.reviews import pages

bp = Blueprint("reviews", __name__)


@bp.get("/reviews/<ref>")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def review(ref: str) -> str:
    page = pages.review_page(db.opened(), viewer(), ref, clock.now())
    return draw("reviews/review.html", page=page, here="dates.dates")
