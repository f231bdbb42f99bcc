"""Something good: to share, to take back; and for those it went to."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock, db
from portal.core.access import SUPPORTERS, YOUNG, Cache, Data, Records, door, viewer
from portal.core.frame import draw, offer, say_done
from portal.core.links import Shelf, offer_link
from portal.core.receipts import KeyReused
from portal.core.words import later
from portal.notifications.actions import kinds_seen
from portal.notifications.labels import say_news
from portal.put_right import bringing, drafts
from portal.put_right.good_news import actions, labels, pages
from portal.put_right.good_news.forms import BackForm, GoodForm
from portal.put_right.good_news.rules import Tap
from portal.uploads.answers import give
from portal.uploads.rules import FORM_BYTES

bp = Blueprint("good_news", __name__)
HERE = "my_views.my_say"
say_done(
    good_shared=later("Shared. They are told that there is something good."),
    good_marked=later(
        "Shared, and somebody looks at it soon because of what you wrote. If you are not safe now, "
        "call a number on the Help page."
    ),
    good_gone=later("Taken back. Nobody else sees it now."),
    good_back=later("Sent. They see it beside their news."),
)
say_news(actions.SHARED, later("Somebody shared something good with you"), "good_news.shared",
         "star")  # fmt: skip
say_news(actions.BACK, later("Somebody sent something back to you"), "good_news.mine", "heart")
offer_link(
    Shelf.SAY, later("Something is good"), "good_news.mine", "star", YOUNG,
    line=later("Share good news, or say thank you."),
)  # fmt: skip
offer_link(Shelf.DESK, later("Good news"), "good_news.shared", "star", SUPPORTERS)
offer(bp, good_words=labels, good_taps=Tap)


@bp.route("/put-right/good", methods=["GET", "POST"])
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN, largest=FORM_BYTES)
def mine() -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), GoodForm()
    if bringing.keeps():
        bringing.keep_typed(who, "good")
        return redirect(url_for(".mine", done="wrong-kept"), 303)
    near = pages.near(db.opened(), who, now)
    form.offer(near)
    begun = drafts.NOTHING
    if request.method == "POST":
        if bringing.passes(form, who, now):
            chosen = tuple(one for one in near if one.ref in form.refs)
            try:
                worry = actions.share(
                    db.opened(), who, form.text.data or "", form.sent, chosen, form.key.data, now
                )
            except KeyReused:
                bringing.sent_before(form)
            else:
                drafts.forget(who, "good")
                done = "good-marked" if worry else "good-shared"
                return redirect(url_for(".mine", done=done), 303)
        bringing.choose_again(form)
    kept, calendar = drafts.begun_here(db.opened(), who, "good")
    if request.method == "GET":
        begun = kept
        bringing.begun_in(form, begun)
    own = pages.mine(db.opened(), who, now, request.args.get("before", ""))
    return draw(
        "put_right/good.html", form=form, near=near, own=own, begun=begun, more=_more(own),
        calendar=calendar, now=now, night=who.night_phone, here=HERE,
    ), bringing.status_of(form)  # fmt: skip


def _more(found: tuple[pages.Own, ...] | tuple[pages.Shared, ...]) -> str:
    return found[-1].ref if len(found) == pages.PAGE else ""


@bp.post("/put-right/good/draft")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def draft() -> Response:
    return bringing.keep_draft(viewer(), "good")


@bp.post("/put-right/good/<ref>/take-back")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def take_back(ref: str) -> Response:
    actions.take_back(db.opened(), viewer(), ref, clock.now())
    return redirect(url_for(".mine", done="good-gone"), 303)


@bp.post("/put-right/good/seen")
@door(YOUNG, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def seen() -> Response:
    who = viewer()
    kinds_seen(db.opened(), who.council_id, who.person_id, [actions.BACK], clock.now())
    return redirect(url_for(".mine"), 303)


# --- those it went to ---------------------------------------------------------------------------


@bp.get("/good-news")
@door(SUPPORTERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def shared() -> tuple[str, int]:
    return _shared(None, "")


def _shared(form: BackForm | None, ref: str) -> tuple[str, int]:
    who, now = viewer(), clock.now()
    found = pages.shared(db.opened(), who, now, request.args.get("before", ""))
    forms = {}
    for number, one in enumerate(found, 1):
        mine = form if form is not None and one.ref == ref else BackForm(None)
        for field in mine:
            field.id = f"{field.name}-{number}"
        forms[one.ref] = mine
    return draw(
        "put_right/shared.html", found=found, forms=forms, form=form or BackForm(None),
        tried=ref, more=_more(found), now=now,
        here="carers.children" if who.role.value == "carer" else "staff.waiting",
    ), bringing.status_of(form) if form is not None else 200  # fmt: skip


@bp.post("/good-news/<ref>/back")
@door(SUPPORTERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def back(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), BackForm()
    if form.validate_on_submit():
        tap = form.tap.data if form.tap.data in set(Tap) else ""
        text = "" if tap else form.text.data or ""
        try:
            actions.send_back(db.opened(), who, ref, tap, text, form.key.data, now)
        except KeyReused:
            bringing.sent_before(form)
        else:
            return redirect(url_for(".shared", done="good-back", _anchor=f"n{ref}"), 303)
    return _shared(form, ref)


@bp.post("/good-news/seen")
@door(SUPPORTERS, data=Data.NEVER, cache=Cache.NO_STORE)
def seen_shared() -> Response:
    who = viewer()
    kinds_seen(db.opened(), who.council_id, who.person_id, [actions.SHARED], clock.now())
    return redirect(url_for(".shared"), 303)


@bp.get("/put-right/good/pictures/<ref>")
@door(YOUNG | SUPPORTERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON, file=True)
def picture(ref: str) -> Response:
    return give(*pages.picture(db.opened(), viewer(), ref, "whole", clock.now()))
