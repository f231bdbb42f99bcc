"""Who must not know of a young person."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.barred import actions, labels, pages, policy
from portal.barred.forms import SOMEBODY_ELSE, DecideForm, KeepForm, LiftForm
from portal.core import clock, db
from portal.core.access import STAFF, Cache, Data, Records, Role, Viewer, door, viewer
from portal.core.frame import draw, offer, say_done
from portal.core.links import Shelf, offer_link
from portal.core.receipts import KeyReused
from portal.core.words import _, later
from portal.notifications.labels import say_news
from portal.people import labels as people
from portal.people.rules import Grant, Ground

bp = Blueprint("barred", __name__)
say_done(
    barred=later("Saved. It holds from now on."),
    barred_kept=later("Saved. It stays as it is."),
    barred_lifted=later("Saved. It holds no longer."),
)
offer_link(
    Shelf.PERSON, later("Who must not know"), "barred.must_not_know", "lock", policy.MAY_LOOK,
    grant=int(Grant.NAME | Grant.REASONS),
)  # fmt: skip
offer_link(
    Shelf.DESK, later("Who must not know"), "barred.everywhere", "lock", {Role.MANAGER},
    leads=True,
)  # fmt: skip
say_news(
    actions.DECIDED, later("Somebody is kept away from a young person now"), "barred.everywhere",
    "lock",
)  # fmt: skip
offer(bp, bar_words=labels)

NOT_ONE = {
    "nobody": later(
        "We know nobody with this number and this name. Check both, or say that this is somebody "
        "whom the council does not know yet."
    ),
    "known": later(
        "We know somebody with this name. Type their number, or say that this is somebody else."
    ),
    "self": later("That is the young person themselves."),
    "you": later("That is you. If you should not know, speak with your manager today."),
    "there": later("They are on this list already."),
    "manager": later("Ask a manager: only a manager or the safeguarding lead may decide this."),
    "last": later("Nobody else would be left to lift this. Ask for another manager first."),
}


@bp.get("/must-not-know")
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def everywhere() -> str:
    """For whoever oversees the council: nobody is kept away without their knowing."""
    page = pages.everywhere_page(db.opened(), viewer(), request.args.get("after"), clock.now())
    return draw("barred/everywhere.html", page=page)


@bp.route("/people/<ref>/must-not-know", methods=["GET", "POST"])
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def must_not_know(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), DecideForm()
    page = pages.must_not_know_page(db.opened(), who, ref, now)
    form.who.choices = [
        *(
            (one.ref, _("%(name)s, %(job)s", name=one.name, job=people.to_them(one.kind)))
            for one in page.known
        ),
        (SOMEBODY_ELSE, _("Somebody else")),
    ]
    if form.validate_on_submit() and _decided(form, who, page, now):
        return redirect(url_for(".must_not_know", ref=ref, done="barred"), 303)
    status = 422 if form.errors else 200
    return draw("barred/must-not-know.html", page=page, form=form, here="staff.people"), status


def _decided(form: DecideForm, who: Viewer, page: pages.MustNotKnowPage, now: datetime) -> bool:
    """Whether it was kept; otherwise the form says why not."""
    known = form.who.data != SOMEBODY_ELSE
    new = bool(form.new.data)
    meant = actions.Meant(form.who.data if known else "", form.code.data, form.name.data, new)
    assert form.day is not None
    decision = actions.Decision(Ground(form.ground.data), form.text.data, form.day)
    try:
        actions.decide(db.opened(), who, page.subject.id, meant, decision, form.key.data, now)
    except actions.NotOne as wrong:
        (form.who if known else form.code).errors = (str(NOT_ONE[wrong.reason]),)
        form.asks_if_new = wrong.reason in ("nobody", "known") and not known
    except KeyReused:
        form.form_errors.append(
            _("You sent something else from this page. Please send this again.")
        )
        form.key.data = form.key.default()
    else:
        return True
    return False


@bp.get("/people/<ref>/must-not-know/<bar>")
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def bar(ref: str, bar: str) -> tuple[str, int]:
    return _bar(ref, bar, KeepForm(None), LiftForm(None), clock.now())


def _bar(ref: str, bar: str, keeping: KeepForm, form: LiftForm, now: datetime) -> tuple[str, int]:
    page = pages.bar_page(db.opened(), viewer(), ref, bar, now)
    wrong = keeping if keeping.errors else form
    status = 422 if wrong.errors else 200
    return draw(
        "barred/bar.html", page=page, keeping=keeping, lifting=form, form=wrong,
        here="staff.people",
    ), status  # fmt: skip


@bp.post("/people/<ref>/must-not-know/<bar>/keep")
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def keep(ref: str, bar: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), KeepForm()
    if not form.validate_on_submit():
        return _bar(ref, bar, form, LiftForm(None), now)
    assert form.day is not None
    young = policy.whose(db.opened(), who, ref, now)
    actions.keep(db.opened(), who, young.id, bar, form.day, now)
    return redirect(url_for(".must_not_know", ref=ref, done="barred-kept"), 303)


@bp.post("/people/<ref>/must-not-know/<bar>/lift")
@door(STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def lift(ref: str, bar: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), LiftForm()
    if not form.validate_on_submit():
        return _bar(ref, bar, KeepForm(None), form, now)
    young = policy.whose(db.opened(), who, ref, now)
    actions.lift(db.opened(), who, young.id, bar, form.text.data, now)
    return redirect(url_for(".must_not_know", ref=ref, done="barred-lifted"), 303)
