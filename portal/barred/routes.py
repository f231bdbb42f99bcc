"""Who must not know of a young person."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from portal.barred import actions, labels, pages, policy
from portal.barred.forms import SOMEBODY_ELSE, DecideForm, KeepForm, LiftForm
from portal.core import clock, db
from portal.core.access import Cache, Data, Records, Viewer, door, viewer
from portal.core.frame import draw, offer, say_done
from portal.core.links import Shelf, offer_link
from portal.core.receipts import KeyReused
from portal.core.words import _, later
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
offer(bp, bar_words=labels)

NOT_ONE = {
    "nobody": later("We know nobody with this number. Type their name too, and they are added."),
    "name": later(
        "The council keeps this number under another name. Check both, or ask whoever looks after "
        "the council's files."
    ),
    "self": later("That is the young person themselves."),
    "you": later("That is you. If you should not know, speak with your manager today."),
    "there": later("They are on this list already."),
}


@bp.route("/people/<ref>/must-not-know", methods=["GET", "POST"])
@door(policy.MAY_LOOK, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
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
    meant = actions.Meant(form.who.data if known else "", form.code.data, form.name.data)
    assert form.day is not None
    decision = actions.Decision(Ground(form.ground.data), form.text.data, form.day)
    try:
        actions.decide(db.opened(), who, page.subject.id, meant, decision, form.key.data, now)
    except actions.NotOne as wrong:
        (form.who if known else form.code).errors = (str(NOT_ONE[wrong.reason]),)
    except KeyReused:
        form.form_errors.append(
            _("You sent something else from this page. Please send this again.")
        )
        form.key.data = form.key.default()
    else:
        return True
    return False


@bp.get("/people/<ref>/must-not-know/<bar>")
@door(policy.MAY_LOOK, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
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
@door(policy.MAY_LOOK, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def keep(ref: str, bar: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), KeepForm()
    if not form.validate_on_submit():
        return _bar(ref, bar, form, LiftForm(None), now)
    assert form.day is not None
    young = policy.whose(db.opened(), who, ref, now)
    actions.keep(db.opened(), who, young.id, bar, form.day, now)
    return redirect(url_for(".must_not_know", ref=ref, done="barred-kept"), 303)


@bp.post("/people/<ref>/must-not-know/<bar>/lift")
@door(policy.MAY_LOOK, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def lift(ref: str, bar: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), LiftForm()
    if not form.validate_on_submit():
        return _bar(ref, bar, KeepForm(None), form, now)
    young = policy.whose(db.opened(), who, ref, now)
    actions.lift(db.opened(), who, young.id, bar, form.text.data, now)
    return redirect(url_for(".must_not_know", ref=ref, done="barred-lifted"), 303)
