"""The notice for everybody, and one's own copy, read once after the first sign-in."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock, db
from portal.core.access import CARERS, PUBLIC, YOUNG, Cache, Data, Records, Role, door, viewer
from portal.core.frame import draw, say_done
from portal.core.links import Shelf, offer_link
from portal.core.words import later
from portal.people.routes import FIRST_SCREEN
from portal.privacy import actions, pages
from portal.privacy.notice import NAMES, Words

bp = Blueprint("privacy", __name__)
say_done(privacy_read=later("Good. You can read it again at any time, at the end of each page."))
offer_link(
    Shelf.ME, later("How we look after your information"), "privacy.first", "lock",
    [Role.YOUNG, Role.CARER],
)  # fmt: skip


@bp.get("/privacy")
@door(PUBLIC, data=Data.PUBLIC, cache=Cache.PUBLIC)
def notice() -> str:
    page = pages.notice(pages.chosen(request.args.get("words", "")))
    tabs = [
        {"label": NAMES[words], "href": url_for(".notice", words=words.value),
         "here": words is page.words}
        for words in Words
    ]  # fmt: skip
    return draw("privacy/notice.html", page=page, tabs=tabs)


@bp.get("/privacy/first")
@door(YOUNG | CARERS, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def first() -> str:
    who = viewer()
    page = pages.my_copy(db.opened(), who)
    return draw("privacy/mine.html", page=page, later_href=url_for(FIRST_SCREEN[who.role]))


@bp.post("/privacy/first")
@door(YOUNG | CARERS, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def have_read() -> Response:
    actions.have_read(db.opened(), viewer(), clock.now())
    return redirect(url_for("people.front", done="privacy-read"), 303)
