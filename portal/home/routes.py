"""Home, everyone I know, and all promises to me."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.agenda import labels as agenda
from portal.core import clock, db, words
from portal.core.access import YOUNG, Cache, Data, Records, door, viewer
from portal.core.frame import draw, offer
from portal.home import labels, pages
from portal.moves.pages import lately_left
from portal.notifications import actions as notifications
from portal.people import labels as people
from portal.people.pages import my_people_and_who_answers
from portal.promises import labels as promises
from portal.promises.pages import promises_to

LEFT_FOR = timedelta(days=60)  # for so long it says whom they have left
bp = Blueprint("home", __name__)


offer(
    bp,
    agenda=agenda,
    to_me=people.to_me,
    to_them=people.to_them,
    promise_chip=promises.chip,
    promise_line=promises.line,
    promise_chips=promises.CHIPS,
    sleeps=words.sleeps,
    away=labels.away,
    titles_of=lambda items: words.listed([agenda.title(item) for item in items]),
)


@bp.get("/home")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def home() -> str:
    page = pages.home_page(db.opened(), viewer(), clock.now())
    new = ["messages"] if any(w.kind == "message" for w in page.waiting) else []
    return draw("home/home.html", page=page, new=new)


@bp.get("/my-people")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def everyone() -> str:
    who, now = viewer(), clock.now()
    found = my_people_and_who_answers(db.opened(), who.council_id, who.person_id, now)
    today = clock.today(now)
    return draw(
        "home/people.html", people=[p for p in found.now if not p.left(today)], soon=found.soon,
        answers=found.answers, here="home.home",
        left=lately_left(db.opened(), who, today, today - LEFT_FOR),
    )  # fmt: skip


@bp.get("/promises")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def promises_to_me() -> str:
    who = viewer()
    found = promises_to(db.opened(), who.council_id, who.person_id, clock.today(clock.now()))
    return draw("promises/promises.html", promises=found, here="home.home")


@bp.post("/promises/seen")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def promises_seen() -> Response:
    """The "seen" mark: sent by a script once the page is in front, by a button without one."""
    who, now = viewer(), clock.now()
    there = promises_to(db.opened(), who.council_id, who.person_id, clock.today(now))
    if there.drawn == request.form.get("drawn"):
        notifications.seen(db.opened(), who.council_id, who.person_id, "promise", None, now)
    return redirect(url_for(".promises_to_me"), 303)
