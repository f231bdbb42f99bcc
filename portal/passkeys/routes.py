"""The doors of this room: pages about one's own keys, and what a page's script asks and answers.

What a script sends comes with the form token in a header, from a page of ours; what it is told is
where to go on, or what went wrong, in plain words.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, redirect, request, url_for
from flask import Response as JsonResponse
from werkzeug.wrappers import Response

from portal.core import back, clock, db
from portal.core.access import PUBLIC, Cache, Data, Device, Records, door, holder, viewer
from portal.core.forms import tidy
from portal.core.frame import draw, offer, say_done, signed_done
from portal.core.links import Shelf, offer_link
from portal.core.words import _, later
from portal.notifications.labels import say_news
from portal.passkeys import actions, ceremonies, pages
from portal.passkeys.actions import KEY_ROLES
from portal.passkeys.forms import AddForm, RemoveForm
from portal.passkeys.rules import LONGEST_NAME, Purpose
from portal.people import entering, sessions, tries
from portal.people.proof import fresh_proof

bp = Blueprint("passkeys", __name__)
offer(bp, passkey_host=ceremonies.host)
offer_link(Shelf.ME, later("Sign in with my finger, face or phone code"), "passkeys.keys", "lock",
           KEY_ROLES)  # fmt: skip
say_done(key_added=later("Your passkey is added."), key_removed=later("The passkey is removed."))
say_news("key_added", later("A passkey was added to your account"), "passkeys.keys", "lock")
say_news("key_removed", later("A passkey was removed from your account"), "passkeys.keys", "lock")
say_news("key_copied", later("One of your passkeys may have been copied"), "passkeys.keys", "warn")

Json = JsonResponse | tuple[JsonResponse, int] | tuple[JsonResponse, int, dict[str, str]]


@bp.get("/my-app/keys")
@door(KEY_ROLES, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def keys() -> str:
    page = pages.keys_page(db.opened(), viewer(), clock.now())
    return draw("passkeys/keys.html", page=page, here="people.my_app")


@bp.get("/my-app/keys/add")
@door(KEY_ROLES, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
@fresh_proof()
def add_page() -> str:
    shared = viewer().device is Device.SHARED
    return draw("passkeys/add.html", form=AddForm(), shared=shared, here="people.my_app")


@bp.route("/my-app/keys/<ref>/remove", methods=["GET", "POST"])
@door(KEY_ROLES, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
@fresh_proof()
def remove(ref: str) -> Response | tuple[str, int]:
    key, form = pages.one_key(db.opened(), viewer(), ref), RemoveForm()
    only = False
    if form.validate_on_submit():
        try:
            actions.remove(db.opened(), viewer(), ref, clock.now())
        except actions.OnlyWayIn:
            only = True
        else:
            return redirect(url_for(".keys", done="key-removed"), 303)
    page = draw("passkeys/remove.html", key=key, form=form, only=only, here="people.my_app")
    return page, 409 if only else 200


# --- asked and answered by a page's script -----------------------------------------------------


def _problem(words: str, status: int = 422, headers: dict[str, str] | None = None) -> Json:
    return jsonify(problem=words), status, headers or {}


def _said() -> dict[str, Any]:
    said = request.get_json(silent=True)
    return said if isinstance(said, dict) else {}


@bp.post("/my-app/keys/ask")
@door(KEY_ROLES, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def ask_to_make() -> Json:
    who, now = viewer(), clock.now()
    if refused := _may_not_add():
        return refused
    handle, username = actions.handle_of(db.opened(), who.account_id)
    kept = pages.kept_of(db.opened(), who.account_id)
    return jsonify(ceremonies.ask_to_make(who.product, username or who.product, handle, kept, now))


@bp.post("/my-app/keys/add")
@door(KEY_ROLES, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def add() -> Json:
    now, said = clock.now(), _said()
    if refused := _may_not_add():
        return refused
    try:
        made = ceremonies.made(said.get("answer"), now)
        name = tidy(str(said.get("name") or ""))[:LONGEST_NAME]
        actions.add(db.opened(), viewer(), made, name, entering.place(), now)
    except ceremonies.NotGood:
        return _problem(_("That did not work. Nothing was added. Try once more."))
    except actions.KnownAlready:
        return _problem(_("This passkey is on your list already."), 409)
    except actions.Full:
        return _problem(_("Your list is full. Remove a passkey first."), 409)
    return jsonify(to=url_for(".keys", done=signed_done("key-added")))


def _may_not_add() -> Json | None:
    who = viewer()
    if who.device is Device.SHARED:
        return _problem(_("Others use this phone. Add a passkey only on your own."), 403)
    if not who.proved(clock.now()):
        return _problem(_("It was a while. Open this page again, then try once more."), 403)
    return None


@bp.post("/keys/ask")
@door(PUBLIC, data=Data.NEVER, cache=Cache.NO_STORE)
def ask() -> Json:
    """For signing in, by anybody; for showing that it is them, by whoever holds a session."""
    now = clock.now()
    if _said().get("purpose") == Purpose.SIGN_IN:
        return jsonify(ceremonies.ask_to_use(Purpose.SIGN_IN, (), now))
    owner = holder()
    kept = pages.kept_of(db.opened(), owner.account_id) if owner else ()
    if not kept:
        return _problem(_("There is no passkey of yours here. Use your passphrase."), 409)
    return jsonify(ceremonies.ask_to_use(Purpose.PROVE, kept, now))


@bp.post("/keys/answer")
@door(PUBLIC, data=Data.NEVER, cache=Cache.NO_STORE)
def answer() -> Json:
    said = _said()
    try:
        return _sign_in(said) if said.get("purpose") == Purpose.SIGN_IN else _prove(said)
    except ceremonies.NotGood:
        return _one_more_wrong()


def _one_more_wrong() -> Json:
    """Only wrong answers are counted, and a right one is never refused: whoever sends many from
    the same home keeps nobody out."""
    db.settle(keep=False)  # the ledger waits for nobody
    now = clock.now()
    try:
        tries.with_passkey().one_more(now)
    except tries.Wait as wait:
        return _problem(tries.said(wait), 429, tries.headers(wait, now))
    return _problem(_("That did not work. Try again, or use your passphrase."))


def _sign_in(said: dict[str, Any]) -> Json:
    now = clock.now()
    with db.glance() as looking:
        shown = actions.check(looking, said.get("answer"), Purpose.SIGN_IN, None, now)
    actions.use(db.opened(), shown, now)
    known = shown.known
    own = said.get("device") == Device.OWN
    token, days = sessions.begin(
        db.opened(),
        known.account_id,
        known.council_id,
        known.role,
        Device.OWN if own else Device.SHARED,
        "passkey",
        now,
        entering.place(),
    )
    reply = jsonify(to=url_for("people.front"))
    entering.entered(reply, token, days)
    return reply


def _prove(said: dict[str, Any]) -> Json:
    owner, now = holder(), clock.now()
    if owner is None:
        return _problem(_("You are signed out. Open this page again."), 401)
    with db.glance() as looking:
        shown = actions.check(looking, said.get("answer"), Purpose.PROVE, owner, now)
    actions.use(db.opened(), shown, now)
    to = back.address(str(said.get("to") or ""), owner)
    entering.proved("passkey", now)
    return jsonify(to=to)
