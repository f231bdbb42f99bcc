"""The council's promise: to read, to say whether it is true, and for its keepers."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock, db
from portal.core.access import YOUNG, Cache, Data, Records, door, viewer
from portal.core.frame import draw, offer, say_done
from portal.core.links import Shelf, offer_link
from portal.core.receipts import KeyReused
from portal.core.words import _, later
from portal.polls import policy
from portal.polls.pledge import actions, labels, pages
from portal.polls.pledge.forms import EvidenceForm, PointForm, said, say_form
from portal.polls.pledge.rules import State

bp = Blueprint("pledge", __name__)
HERE = "my_views.my_say"
KEEPERS = policy.KEEPERS

say_done(
    pledge_said=later("Thank you. It is counted, without your name."),
    pledge_twice=later("You have said this already. Each person is asked once in three months."),
    pledge_added=later("It is there. Every young person can read it."),
    pledge_changed=later("Saved. What it said before stays readable."),
    pledge_gone=later("It is promised no more."),
    pledge_proved=later("It stands under the promise, with your name."),
)
offer_link(
    Shelf.SAY, later("What the council promises"), "pledge.read", "promise", YOUNG,
    line=later("Read it, see what was done, and say if it is true for you."),
)  # fmt: skip
offer_link(Shelf.DESK, later("What the council promises"), "pledge.keep", "promise", KEEPERS)
offer(bp, pledge_words=labels)


@bp.route("/with-others/promise", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def read() -> Response | tuple[str, int]:
    reads = request.method == "GET"
    page = pages.page(db.opened(), viewer(), clock.now(), whole=reads)
    form = say_form(page.points)
    if form.validate_on_submit() and (done := _said(form, page)):
        return redirect(url_for(".read", done=done), 303)
    if not reads:
        page = pages.page(db.opened(), viewer(), clock.now())
    return _drawn("polls/pledge/read.html", form, page=page, here=HERE)


def _said(form: Any, page: pages.PledgePage) -> str | None:
    given = said(form, page.points)
    if not given:
        form.form_errors.append(
            _("You have not answered anything yet. Answer one, or just leave this page.")
        )
        return None
    try:
        actions.say(db.opened(), viewer(), given, clock.now())
    except actions.AnsweredBefore:
        return "pledge-twice"
    return "pledge-said"


def _drawn(template: str, form: Any, **names: Any) -> tuple[str, int]:
    status = 422 if form.errors or form.form_errors else 200
    return draw(template, form=form, **names), status


@bp.route("/promise-to-all", methods=["GET", "POST"])
@door(KEEPERS, data=Data.NEVER, cache=Cache.NO_STORE)
def keep() -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), PointForm()
    if form.validate_on_submit():
        try:
            actions.add(
                db.opened(), who, form.text.data, State(form.state.data), form.key.data, now
            )
        except KeyReused:
            _sent_before(form)
        else:
            return redirect(url_for(".keep", done="pledge-added"), 303)
    return _drawn("polls/pledge/keep.html", form, page=pages.page(db.opened(), who, now))


def _sent_before(form: Any) -> None:
    form.form_errors.append(_("You sent something else from this page. Please send this again."))
    form.key.data = form.key.default()


@bp.route("/promise-to-all/<ref>", methods=["GET", "POST"])
@door(KEEPERS, data=Data.NEVER, cache=Cache.NO_STORE)
def change(ref: str) -> Response | tuple[str, int]:
    who, form = viewer(), PointForm()
    one = pages.found(db.opened(), who, ref)
    if request.method == "GET":
        form.text.data, form.state.data = one.text, one.state
    if form.validate_on_submit():
        actions.change(db.opened(), who, ref, form.text.data, State(form.state.data), clock.now())
        return redirect(url_for(".keep", done="pledge-changed"), 303)
    return _drawn("polls/pledge/change.html", form, one=one)


@bp.route("/promise-to-all/<ref>/done", methods=["GET", "POST"])
@door(KEEPERS, data=Data.NEVER, cache=Cache.NO_STORE)
def prove(ref: str) -> Response | tuple[str, int]:
    """What was done for a point."""
    who, form = viewer(), EvidenceForm()
    one = pages.found(db.opened(), who, ref)
    if form.validate_on_submit():
        try:
            actions.prove(
                db.opened(), who, ref, form.text.data, form.day, form.key.data, clock.now()
            )
        except KeyReused:
            _sent_before(form)
        else:
            return redirect(url_for(".keep", done="pledge-proved"), 303)
    return _drawn("polls/pledge/prove.html", form, one=one)


@bp.post("/promise-to-all/<ref>/drop")
@door(KEEPERS, data=Data.NEVER, cache=Cache.NO_STORE)
def drop(ref: str) -> Response:
    actions.drop(db.opened(), viewer(), ref, clock.now())
    return redirect(url_for(".keep", done="pledge-gone"), 303)
