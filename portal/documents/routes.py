"""My documents; and what of somebody's documents is shown to an adult."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, redirect, request, url_for
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response as AnyResponse

from portal.core import clock, db
from portal.core.access import (
    CARERS,
    CASE_STAFF,
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
from portal.documents import actions, labels, pages, together
from portal.documents.forms import AddForm, NameForm, ShowForm
from portal.documents.policy import ADDERS, NEEDED
from portal.documents.rules import Kind
from portal.notifications.labels import say_news
from portal.people import pages as people
from portal.people.rules import Grant
from portal.shares.labels import choice_name
from portal.uploads import labels as upload_labels
from portal.uploads.answers import give
from portal.uploads.limits import may_send
from portal.uploads.rules import FORM_BYTES

bp = Blueprint("documents", __name__)
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
    Shelf.PERSON, later("Documents"), "documents.theirs", "id", CASE_STAFF | CARERS,
    grant=int(Grant.NAME),
)  # fmt: skip
say_news(actions.ADDED, later("Something was put with your documents"), "documents.mine", "id")
offer(
    bp, document_words=labels, choice_name=choice_name,
    shared_phone=lambda: viewer().device is Device.SHARED,
)  # fmt: skip


@bp.route("/my-documents", methods=["GET", "POST"])
@door(YOUNG, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.OWN, largest=FORM_BYTES)
def mine() -> AnyResponse | tuple[str, int]:
    who, now, form = viewer(), clock.now(), AddForm()
    if _added(form, who, who.person_id, now):
        return redirect(url_for(".mine", done="document-added"), 303)
    page = pages.mine_page(db.opened(), who)
    return draw("documents/mine.html", page=page, form=form, here="plan.my_plan"), _status(form)


@bp.get("/my-documents/all")
@door(YOUNG, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.OWN, file=True)
def all_of_mine() -> AnyResponse:
    """One file with every document, to take along."""
    made = together.in_one_file(db.opened(), viewer(), clock.now())
    answer = Response(iter(lambda: made.read(65_536), b""), mimetype="application/zip")
    answer.call_on_close(made.close)
    answer.headers["Content-Disposition"] = 'attachment; filename="documents.zip"'
    return answer


@bp.route("/my-documents/<ref>", methods=["GET", "POST"])
@door(YOUNG, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.OWN)
def one(ref: str) -> AnyResponse | tuple[str, int]:
    who, now = viewer(), clock.now()
    page = pages.one_page(db.opened(), who, ref, now)
    form = NameForm(data={"kind": page.card.kind, "title": page.card.title})
    if form.validate_on_submit():
        actions.name(db.opened(), who, ref, Kind(form.kind.data), form.title.data)
        return redirect(url_for(".one", ref=ref, done="document-named"), 303)
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


@bp.route("/people/<ref>/documents", methods=["GET", "POST"])
@door(SUPPORTERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.PERSON,
      largest=FORM_BYTES)  # fmt: skip
def theirs(ref: str) -> AnyResponse | tuple[str, int]:
    who, now = viewer(), clock.now()
    subject = people.subject(db.opened(), who, ref, now, by_the_hour=False)
    may_add = who.role in ADDERS and subject.may(NEEDED) and subject.stopped_at is None
    form = AddForm() if may_add else None
    if request.method == "POST" and form is None:
        raise NoResultFound
    if form is not None and _added(form, who, subject.id, now):
        return redirect(url_for(".theirs", ref=ref, done="document-put-in"), 303)
    cards = pages.shown_page(db.opened(), who, subject, now)
    page = draw(
        "documents/theirs.html", about=subject, cards=cards, form=form,
        here="carers.children" if who.role in CARERS else "staff.people",
    )  # fmt: skip
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


def _status(form: AddForm | NameForm | None) -> int:
    return 422 if form is not None and form.errors else 200


def _added(form: AddForm, who: Viewer, person_id: int, now: datetime) -> bool:
    """Whether it was kept; otherwise the form says why. What came is counted before anybody looks
    into it: that takes a while, whether it is good or not."""
    if request.method != "POST":
        return False
    if form.file.data and not may_send(db.database(), who.account_id, now):
        form.file.errors = (upload_labels.too_many(),)
        return False
    if not form.validate_on_submit() or form.sent is None:
        return False
    try:
        actions.add(
            db.opened(), who, person_id, Kind(form.kind.data), form.title.data, form.sent,
            form.key.data, now,
        )  # fmt: skip
    except actions.NoRoom:
        form.file.errors = (
            _("There is no room for more. Take away something that is not needed, then add this."),
        )
        return False
    except KeyReused:
        form.form_errors.append(_("You sent something else from this page. Please add it again."))
        form.key.data = form.key.default()
        return False
    return True
