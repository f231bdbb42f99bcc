"""What must not wait: the list, one of them, "I have it", and what was done."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock, db
from portal.core.access import CASE_STAFF, STAFF, Cache, Data, Records, Viewer, door, viewer
from portal.core.frame import draw, offer, say_done
from portal.core.links import Shelf, offer_link
from portal.core.words import _, later
from portal.notifications.labels import say_news
from portal.worries import actions, labels, pages, policy
from portal.worries.forms import DoneForm, TakeForm

bp = Blueprint("worries", __name__)
say_done(
    marked=later("Sent. We marked this so that somebody looks soon."),
    worry_taken=later("You have it. Nobody else is asked any more."),
    worry_done=later("Closed. What you wrote is kept."),
)
say_news("worry", later("Somebody may not be safe. Look now."), "worries.worries", "warn")
offer_link(
    Shelf.DESK, later("What must not wait"), "worries.worries", "warn", CASE_STAFF, leads=True
)
offer(
    bp, worry_words=labels, beside_goals=policy.BESIDE_GOALS, beside_said=policy.BESIDE_SAID,
    own_pages=policy.ON_OWN_PAGES,
)  # fmt: skip


@bp.get("/worries")
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def worries() -> str:
    now = clock.now()
    page = pages.worries_page(db.opened(), viewer(), request.args.get("after"), now)
    return draw("worries/worries.html", page=page, now=now, here="staff.waiting")


@bp.get("/worries/<ref>")
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def worry(ref: str) -> str:
    return _worry(viewer(), ref, DoneForm(), clock.now())


def _worry(who: Viewer, ref: str, form: DoneForm, now: datetime) -> str:
    page = pages.worry_page(db.opened(), who, ref, now)
    return draw("worries/worry.html", page=page, form=form, now=now, here="staff.waiting")


@bp.post("/worries/<ref>/take")
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def take(ref: str) -> Response:
    if not TakeForm().validate_on_submit():
        abort(400)
    try:
        actions.take(db.opened(), viewer(), ref, clock.now())
    except actions.TakenAlready:
        # The page says who has it.
        return redirect(url_for(".worry", ref=ref), 303)
    except actions.OnlyReads:
        abort(409)
    return redirect(url_for(".worry", ref=ref, done="worry-taken"), 303)


@bp.post("/worries/<ref>/done")
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def done(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), DoneForm()
    if form.validate_on_submit():
        try:
            actions.close(db.opened(), who, ref, form.text.data, now)
        except actions.NotTaken:
            form.text.errors = (_("Say first that you have it. Your words are still here."),)
        except actions.OnlyReads:
            abort(409)
        else:
            return redirect(url_for(".worry", ref=ref, done="worry-done"), 303)
    return _worry(who, ref, form, now), 422
