"""Home, everyone I know, and all promises to me."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.agenda import labels as agenda
from portal.core import clock, db, words
from portal.core.access import YOUNG, Cache, Data, Records, door, viewer
from portal.core.frame import draw, offer, say_done
from portal.core.words import later
from portal.home import labels, pages
from portal.home.forms import WordForm
from portal.hours import labels as hours
from portal.moves.pages import lately_left
from portal.notifications import actions as notifications
from portal.people import labels as people
from portal.people.own_words import call_them
from portal.promises import labels as promises
from portal.promises.pages import my_promises

LEFT_FOR = timedelta(days=60)  # for so long it says whom they have left
bp = Blueprint("home", __name__)
say_done(word_kept=later("Saved. Only you see this word."))


offer(
    bp,
    agenda=agenda,
    to_me=people.to_me,
    to_them=people.to_them,
    does_for_me=people.does_for_me,
    promise_chip=promises.chip,
    promise_line=promises.line,
    promise_chips=promises.CHIPS,
    answering_hours=labels.answering_hours,
    next_read=hours.next_read,
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
    return _everyone(None, clock.now())[0]


def _everyone(form: WordForm | None, now: datetime, ref: str = "") -> tuple[str, int]:
    who, today = viewer(), clock.today(now)
    page = pages.people_page(db.opened(), who, now)
    status = 422 if form is not None else 200
    return draw(
        "home/people.html", page=page, now=now, form=form or WordForm(None), wrong_ref=ref,
        here="home.home", left=lately_left(db.opened(), who, today, today - LEFT_FOR),
    ), status  # fmt: skip


@bp.post("/my-people/<ref>/word")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def my_word(ref: str) -> Response | tuple[str, int]:
    """Their own word for somebody."""
    now, form = clock.now(), WordForm()
    if not form.validate_on_submit():
        return _everyone(form, now, ref)
    call_them(db.opened(), viewer(), ref, form.word.data, now)
    return redirect(url_for(".everyone", done="word-kept", _anchor=f"p{ref}"), 303)


@bp.get("/promises")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def promises_to_me() -> str:
    who = viewer()
    try:
        page = my_promises(db.opened(), who, request.args.get("before"), clock.now())
    except ValueError:
        abort(404)
    return draw("promises/promises.html", page=page, promises=page.promises, here="home.home")


@bp.post("/promises/seen")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def promises_seen() -> Response:
    """The "seen" mark: sent by a script once the page is in front, by a button without one."""
    who, now = viewer(), clock.now()
    there = my_promises(db.opened(), who, None, now).promises
    if there.drawn == request.form.get("drawn"):
        notifications.seen(db.opened(), who.council_id, who.person_id, "promise", None, now)
    return redirect(url_for(".promises_to_me"), 303)
