"""Stop everything for a young person: ask, agree, and the same to lift it."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request, url_for
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response

from portal.core import clock, db
from portal.core.access import STAFF, Cache, Data, Records, Role, door, viewer
from portal.core.frame import draw, offer, say_done
from portal.core.links import Shelf, offer_link
from portal.core.receipts import KeyReused
from portal.core.words import _, later
from portal.notifications.labels import say_news
from portal.people import labels as people
from portal.people.oversight import oversees
from portal.people.rules import Grant
from portal.people.stops import Why
from portal.stops import actions, labels, pages, policy
from portal.stops.forms import AnswerForm, AskForm, LiftForm

bp = Blueprint("stops", __name__)
say_done(
    stop_asked=later("Sent. Nothing is stopped until a second person agrees. Ring one now."),
    stop_agreed=later("You agreed. Nothing is sent to them any more."),
    stop_refused=later("Saved. Nothing was stopped."),
    lift_asked=later("Sent. Nothing changes until a second person agrees."),
    lift_agreed=later("You agreed. It is as it was before."),
    lift_refused=later("Saved. It stays as it is: nothing is sent."),
)
offer_link(
    Shelf.PERSON, later("If they have died, or must not be contacted"), "stops.stop", "heart",
    policy.ASKERS, grant=int(Grant.NAME | Grant.REASONS),
)  # fmt: skip
offer_link(
    Shelf.DESK, later("To whom nothing is sent"), "stops.stops", "heart", {Role.MANAGER},
    leads=True,
)  # fmt: skip
say_news(actions.ASKED, later("A colleague needs you to agree to something today"),
         "stops.stops", "heart")  # fmt: skip
say_news(actions.ANSWERED, later("There is an answer to what you asked"), "stops.stops", "heart")
say_news(
    actions.IN_FORCE,
    later("Important news of a young person. Read it before you write to anybody"),
    "stops.stops",
    "heart",
)
say_news(actions.LIFTED, later("A young person can be written to again"), "stops.stops", "heart")
offer(bp, stop_words=labels)


@bp.get("/stops")
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def stops() -> str:
    who, now = viewer(), clock.now()
    if not policy.has_business(who):
        raise NoResultFound
    page = pages.stops_page(db.opened(), who, request.args.get("after"), now)
    to = "stops.stop" if oversees(who) else "staff.person"
    return draw("stops/stops.html", page=page, to=to)


@bp.route("/people/<ref>/stop", methods=["GET", "POST"])
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def stop(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), AskForm()
    page = pages.stop_page(db.opened(), who, ref, now)
    if form.validate_on_submit():
        try:
            actions.ask(
                db.opened(), who, page.subject.id, Why(form.why.data), form.text.data,
                form.key.data, now,
            )  # fmt: skip
        except actions.AskedAlready:
            form.form_errors.append(
                _("Somebody asked for this already. Go back and open this page again.")
            )
        except actions.NobodyToAgree:
            form.form_errors.append(
                _("Nobody else here can agree. Ask whoever runs this app at your council today.")
            )
        except KeyReused:
            form.form_errors.append(
                _("You sent something else from this page. Please send this again.")
            )
            form.key.data = form.key.default()
        else:
            return redirect(url_for(".stop", ref=ref, done="stop-asked"), 303)
    return _drawn(page, form, LiftForm(None))


def _drawn(page: pages.StopPage, form: AskForm, lifting: LiftForm) -> tuple[str, int]:
    wrong = lifting if lifting.errors else form
    return draw(
        "stops/stop.html", page=page, asking=form, lifting=lifting, form=wrong,
        to_them=people.to_them, here="staff.people",
    ), 422 if wrong.errors else 200  # fmt: skip


@bp.post("/people/<ref>/stop/<stop>/answer")
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def answer(ref: str, stop: str) -> Response:
    form, who, now = AnswerForm(), viewer(), clock.now()
    young = policy.whose(db.opened(), who, ref, now)
    agrees = _says(form)
    try:
        actions.answer(db.opened(), who, young.id, stop, agrees, now)
    except actions.AnsweredAlready:
        abort(409)
    done = "stop-agreed" if agrees else "stop-refused"
    return redirect(url_for(".stop", ref=ref, done=done), 303)


@bp.post("/people/<ref>/stop/<stop>/lift")
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def lift(ref: str, stop: str) -> Response | tuple[str, int]:
    form, who, now = LiftForm(), viewer(), clock.now()
    if not form.validate_on_submit():
        return _drawn(pages.stop_page(db.opened(), who, ref, now), AskForm(None), form)
    young = policy.whose(db.opened(), who, ref, now)
    try:
        actions.ask_to_lift(db.opened(), who, young.id, stop, form.text.data, now)
    except actions.AskedAlready:
        abort(409)
    return redirect(url_for(".stop", ref=ref, done="lift-asked"), 303)


@bp.post("/people/<ref>/stop/<stop>/lift/answer")
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def answer_lift(ref: str, stop: str) -> Response:
    form, who, now = AnswerForm(), viewer(), clock.now()
    young = policy.whose(db.opened(), who, ref, now)
    agrees = _says(form)
    try:
        actions.answer_lift(db.opened(), who, young.id, stop, agrees, now)
    except actions.AnsweredAlready:
        abort(409)
    done = "lift-agreed" if agrees else "lift-refused"
    return redirect(url_for(".stop", ref=ref, done=done), 303)


def _says(form: AnswerForm) -> bool:
    if not form.validate_on_submit() or form.says.data not in ("agree", "refuse"):
        abort(400)
    return bool(form.says.data == "agree")
