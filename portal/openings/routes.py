"""Emergencies, looking into messages, and the list of what was opened."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, abort, redirect, request, url_for
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response

from portal.core import clock, db, ledger
from portal.core.access import (
    STAFF,
    Cache,
    Data,
    Records,
    Role,
    Viewer,
    door,
    viewer,
)
from portal.core.frame import draw, offer, say_done
from portal.core.links import Shelf, offer_link
from portal.core.receipts import KeyReused
from portal.core.words import _, later
from portal.notifications.labels import say_news
from portal.openings import actions, found, labels, pages, rules
from portal.openings.forms import (
    YES,
    AnswerForm,
    DecideForm,
    FindForm,
    LookIntoForm,
    OpenForm,
    first_review,
)
from portal.people.rules import Grant
from portal.uploads.answers import give

bp = Blueprint("openings", __name__)

ON_DUTY = frozenset({Role.DUTY})
MANAGERS = frozenset({Role.MANAGER})

say_done(
    opened_in_emergency=later(
        "Open. It closes by itself. If you are finished sooner, close it under “What was opened”."
    ),
    opened_and_nobody_told=later("Open. No manager could be told. Ring one now."),
    closed=later("Closed."),
    asked_to_look=later("Sent. Nothing is open until a second person agrees."),
    agreed=later("You agreed. It is open to the two of you now."),
    refused=later("You refused. Nothing was opened."),
    not_told_yet=later("Saved. They are not told yet."),
    told_now=later("Saved. They are told now."),
)
say_news(
    "emergency_opened", later("Somebody on duty opened a record in an emergency"),
    "openings.openings", "warn",
)  # fmt: skip
say_news("agreement_asked", later("Somebody asks you to agree"), "openings.openings", "eye")
say_news(
    "agreement_answered", later("There is an answer to what you asked"), "openings.openings", "eye"
)
say_news(
    actions.LOOK_AGAIN,
    later("It is time to look at a decision again"),
    "openings.openings",
    "clock",
)
say_news(
    "looked_in_emergency", later("In an emergency, somebody had to look at your page"),
    "who_looked.who_looked", "eye",
)  # fmt: skip
say_news(
    "messages_looked_into", later("Managers are checking messages between you and an adult"),
    "who_looked.who_looked", "eye",
)  # fmt: skip
offer_link(Shelf.DESK, later("Emergency: open one record"), "openings.search", "warn", ON_DUTY)
offer_link(
    Shelf.DESK, later("What was opened"), "openings.openings", "eye", ON_DUTY | MANAGERS,
    leads=True,
)  # fmt: skip
offer_link(
    Shelf.PERSON, later("Look into an adult's messages"), "openings.look_into", "search", MANAGERS,
    grant=int(Grant.NAME),
)  # fmt: skip
offer(bp, opening_words=labels)


# --- an emergency -------------------------------------------------------------------------------


@bp.get("/emergency")
@door(ON_DUTY, data=Data.NEVER, cache=Cache.NO_STORE)
def search() -> str:
    return draw("openings/search.html", form=FindForm())


@bp.post("/emergency/find")
@door(ON_DUTY, data=Data.NEVER, cache=Cache.NO_STORE)
def find() -> str | tuple[str, int]:
    """One match, and the reason is asked for: nothing of them is shown."""
    who, now, form = viewer(), clock.now(), FindForm()
    if not form.validate_on_submit():
        return draw("openings/search.html", form=form), 422
    tries = f"emergency:{who.account_id}"
    if ledger.count(db.database(), tries, rules.TRIES_WINDOW, now) > rules.TRIES:
        form.number.errors = (
            _("That was many tries. Wait an hour, or ask a manager to look with you."),
        )
        return draw("openings/search.html", form=form), 429
    with db.glance() as looking:
        ref = pages.find(looking, who, form.number.data, form.name.data, form.day, now)
    if ref is None:
        form.number.errors = (
            _(
                "We could not find just one. Check the spelling and the date, or ask for their "
                "number at the council."
            ),
        )
        return draw("openings/search.html", form=form), 422
    return draw("openings/why.html", form=OpenForm(None, found=found.seal(who, ref, now)))


@bp.post("/emergency/open")
@door(ON_DUTY, data=Data.NEVER, cache=Cache.NO_STORE)
def open_record() -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), OpenForm()
    if not form.validate_on_submit():
        return draw("openings/why.html", form=form), 422
    ref = found.unseal(who, form.found.data or "", now)
    if ref is None:
        form.form_errors.append(
            _("It was a while since you found them. Copy your reason, then find them again.")
        )
        return draw("openings/why.html", form=form), 422
    hold = form.hold.data == YES
    try:
        told = actions.open_record(
            db.opened(), who, ref, form.text.data, int(form.hours.data), hold, form.key.data, now
        )
    except KeyReused:
        _sent_before(form)
        return draw("openings/why.html", form=form), 422
    done = "opened-in-emergency" if told else "opened-and-nobody-told"
    return redirect(url_for("staff.person", ref=ref, done=done), 303)


def _sent_before(form: OpenForm | LookIntoForm) -> None:
    form.form_errors.append(_("You sent something else from this page. Please send this again."))
    form.key.data = form.key.default()


# --- what was opened ----------------------------------------------------------------------------


@bp.get("/openings")
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def openings() -> str:
    now = clock.now()
    page = pages.openings_page(db.opened(), viewer(), request.args.get("after"), now)
    return draw("openings/openings.html", page=page, now=now)


@bp.get("/openings/<ref>")
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def opening(ref: str) -> str:
    now = clock.now()
    form = DecideForm(None, review=first_review(clock.today(now)))
    return _opening(viewer(), ref, form, now)


def _opening(who: Viewer, ref: str, form: DecideForm, now: datetime) -> str:
    page = pages.opening_page(db.opened(), who, ref, now)
    return draw("openings/opening.html", page=page, form=form, now=now)


@bp.post("/openings/<ref>/end")
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def end(ref: str) -> Response:
    actions.end(db.opened(), viewer(), ref, clock.now())
    return redirect(url_for(".opening", ref=ref, done="closed"), 303)


@bp.post("/openings/<ref>/answer")
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def answer(ref: str) -> Response:
    form = AnswerForm()
    if not form.validate_on_submit() or form.says.data not in ("agree", "refuse"):
        abort(400)
    agrees = form.says.data == "agree"
    try:
        actions.answer(db.opened(), viewer(), ref, agrees, clock.now())
    except actions.AnsweredAlready:
        abort(409)
    return redirect(url_for(".opening", ref=ref, done="agreed" if agrees else "refused"), 303)


@bp.post("/openings/<ref>/telling")
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def telling(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), DecideForm()
    if form.says.data not in ("now", "not-yet"):
        abort(400)
    if form.validate_on_submit():
        try:
            return _decide(who, ref, form, now)
        except actions.ToldAlready:
            abort(409)
    return _opening(who, ref, form, now), 422


def _decide(who: Viewer, ref: str, form: DecideForm, now: datetime) -> Response:
    if form.says.data == "now":
        actions.tell_now(db.opened(), who, ref, form.text.data, now)
        return redirect(url_for(".opening", ref=ref, done="told-now"), 303)
    assert form.day is not None
    actions.not_yet(db.opened(), who, ref, form.text.data, form.day, now)
    return redirect(url_for(".opening", ref=ref, done="not-told-yet"), 303)


# --- an adult's messages ------------------------------------------------------------------------


@bp.route("/people/<ref>/messages/look-into", methods=["GET", "POST"])
@door(MANAGERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def look_into(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), LookIntoForm()
    page = pages.look_into_page(db.opened(), who, ref, now)
    form.adult.choices = [
        (w.ref, _("%(name)s, %(job)s", name=w.name, job=w.job) if w.job else w.name)
        for w in page.writers
    ]
    if form.validate_on_submit():
        adult = pages.writer(db.opened(), who, page.id, form.adult.data)
        if adult is None:
            raise NoResultFound
        hold = form.hold.data == YES
        try:
            asked = actions.ask(
                db.opened(), who, page.id, adult.id, form.text.data, int(form.hours.data), hold,
                form.key.data, now,
            )  # fmt: skip
        except KeyReused:
            _sent_before(form)
        else:
            return redirect(url_for(".opening", ref=asked, done="asked-to-look"), 303)
    status = 422 if form.errors else 200
    return draw("openings/look-into.html", page=page, form=form, here="staff.people"), status


@bp.get("/openings/<ref>/messages")
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def messages(ref: str) -> str:
    """Read only: nothing is marked, nothing can be written."""
    before = request.args.get("before")
    page = pages.messages_page(db.opened(), viewer(), ref, before, clock.now())
    return draw("openings/messages.html", page=page)


@bp.get("/openings/attached/<ref>")
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON, file=True)
def attached(ref: str) -> Response:
    """A picture or voice that stands on such a page."""
    here = pages.content(db.opened(), viewer(), ref, clock.now())
    return give(here.data, here.mime)
