"""The doors of this room."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.core import back, browsers, clock, db
from portal.core.access import (
    CARERS,
    EVERYBODY,
    PUBLIC,
    YOUNG,
    Cache,
    Data,
    Device,
    Records,
    Viewer,
    door,
    holder,
    viewer,
)
from portal.core.frame import draw, offer, say_done
from portal.core.links import Shelf, offer_link
from portal.core.words import _, later
from portal.notifications.labels import say_news
from portal.people import entering, known_phones, passphrases, sessions, tries
from portal.people.proof import fresh_proof
from portal.phones import actions, labels, pages
from portal.phones.forms import NewPassphraseForm, ProofForm, RelockForm

bp = Blueprint("phones", __name__)
offer(bp, browser_words=browsers.shown, device_words=labels.device_words)
OWN_PHONES = YOUNG | CARERS  # staff have computers at work

offer_link(Shelf.ME, later("Where I am signed in"), "phones.places", "phone", EVERYBODY)
offer_link(Shelf.ME, later("Change my passphrase"), "phones.passphrase", "edit", OWN_PHONES)
say_news("passphrase_changed", later("Your passphrase was changed"), "phones.places", "lock")
say_done(
    place_ended=later("It is signed out there."),
    others_ended=later("You are signed out everywhere else."),
    relock_saved=later("Saved."),
    passphrase_changed=later("You have a new passphrase. Everywhere else is signed out."),
)

Answer = Response | tuple[str, int, dict[str, str]]


@bp.route("/unlock", methods=["GET", "POST"])
@door(PUBLIC, data=Data.NEVER, cache=Cache.NO_STORE)
def unlock() -> Answer:
    """For whoever holds a phone that locked itself. Says nothing of whose it is."""
    owner = holder()
    if owner is None:
        return redirect(url_for("people.sign_in"))
    if not owner.locked:
        return redirect(back.address(request.args.get("to"), owner))
    return _prove(owner, "phones/unlock.html")


@bp.route("/confirm", methods=["GET", "POST"])
@door(EVERYBODY, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def confirm() -> Answer:
    """Before what somebody who has only picked the phone up must not do."""
    who = viewer()
    if who.proved(clock.now()):
        return redirect(back.address(request.values.get("to"), who), 303)
    return _prove(who, "phones/confirm.html")


def _prove(who: Viewer, template: str) -> Answer:
    form, now = ProofForm(), clock.now()
    answered, more = 200, {}
    if not form.is_submitted():
        form.to.data = request.args.get("to")
    elif not form.validate():
        answered = 422
    else:
        try:
            with db.glance() as looking:
                good = actions.knows_passphrase(looking, who, form.passphrase.data or "", now)
        except tries.Wait as wait:
            form.passphrase.errors = (tries.said(wait),)
            answered, more = 429, tries.headers(wait, now)
        else:
            if good:
                to = back.address(form.to.data, who)  # before the browser gets its new value
                entering.proved("passphrase", now)
                return redirect(to, 303)
            form.passphrase.errors = (_("This is not the right passphrase. Try again."),)
            answered = 422
    with db.glance() as looking:
        page = pages.prove_page(looking, who)
    return draw(template, page=page, form=form), answered, more


@bp.get("/my-app/places")
@door(EVERYBODY, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def places() -> str:
    return _places_page()


def _places_page(form: RelockForm | None = None) -> str:
    who = viewer()
    page = pages.places_page(db.opened(), who, clock.now())
    form = form or RelockForm(data={"minutes": str(page.relock_minutes)})
    locks = who.role in OWN_PHONES
    return draw("phones/places.html", page=page, form=form, locks=locks, here="people.my_app")


@bp.route("/my-app/passphrase", methods=["GET", "POST"])
@door(OWN_PHONES, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
@fresh_proof()
def passphrase() -> Response | tuple[str, int]:
    """Another passphrase, for whoever has one."""
    who = viewer()
    with db.glance() as looking:
        page = pages.prove_page(looking, who)
    form = NewPassphraseForm(page.username)
    now, status = clock.now(), 200
    if page.words and form.validate_on_submit():
        try:
            with db.glance() as looking:
                good = actions.knows_passphrase(looking, who, form.now.data or "", now)
        except tries.Wait as wait:
            form.now.errors, good, status = (tries.said(wait),), False, 429
        else:
            if not good:
                form.now.errors = (_("This is not the right passphrase. Try again."),)
    if page.words and form.is_submitted() and not form.errors:
        kept = passphrases.keep(form.passphrase.data or "")
        actions.change_passphrase(db.opened(), who, kept, now)
        entering.proved("passphrase", now)
        response = redirect(url_for(".places", done="passphrase-changed"), 303)
        if who.device is Device.OWN:
            known_phones.remember(response, who.account_id, kept)
        return response
    status = 422 if form.errors and status == 200 else status
    return draw("phones/passphrase.html", page=page, form=form, here="people.my_app"), status


@bp.post("/my-app/places/relock")
@door(OWN_PHONES, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def relock() -> Response | tuple[str, int]:
    form = RelockForm()
    if not form.validate_on_submit():
        return _places_page(form), 422
    actions.choose_relock(db.opened(), viewer(), int(form.minutes.data))
    return redirect(url_for(".places", done="relock-saved"), 303)


@bp.post("/my-app/places/sign-out")
@door(EVERYBODY, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def end_one() -> Response:
    who = viewer()
    found = pages.session_of(db.opened(), who, request.form.get("place", ""))
    if found is None:
        abort(409)
    sessions.end(db.opened(), found)
    if found == who.session_id:
        return entering.gone()
    return redirect(url_for(".places", done="place-ended"), 303)


@bp.post("/my-app/places/sign-out-others")
@door(EVERYBODY, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
@fresh_proof("phones.places")
def end_others() -> Response:
    who = viewer()
    sessions.end_all(db.opened(), who.account_id, but=who.session_id)
    return redirect(url_for(".places", done="others-ended"), 303)


@bp.post("/my-app/places/sign-out-all")
@door(EVERYBODY, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
@fresh_proof("phones.places")
def end_all() -> Response:
    sessions.end_all(db.opened(), viewer().account_id)
    return entering.gone()
