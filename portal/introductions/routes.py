"""One's own card, and the photo on a card."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock, db, ledger
from portal.core.access import Cache, Data, Viewer, door, viewer
from portal.core.frame import draw, say_done
from portal.core.links import Shelf, offer_link
from portal.core.words import later
from portal.introductions import actions, pages, policy
from portal.introductions.forms import CardForm
from portal.uploads import labels as uploads
from portal.uploads.answers import give
from portal.uploads.rules import AN_HOUR, FORM_BYTES, What

bp = Blueprint("introductions", __name__)
say_done(
    card_kept=later("Saved. This is how they see you."),
    card_photo_gone=later("The photo is gone."),
)
offer_link(Shelf.ME, later("My card: how young people see me"), "introductions.mine", "smile",
           policy.WRITERS)  # fmt: skip
HOUR = timedelta(hours=1)


@bp.route("/my-card", methods=["GET", "POST"])
@door(policy.WRITERS, data=Data.PERSONAL, cache=Cache.NO_STORE, largest=FORM_BYTES)
def mine() -> Response | tuple[str, int]:
    who, now = viewer(), clock.now()
    form = CardForm()
    # Counted before the database is opened, and before anybody looks into the picture.
    if request.method == "POST" and _not_too_many(form, who) and form.validate_on_submit():
        actions.write(
            db.opened(), who, form.does.data, form.hello.data, form.languages.data, form.photo, now
        )
        return redirect(url_for(".mine", done="card-kept"), 303)
    card = pages.mine(db.opened(), who)
    if request.method != "POST":
        form.does.data, form.hello.data = card.does, card.hello
        form.languages.data = card.languages
    status = 422 if form.errors or form.picture.errors else 200
    return draw("introductions/mine.html", page=card, form=form), status


def _not_too_many(form: CardForm, who: Viewer) -> bool:
    """To look into a picture takes a while, whether it is good or not."""
    if not form.picture.data:
        return True
    name = f"uploads:{who.account_id}"
    if ledger.count(db.database(), name, HOUR, clock.now()) <= AN_HOUR:
        return True
    form.picture.errors = (uploads.too_many(),)
    return False


@bp.post("/my-card/photo")
@door(policy.WRITERS, data=Data.PERSONAL, cache=Cache.NO_STORE)
def take_photo_away() -> Response:
    actions.take_photo_away(db.opened(), viewer())
    return redirect(url_for(".mine", done="card-photo-gone"), 303)


@bp.get("/cards/<ref>/photo")
@door(policy.VIEWERS, data=Data.NEVER, cache=Cache.NO_STORE, file=True)
def photo(ref: str) -> Response:
    return give(pages.photo(db.opened(), viewer(), ref, clock.now()), What.JPEG.value)
