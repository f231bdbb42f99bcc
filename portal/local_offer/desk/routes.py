"""What the offers hold, one as a file, and a new one: first read, then kept."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from portal.core import clock, db
from portal.core.access import Cache, Data, door, viewer
from portal.core.frame import draw, say_done
from portal.core.links import Shelf, offer_link
from portal.core.words import _, later
from portal.entitlements.items import BadOffer
from portal.entitlements.kept import keep_offer
from portal.local_offer.desk import jobs, pages
from portal.local_offer.forms import OfferForm
from portal.local_offer.policy import EDITORS
from portal.notifications.actions import kinds_seen
from portal.notifications.labels import say_news

bp = Blueprint("offer_desk", __name__)
say_done(offer_kept=later("Kept. Young people see it from now on."))
say_news(
    jobs.CHECK, later("Some things that the council offers are to be looked up again"),
    "offer_desk.desk", "gift",
)  # fmt: skip
offer_link(Shelf.DESK, later("What the council offers"), "offer_desk.desk", "gift", EDITORS)


@bp.get("/offers")
@door(EDITORS, data=Data.PERSONAL, cache=Cache.NO_STORE)
def desk() -> str:
    return draw("local_offer/desk.html", page=pages.desk_page(db.opened(), viewer(), clock.now()))


@bp.post("/offers/seen")
@door(EDITORS, data=Data.PERSONAL, cache=Cache.NO_STORE)
def seen() -> Answer:
    who = viewer()
    kinds_seen(db.opened(), who.council_id, who.person_id, (jobs.CHECK,), clock.now())
    return redirect(url_for(".desk"), 303)


@bp.route("/offers/file", methods=["GET", "POST"])
@door(EDITORS, data=Data.PERSONAL, cache=Cache.NO_STORE)
def bring() -> str | Answer | tuple[str, int]:
    """A whole offer, as a file: first read, then kept."""
    who, now, form, change = viewer(), clock.now(), OfferForm(), None
    if form.validate_on_submit():
        try:
            data = pages.read(form.offer.data)
            if request.form.get("keep"):
                keep_offer(db.opened(), who.council_id, data, who.person_id, now)
                return redirect(url_for(".desk", done="offer-kept"), 303)
            change = pages.change(db.opened(), who, data)
        except BadOffer as wrong:
            form.offer.errors = (
                _("This cannot be kept yet. What to mend: %(what)s", what=str(wrong)),
            )
    page = pages.desk_page(db.opened(), who, now)
    status = 422 if form.errors else 200
    return draw("local_offer/file.html", page=page, form=form, change=change), status


@bp.get("/offers/<mark>.toml")
@door(EDITORS, data=Data.PERSONAL, cache=Cache.NO_STORE, file=True)
def as_file(mark: str) -> Response:
    text = pages.file_of(db.opened(), viewer(), mark)
    given = Response(text, mimetype="application/toml")
    given.headers["Content-Disposition"] = 'attachment; filename="offer.toml"'
    return given
