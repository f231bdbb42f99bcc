"""Notes between staff, on a page of their own."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock, db
from portal.core.access import CASE_STAFF, Cache, Data, Records, door, viewer
from portal.core.frame import draw, say_done
from portal.core.links import Shelf, offer_link
from portal.core.receipts import KeyReused
from portal.core.words import _, later
from portal.staff_notes import actions, pages
from portal.staff_notes.forms import NoteForm

bp = Blueprint("staff_notes", __name__)
say_done(note_kept=later("The note is kept."))
offer_link(
    Shelf.PERSON, later("Staff notes"), "staff_notes.notes", "lock", CASE_STAFF,
    grant=int(pages.NEEDED),
)  # fmt: skip


@bp.route("/people/<ref>/notes", methods=["GET", "POST"])
@door(CASE_STAFF, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def notes(ref: str) -> Response | tuple[str, int]:
    who, now, form = viewer(), clock.now(), NoteForm()
    about = pages.about(db.opened(), who, ref, now)
    if form.validate_on_submit():
        try:
            actions.write(db.opened(), who, about, form.text.data, form.key.data, now)
        except KeyReused:
            form.text.errors = (
                _("You sent something else from this page. Please send this again."),
            )
            form.key.data = form.key.default()
        else:
            return redirect(url_for(".notes", ref=ref, done="note-kept"), 303)
    page = pages.notes_page(db.opened(), who, about, request.args.get("before"))
    status = 422 if form.errors else 200
    return draw("staff_notes/notes.html", page=page, form=form, here="staff.people"), status
