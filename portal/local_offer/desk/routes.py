"""What the offers hold, one as a file, and a new one: first read, then kept."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from portal.core import clock, db
from portal.core.access import Cache, Data, Role, door, viewer
from portal.core.frame import draw, say_done
from portal.core.links import Shelf, offer_link
from portal.core.words import _, later
from portal.entitlements.items import BadOffer
from portal.entitlements.kept import keep_offer
from portal.local_offer.desk import pages
from portal.local_offer.forms import OfferForm

bp = Blueprint("offer_desk", __name__)
EDITORS = frozenset({Role.EDITOR, Role.ADMIN})  # those who may write pages
say_done(offer_kept=later("Kept. Young people see it from now on."))
offer_link(Shelf.DESK, later("What the council offers"), "offer_desk.desk", "gift", EDITORS)


@bp.route("/offers", methods=["GET", "POST"])
@door(EDITORS, data=Data.PERSONAL, cache=Cache.NO_STORE)
def desk() -> str | Answer | tuple[str, int]:
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
    return draw("local_offer/desk.html", page=page, form=form, change=change), status


@bp.get("/offers/<mark>.toml")
@door(EDITORS, data=Data.PERSONAL, cache=Cache.NO_STORE, file=True)
def as_file(mark: str) -> Response:
    text = pages.file_of(db.opened(), viewer(), mark)
    given = Response(text, mimetype="application/toml")
    given.headers["Content-Disposition"] = 'attachment; filename="offer.toml"'
    return given
