"""You said, we did: the page of every young person, and of those who write it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock, db
from portal.core.access import YOUNG, Cache, Data, Records, door, viewer
from portal.core.frame import draw, offer, say_done
from portal.core.links import Shelf, offer_link
from portal.core.receipts import KeyReused
from portal.core.words import _, language, later
from portal.notifications.labels import say_news
from portal.polls import policy
from portal.polls.did import actions, labels, pages
from portal.polls.did.forms import AgainForm, DidForm

bp = Blueprint("we_did", __name__)
HERE = "my_views.my_say"
ASKERS = policy.ASKERS
OTHER = pages.Source("other", "")

say_done(
    did_written=later("It is there. Every young person can read it."),
    did_changed=later("Saved."),
    did_again=later("Saved. Whoever reads that language and is of that age reads these words."),
    did_down=later("Taken down. Nobody reads it any more."),
)
say_news("we_did", later("You can see what was done because of what you said"), "we_did.everybody",
         "check")  # fmt: skip
offer_link(
    Shelf.SAY, later("You said, we did"), "we_did.everybody", "check", YOUNG,
    line=later("What changed because young people said something."),
)  # fmt: skip
offer_link(Shelf.DESK, later("You said, we did"), "we_did.written", "check", ASKERS)
offer(bp, did_words=labels)


@bp.get("/with-others/you-said")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def everybody() -> str:
    who = viewer()
    page = pages.for_everybody(
        db.opened(), who, who.band.value, language().tag, request.args.get("after", "")
    )
    return draw("polls/did/everybody.html", page=page, here=HERE)


@bp.get("/you-said")
@door(ASKERS, data=Data.NEVER, cache=Cache.NO_STORE)
def written() -> str:
    page = pages.of_staff(db.opened(), viewer(), request.args.get("after", ""))
    return draw("polls/did/written.html", page=page)


@bp.route("/you-said/new", methods=["GET", "POST"])
@door(ASKERS, data=Data.NEVER, cache=Cache.NO_STORE)
def write() -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), DidForm()
    sources = pages.sources(db.opened(), who)
    form.offer(sources)
    if request.method == "GET" and request.args.get("poll"):
        form.source.data = f"poll:{request.args['poll']}"
    if form.validate_on_submit():
        source = next((one for one in sources if one.code == form.source.data), OTHER)
        meant = actions.Meant(form.said.data, form.did.data, form.day, form.language.data, source)
        try:
            actions.write(db.opened(), who, meant, form.key.data, now)
        except KeyReused:
            form.form_errors.append(
                _("You sent something else from this page. Please send this again.")
            )
            form.key.data = form.key.default()
        else:
            return redirect(url_for(".written", done="did-written"), 303)
    return _drawn("polls/did/write.html", form, ref=None)


def _drawn(template: str, form: Any, **names: Any) -> tuple[str, int]:
    status = 422 if form.errors or form.form_errors else 200
    return draw(template, form=form, **names), status


@bp.route("/you-said/<ref>", methods=["GET", "POST"])
@door(ASKERS, data=Data.NEVER, cache=Cache.NO_STORE)
def change(ref: str) -> Response | tuple[str, int]:
    form, handle = DidForm(), db.opened()
    form.offer(())
    one = pages.found(handle, viewer(), ref)
    if request.method == "GET":
        form.said.data, form.did.data = one.said, one.did
        form.on_day.data = one.on_day.isoformat()
    if form.validate_on_submit():
        actions.change(handle, viewer(), ref, form.said.data, form.did.data, form.day)
        return redirect(url_for(".written", done="did-changed"), 303)
    return _drawn("polls/did/write.html", form, ref=ref)


@bp.route("/you-said/<ref>/words", methods=["GET", "POST"])
@door(ASKERS, data=Data.NEVER, cache=Cache.NO_STORE)
def again(ref: str) -> Response | tuple[str, int]:
    """In another language, or for an age."""
    form, handle, who = AgainForm(), db.opened(), viewer()
    one = pages.found(handle, who, ref)
    if form.validate_on_submit():
        actions.say_again(
            handle, who, ref, form.band.data, form.language.data, form.said.data, form.did.data,
            clock.now(),
        )  # fmt: skip
        return redirect(url_for(".again", ref=ref, done="did-again"), 303)
    return _drawn("polls/did/again.html", form, one=one, others=pages.other_words(handle, one.id))


@bp.post("/you-said/<ref>/take-down")
@door(ASKERS, data=Data.NEVER, cache=Cache.NO_STORE)
def take_down(ref: str) -> Response:
    actions.take_down(db.opened(), viewer(), ref, clock.now())
    return redirect(url_for(".written", done="did-down"), 303)
