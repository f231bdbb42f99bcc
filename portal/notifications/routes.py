"""News, seen."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock, db
from portal.core.access import EVERYBODY, Cache, Data, Records, door, viewer
from portal.core.frame import offer
from portal.notifications import actions, labels

bp = Blueprint("notifications", __name__)
offer(bp, news_of=labels.news_of)


@bp.post("/news/seen")
@door(EVERYBODY, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def seen() -> Response:
    """The "seen" mark for news of these kinds: by a script once they are in front, by a button
    without one."""
    who = viewer()
    kinds = [kind for kind in request.form.get("drawn", "").split(",") if labels.news_of(kind)]
    actions.kinds_seen(db.opened(), who.council_id, who.person_id, kinds, clock.now())
    return redirect(url_for("people.front"), 303)
