"""When the council answers: its hours, the days it is closed, the bank holidays to come."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, url_for
from werkzeug.wrappers import Response

from portal.core import clock, db
from portal.core.access import Cache, Data, Role, door, viewer
from portal.core.forms import day_typed
from portal.core.frame import draw, offer, say_done
from portal.core.links import Shelf, offer_link
from portal.core.words import later
from portal.hours import actions, labels, pages
from portal.hours.forms import ClosedForm, HoursForm, ReopenForm

bp = Blueprint("hours", __name__)
KEEPERS = frozenset({Role.ADMIN, Role.EDITOR, Role.MANAGER})
say_done(hours_saved=later("Saved. What is sent from now on goes by it."))
offer_link(Shelf.DESK, later("When we answer"), "hours.hours", "calendar", KEEPERS)
offer(
    bp,
    hours_words=labels.hours_words,
    next_read=labels.next_read,
    when_read=labels.when_read,
    open_now=labels.open_now,
    away_back=labels.is_away,
)


@bp.route("/hours", methods=["GET", "POST"])
@door(KEEPERS, data=Data.NEVER, cache=Cache.NO_STORE)
def hours() -> Response | tuple[str, int]:
    who, now = viewer(), clock.now()
    page = pages.hours_page(db.opened(), who, now)
    form = HoursForm()
    if form.validate_on_submit():
        actions.set_hours(db.opened(), who, form.week, now)
        return redirect(url_for(".hours", done="hours-saved"), 303)
    return _drawn(page, form if form.is_submitted() else HoursForm.of(page.calendar))


def _drawn(
    page: pages.HoursPage, form: HoursForm, closing: ClosedForm | None = None
) -> tuple[str, int]:
    closing = closing or ClosedForm(None)
    wrong = closing if closing.errors else form
    status = 422 if wrong.errors else 200
    return draw(
        "hours/hours.html", page=page, hours=form, closing=closing, reopening=ReopenForm(None),
        form=wrong,
    ), status  # fmt: skip


@bp.post("/hours/closed")
@door(KEEPERS, data=Data.NEVER, cache=Cache.NO_STORE)
def close() -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), ClosedForm()
    if form.validate_on_submit() and form.closed_on is not None:
        actions.close_on(db.opened(), who, form.closed_on, form.why.data, now)
        return redirect(url_for(".hours", done="hours-saved"), 303)
    page = pages.hours_page(db.opened(), who, now)
    return _drawn(page, HoursForm.of(page.calendar), form)


@bp.post("/hours/open")
@door(KEEPERS, data=Data.NEVER, cache=Cache.NO_STORE)
def reopen() -> Response:
    form = ReopenForm()
    day = day_typed(form.day.data or "")
    if not form.validate_on_submit() or day is None:
        abort(400)
    actions.reopen_on(db.opened(), viewer(), day, clock.now())
    return redirect(url_for(".hours", done="hours-saved"), 303)
