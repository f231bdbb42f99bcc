"""Away: my own leave, my team's, and one of them."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from portal.away import actions, labels, pages
from portal.away.forms import NOBODY, YES, AwayForm, ShortenForm, TeamForm, YesForm
from portal.away.rules import NotSo, Wrong
from portal.core import clock, db
from portal.core.access import CASE_STAFF, Cache, Data, Records, Role, Viewer, door, viewer
from portal.core.frame import draw, offer, say_done
from portal.core.links import Shelf, offer_link
from portal.core.receipts import KeyReused
from portal.core.words import _, later
from portal.notifications.labels import say_news

bp = Blueprint("away", __name__)
MANAGERS = frozenset({Role.MANAGER})
say_done(
    away_set=later("Saved. Young people see it in their messages."),
    away_let_in=later("Saved. They can answer on these days."),
    away_shortened=later("Saved. The new last day counts."),
    away_cancelled=later("Saved. The leave is gone."),
)
offer_link(Shelf.DESK, later("When you are away"), "away.mine", "sun", CASE_STAFF)
offer_link(Shelf.DESK, later("Who is away"), "away.team", "people", MANAGERS)
offer(bp, away_words=labels)
say_news(actions.COVERING, later("You answer for a colleague"), "away.mine", "sun")
say_news(
    actions.COVER_OVER, later("You need not answer for a colleague any more"), "away.mine", "sun"
)
say_news(
    actions.ALONE, later("A colleague will be away, and nobody answers for them"), "away.team",
    "warn",
)  # fmt: skip


@bp.route("/away", methods=["GET", "POST"])
@door(CASE_STAFF, data=Data.NEVER, cache=Cache.NO_STORE)
def mine() -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), AwayForm()
    page = pages.mine_page(db.opened(), who, now)
    form.offer(page.colleagues)
    if form.validate_on_submit() and (ref := _set(form, who, None, now)):
        return redirect(url_for(".leave", ref=ref, done="away-set"), 303)
    status = 422 if form.errors else 200
    return draw("away/mine.html", page=page, form=form), status


@bp.route("/away/team", methods=["GET", "POST"])
@door(MANAGERS, data=Data.NEVER, cache=Cache.NO_STORE)
def team() -> Response | tuple[str, int]:
    """For a manager: who is away, and somebody is ill today."""
    who, now, form = viewer(), clock.now(), TeamForm()
    page = pages.team_page(db.opened(), who, now)
    form.offer(page.colleagues)
    if form.validate_on_submit() and (ref := _set(form, who, form.who.data, now)):
        return redirect(url_for(".leave", ref=ref, done="away-set"), 303)
    status = 422 if form.errors else 200
    return draw("away/team.html", page=page, form=form), status


def _set(form: AwayForm | TeamForm, who: Viewer, whose: str | None, now: datetime) -> str | None:
    """The leave's ref; otherwise the form says why not."""
    let_in = isinstance(form, TeamForm) and YES in (form.let_in.data or ())
    cover = "" if form.cover.data == NOBODY else form.cover.data
    try:
        return actions.set_away(
            db.opened(), who, whose, form.first, form.last, cover, let_in, form.key.data, now
        )
    except NotSo as wrong:
        field = {
            Wrong.NO_DAY: form.starts if form.first is None else form.ends,
            Wrong.PAST: form.starts,
            Wrong.OVERLAP: form.starts,
            Wrong.COVER_AWAY: form.cover,
            Wrong.YOURSELF: form.cover,
            Wrong.NOBODY: form.cover,
        }.get(wrong.why, form.ends)
        field.errors = (str(labels.WRONG[wrong.why]),)
    except KeyReused:
        form.form_errors.append(
            _("You sent something else from this page. Please send this again.")
        )
        form.key.data = form.key.default()
    return None


@bp.get("/away/<ref>")
@door(CASE_STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def leave(ref: str) -> tuple[str, int]:
    return _leave(ref, ShortenForm(None), clock.now())


def _leave(ref: str, form: ShortenForm, now: datetime) -> tuple[str, int]:
    page = pages.leave_page(db.opened(), viewer(), ref, now)
    status = 422 if form.errors else 200
    return draw("away/leave.html", page=page, form=form, yes=YesForm(None)), status


@bp.post("/away/<ref>/shorten")
@door(CASE_STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def shorten(ref: str) -> Response | tuple[str, int]:
    form, now = ShortenForm(), clock.now()
    if form.validate_on_submit():
        try:
            actions.shorten(db.opened(), viewer(), ref, form.last, now)
        except NotSo as wrong:
            form.ends.errors = (str(labels.WRONG[wrong.why]),)
        else:
            return redirect(url_for(".leave", ref=ref, done="away-shortened"), 303)
    return _leave(ref, form, now)


@bp.post("/away/<ref>/cancel")
@door(CASE_STAFF, data=Data.NEVER, cache=Cache.NO_STORE)
def cancel(ref: str) -> Response:
    who = viewer()
    actions.cancel(db.opened(), who, ref, clock.now())
    to = ".team" if pages.is_manager(who) else ".mine"
    return redirect(url_for(to, done="away-cancelled"), 303)


@bp.post("/away/<ref>/let-in")
@door(MANAGERS, data=Data.NEVER, cache=Cache.NO_STORE)
def let_in(ref: str) -> Response:
    actions.let_in(db.opened(), viewer(), ref, clock.now())
    return redirect(url_for(".leave", ref=ref, done="away-let-in"), 303)
