"""Replies to begin from: the list, one to write or change, and those to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flask import Blueprint, redirect, url_for
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response

from portal.core import clock, db
from portal.core.access import CASE_STAFF, Band, Cache, Data, Records, Viewer, door, viewer
from portal.core.frame import draw, offer, say_done
from portal.core.links import Shelf, offer_link
from portal.core.receipts import KeyReused
from portal.core.words import _, later
from portal.saved_replies import actions, pages
from portal.saved_replies.forms import EVERYBODYS, MINE, ReplyForm
from portal.saved_replies.policy import KEEPS_THE_COUNCILS, USES_THEM

bp = Blueprint("saved_replies", __name__)
say_done(reply_kept=later("Saved."), reply_gone=later("Taken away. It is offered to nobody."))
offer_link(Shelf.DESK, later("Saved replies"), "saved_replies.replies", "edit", USES_THEM)
BANDS = {
    Band.CHILD: later("For 8 to 11"),
    Band.TEEN: later("For 12 to 15"),
    Band.ADULT: later("For 16 and over"),
}
offer(bp, reply_bands=BANDS)
SOMEBODY = "Mia"  # a name to look at the gaps with


@bp.get("/replies")
@door(USES_THEM, data=Data.NEVER, cache=Cache.NO_STORE)
def replies() -> str:
    page = pages.replies_page(db.opened(), viewer())
    may_add = viewer().role in USES_THEM
    return draw("saved_replies/replies.html", page=page, may_add=may_add)


@bp.route("/replies/new", methods=["GET", "POST"])
@door(USES_THEM, data=Data.NEVER, cache=Cache.NO_STORE)
def new() -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), ReplyForm()
    _whose(who, form)
    if form.validate_on_submit() and form.do.data != "look":
        try:
            ref = actions.add(db.opened(), who, _typed(form), form.key.data, now)
        except KeyReused:
            form.form_errors.append(
                _("You sent something else from this page. Please send this again.")
            )
            form.key.data = form.key.default()
        else:
            return redirect(url_for(".reply", ref=ref, done="reply-kept"), 303)
    return _form(who, form, None, now)


@bp.get("/replies/<ref>")
@door(USES_THEM, data=Data.NEVER, cache=Cache.NO_STORE)
def reply(ref: str) -> str:
    who = viewer()
    found = pages.one(db.opened(), who, ref)
    shown = _shown(who, found, clock.now())
    return draw("saved_replies/reply.html", found=found, shown=shown, here="staff.waiting")


@bp.route("/replies/<ref>/change", methods=["GET", "POST"])
@door(USES_THEM, data=Data.NEVER, cache=Cache.NO_STORE)
def change(ref: str) -> Response | tuple[str, int]:
    who, now = viewer(), clock.now()
    found = pages.one(db.opened(), who, ref)
    if not found.may_change:
        raise NoResultFound
    form = ReplyForm(obj=found)
    form.whose.data = MINE if found.own else EVERYBODYS  # stays whose it was
    if form.validate_on_submit() and form.do.data != "look":
        actions.change(db.opened(), who, ref, _typed(form), now)
        return redirect(url_for(".reply", ref=ref, done="reply-kept"), 303)
    return _form(who, form, found, now)


def _whose(who: Viewer, form: ReplyForm) -> None:
    """Only a manager keeps both kinds, and is asked."""
    if who.role not in KEEPS_THE_COUNCILS:
        form.whose.data = MINE
    elif who.role not in CASE_STAFF:
        form.whose.data = EVERYBODYS


def _typed(form: ReplyForm) -> pages.Reply:
    return pages.Reply(
        "", form.title.data or "", form.child.data or "", form.teen.data or "",
        form.adult.data or "", form.whose.data != EVERYBODYS, True,
    )  # fmt: skip


def _form(
    who: Viewer, form: ReplyForm, found: pages.Reply | None, now: datetime
) -> tuple[str, int]:
    """The form, and, when they asked to look, how what stands in it reads."""
    look = form.do.data == "look" and not form.errors
    page = draw(
        "saved_replies/change.html",
        form=form,
        found=found,
        shown=_shown(who, _typed(form), now) if look else None,
        asks_whose=found is None and who.role in KEEPS_THE_COUNCILS & CASE_STAFF,
        here="staff.waiting",
    )
    return page, 422 if form.errors else 200


def _shown(who: Viewer, read: pages.Reply, now: datetime) -> Mapping[Band, str]:
    return pages.shown(read, who, SOMEBODY, pages.phone_of(db.opened(), who), now)


@bp.post("/replies/<ref>/remove")
@door(USES_THEM, data=Data.NEVER, cache=Cache.NO_STORE)
def remove(ref: str) -> Response:
    actions.remove(db.opened(), viewer(), ref, clock.now())
    return redirect(url_for(".replies", done="reply-gone"), 303)


@bp.get("/people/<ref>/replies")
@door(CASE_STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def choose(ref: str) -> str:
    page = pages.choose_page(db.opened(), viewer(), ref, clock.now())
    return draw("saved_replies/choose.html", page=page, here="staff.people")
