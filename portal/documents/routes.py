"""My documents; and what of somebody's documents is shown to an adult."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import IO

from flask import Blueprint, Response, abort, redirect, request, url_for
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response as AnyResponse

from portal.core import clock, db, ledger
from portal.core.access import (
    CARERS,
    SUPPORTERS,
    YOUNG,
    Cache,
    Data,
    Device,
    Records,
    Viewer,
    door,
    viewer,
)
from portal.core.frame import draw, offer, say_done
from portal.core.links import Shelf, offer_link
from portal.core.receipts import KeyReused
from portal.core.words import _, later
from portal.documents import actions, claimed, labels, pages, together
from portal.documents.forms import AddForm, NameForm, ShowForm
from portal.documents.policy import ADDERS, may_put_in
from portal.documents.rules import ALL_AN_HOUR, Kind
from portal.notifications.labels import say_news
from portal.people import pages as people
from portal.people.rules import Grant
from portal.shares.labels import choice as choice_name
from portal.uploads import labels as upload_labels
from portal.uploads.answers import give
from portal.uploads.limits import may_send
from portal.uploads.rules import FORM_BYTES

bp = Blueprint("documents", __name__)
LOADED = (claimed,)  # it says which documents there are, to whoever asks for something
say_done(
    document_added=later("Added. It is kept here."),
    document_put_in=later("Added. It belongs to them now: they choose who sees it."),
    document_named=later("Saved."),
    document_shown=later("Saved. Nobody else can see it."),
    document_gone=later("Taken away. Nobody can open it any more."),
)
offer_link(
    Shelf.MINE, later("My documents"), "documents.mine", "id", YOUNG,
    line=later("Papers, certificates and letters, kept safe."),
)  # fmt: skip
offer_link(
    Shelf.PERSON, later("Documents"), "documents.theirs", "id", SUPPORTERS, grant=int(Grant.NAME),
)  # fmt: skip
offer_link(Shelf.DESK, later("Documents shown to you"), "documents.shown_to_me", "id", SUPPORTERS)
say_news(actions.ADDED, later("Something was put with your documents"), "documents.mine", "id")
say_news(actions.SHOWN, later("Somebody shows you a document"), "documents.shown_to_me", "id")
offer(
    bp, document_words=labels,
    shared_phone=lambda: viewer().device is Device.SHARED,
)  # fmt: skip
HOUR = timedelta(hours=1)
PIECE = 65_536  # bytes


@bp.route("/my-documents", methods=["GET", "POST"])
@door(YOUNG, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.OWN, largest=FORM_BYTES)
def mine() -> AnyResponse | tuple[str, int]:
    who, now, form = viewer(), clock.now(), AddForm()
    passed = _passes(form, who, now)
    if passed:
        kept = pages.kept_by(db.opened(), who.council_id, who.person_id)
        if _kept(form, who, who.person_id, kept, now):
            back = request.args.get("back")
            return redirect(url_for(".mine", done="document-added", back=back), 303)
    page = pages.mine_page(db.opened(), who, now)
    return draw(
        "documents/mine.html", page=page, form=form, back=_back(), here="plan.my_plan"
    ), _status(form)  # fmt: skip


def _back() -> str:
    """Where whoever came for a paper was asking for something: "" if they did not. The address
    carries a thing's mark or a claim's ref, and never an address."""
    came = request.args.get("back", "")
    if re.fullmatch(r"[0-9a-f]{12}", came):
        return url_for("claims.new", mark=came)
    return url_for("claims.own", ref=came) if re.fullmatch(r"[A-Za-z0-9_-]{22}", came) else ""


@bp.get("/my-documents/all")
@door(YOUNG, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.OWN, file=True)
def all_of_mine() -> AnyResponse:
    """One file with every document, to take along."""
    who, now = viewer(), clock.now()
    if ledger.count(db.database(), f"all-documents:{who.account_id}", HOUR, now) > ALL_AN_HOUR:
        abort(429)
    made, size = together.in_one_file(db.opened(), who, now)
    answer = Response(_in_pieces(made), mimetype="application/zip")
    answer.call_on_close(made.close)  # also where nobody waits for the end
    if request.method == "HEAD":
        made.close()
    answer.content_length = size
    answer.headers["Content-Disposition"] = 'attachment; filename="documents.zip"'
    return answer


@bp.route("/my-documents/<ref>", methods=["GET", "POST"])
@door(YOUNG, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.OWN)
def one(ref: str) -> AnyResponse | tuple[str, int]:
    who, now, form = viewer(), clock.now(), NameForm()
    if form.validate_on_submit():
        actions.name(db.opened(), who, ref, Kind(form.kind.data), form.title.data)
        return redirect(url_for(".one", ref=ref, done="document-named"), 303)
    page = pages.one_page(db.opened(), who, ref, now)
    if not form.is_submitted():
        form.kind.data, form.title.data = page.card.kind, page.card.title
    shows = ShowForm(formdata=None)
    shows.who.choices = [(c.value, choice_name(c)) for c in page.choices]
    shows.who.data = [c.value for c in page.choices if c.on]
    return draw(
        "documents/one.html", page=page, form=form, shows=shows, here="plan.my_plan"
    ), _status(form)


@bp.post("/my-documents/<ref>/show")
@door(YOUNG, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.OWN)
def show(ref: str) -> AnyResponse:
    actions.show(db.opened(), viewer(), ref, request.form.getlist("who")[:100], clock.now())
    return redirect(url_for(".one", ref=ref, done="document-shown"), 303)


@bp.post("/my-documents/<ref>/take-away")
@door(YOUNG, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.OWN)
def take_away(ref: str) -> AnyResponse:
    actions.take_away(db.opened(), viewer(), ref, clock.now())
    return redirect(url_for(".mine", done="document-gone"), 303)


@bp.get("/documents")
@door(SUPPORTERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def shown_to_me() -> str:
    page = pages.list_page(db.opened(), viewer(), request.args.get("before"), clock.now())
    return draw("documents/shown-to-me.html", page=page)


@bp.get("/people/<ref>/documents")
@door(SUPPORTERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON)
def theirs(ref: str) -> str:
    who, now = viewer(), clock.now()
    subject = people.subject(db.opened(), who, ref, now, by_the_hour=False)
    cards = pages.shown_page(db.opened(), who, subject, now)
    return draw(
        "documents/theirs.html", about=subject, cards=cards, here=_here(who),
        may_add=who.role in ADDERS and may_put_in(subject),
    )  # fmt: skip


@bp.route("/people/<ref>/documents/new", methods=["GET", "POST"])
@door(ADDERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON,
      largest=FORM_BYTES)  # fmt: skip
def put_in(ref: str) -> AnyResponse | tuple[str, int]:
    who, now, form = viewer(), clock.now(), AddForm()
    passed = _passes(form, who, now)
    subject = people.subject(
        db.opened(),
        who,
        ref,
        now,
        by_the_hour=False,
        also=pages.sizes_of(who.council_id) if passed else None,
    )
    if not may_put_in(subject):
        raise NoResultFound
    if passed and _kept(form, who, subject.id, pages.kept_in(*subject.also), now):
        return redirect(url_for(".theirs", ref=ref, done="document-put-in"), 303)
    page = draw("documents/put-in.html", about=subject, form=form, here=_here(who))
    return page, _status(form)


@bp.get("/documents/<ref>/file")
@door(YOUNG | SUPPORTERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON, file=True)
def file(ref: str) -> AnyResponse:
    found = pages.content(db.opened(), viewer(), ref, "whole", clock.now())
    return give(found.data, found.mime)


@bp.get("/documents/<ref>/small")
@door(YOUNG | SUPPORTERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON, file=True)
def small(ref: str) -> AnyResponse:
    found = pages.content(db.opened(), viewer(), ref, "small", clock.now())
    return give(found.data, found.mime)


def _in_pieces(made: IO[bytes]) -> Iterator[bytes]:
    with made:
        while piece := made.read(PIECE):
            yield piece


def _here(who: Viewer) -> str:
    return "carers.children" if who.role in CARERS else "staff.people"


def _status(form: AddForm | NameForm) -> int:
    return 422 if form.errors else 200


def _passes(form: AddForm, who: Viewer, now: datetime) -> bool:
    """Whether it can be kept; otherwise the form says why. What came is counted before anybody
    looks into it, and looked into before the database is asked to write: that takes a while,
    whether it is good or not."""
    if request.method != "POST":
        return False
    if form.file.data and not may_send(db.database(), who.account_id, now):
        form.file.errors = (upload_labels.too_many(),)
        return False
    return form.validate_on_submit() and form.sent is not None


def _kept(form: AddForm, who: Viewer, person_id: int, kept: pages.Kept, now: datetime) -> bool:
    assert form.sent is not None
    try:
        actions.add(
            db.opened(), who, person_id, Kind(form.kind.data), form.title.data, form.sent,
            form.key.data, now, kept,
        )  # fmt: skip
    except actions.NoRoom:
        words = (
            _("There is no room for more. Take away something that is not needed, then add this.")
            if who.person_id == person_id
            else _("There is no room for more here. They can take something away first.")
        )
        form.file.errors = (words,)
        return False
    except KeyReused:
        form.form_errors.append(_("You sent something else from this page. Please add it again."))
        form.key.data = form.key.default()
        return False
    return True
