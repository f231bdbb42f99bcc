"""How we tell you; and, for those who look after the council's side, whom we could not tell."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, abort, current_app, jsonify, redirect, request, url_for
from flask import Response as JsonResponse
from werkzeug.wrappers import Response

from portal.channels import actions, labels, pages, rules, senders
from portal.channels.forms import NONE, AddForm, CodeForm, nicknames_form, told_form
from portal.channels.policy import LOOK_AFTER
from portal.channels.push import private_key, public_key
from portal.channels.rules import Channel
from portal.core import clock, db
from portal.core.access import (
    CARERS,
    EVERYBODY,
    Cache,
    Data,
    Records,
    door,
    viewer,
)
from portal.core.frame import draw, offer, say_done, signed_done
from portal.core.links import Shelf, offer_link
from portal.core.settings import Settings
from portal.core.words import _, later
from portal.notifications.labels import say_news
from portal.people.proof import fresh_proof

bp = Blueprint("channels", __name__)
offer(
    bp,
    channel_words=labels.channel_words,
    channel_picture=labels.channel_picture,
    error_words=labels.error_words,
    what_to_do=labels.what_to_do,
)
offer_link(Shelf.ME, later("How we tell you"), "channels.told", "send", EVERYBODY)
offer_link(
    Shelf.DESK, later("People we could not tell"), "channels.undelivered", "warn", LOOK_AFTER
)
say_news(
    "own_way_added", later("A new way to tell you was added to your account"), "channels.told",
    "send",
)  # fmt: skip
say_done(
    told_saved=later("Saved."),
    push_on=later("This phone is told now."),
    push_off=later("That phone is not told any more."),
    own_way_proved=later("Good. We can tell you there now."),
    own_way_gone=later("We do not use it any more, and have deleted it."),
    nicknames_saved=later("Saved."),
    sent_again=later("It is on its way again."),
    let_go=later("Let go. They still find it in their app."),
)

Json = JsonResponse | tuple[JsonResponse, int]
HERE = "people.my_app"


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def _page() -> pages.ToldPage:
    return pages.told_page(db.opened(), viewer(), senders.offered(_settings()), clock.now())


@bp.route("/told", methods=["GET", "POST"])
@door(EVERYBODY, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def told() -> Response | tuple[str, int]:
    page = _page()
    form = told_form(page.topics, page.channels, _chosen(page), viewer().is_young)
    if form.validate_on_submit():
        chosen = {
            (topic, channel): channel.value in (form[f"topic_{topic.value}"].data or ())
            for topic in page.topics
            for channel in page.channels
        }
        starts = 0 if form.starts.data == NONE else int(form.starts.data)
        ends = starts if form.starts.data == NONE else int(form.ends.data)
        actions.choose(db.opened(), viewer(), chosen, (starts, ends), int(form.remind.data))
        return redirect(url_for(".told", done="told-saved"), 303)
    status = 422 if form.errors else 200
    return draw("channels/told.html", page=page, form=form, push=_push(page), here=HERE), status


def _chosen(page: pages.ToldPage) -> dict[str, Any]:
    starts, ends = page.quiet
    given: dict[str, Any] = {
        f"topic_{topic.value}": [c.value for c in page.channels if (topic, c) in page.wanted]
        for topic in page.topics
    }
    given["starts"] = NONE if starts == ends else str(starts)
    given["ends"] = str(rules.USUAL_QUIET[1] if starts == ends else ends)
    given["remind"] = str(page.remind_hours)
    return given


def _push(page: pages.ToldPage) -> dict[str, str] | None:
    """What the page's script needs: our key, and the words that the phone will show, in this
    person's language. None where this phone is not told."""
    if page.shared:
        return None
    return {
        "key": public_key(private_key(_settings())),
        "title": _("You have an update"),
        "named": _("%(word)s: you have an update", word="{word}"),
        "names": json.dumps(page.names, ensure_ascii=False),
    }


# --- this phone, and others -----------------------------------------------------------------


@bp.post("/told/push")
@door(EVERYBODY, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def push() -> Json:
    """A browser has said where it can be told; sent by the page's script."""
    said = request.get_json(silent=True)
    said = said if isinstance(said, dict) else {}
    keys = said.get("keys")
    keys = keys if isinstance(keys, dict) else {}
    try:
        actions.add_push(
            db.opened(), viewer(), str(said.get("endpoint") or ""),
            str(keys.get("p256dh") or ""), str(keys.get("auth") or ""), clock.now(),
        )  # fmt: skip
    except actions.NotHere:
        return _problem(_("Others use this phone, too. So it is not told."), 403)
    except actions.NotGood:
        return _problem(_("We cannot reach this browser. Try another one, or e-mail."), 422)
    except actions.Full:
        return _problem(_("Five phones are told already. Stop one of them first."), 409)
    return jsonify(to=url_for(".told", done=signed_done("push-on")))


def _problem(words: str, status: int) -> Json:
    return jsonify(problem=words), status


@bp.post("/told/push/stop")
@door(EVERYBODY, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def stop() -> Response:
    found = pages.way_of(db.opened(), viewer(), request.form.get("phone", ""))
    if found is None:
        abort(409)
    actions.stop_push(db.opened(), viewer(), found)
    return redirect(url_for(".told", done="push-off"), 303)


# --- one's own address or number ---------------------------------------------------------------


@bp.route("/told/add", methods=["GET", "POST"])
@door(EVERYBODY, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
@fresh_proof()
def add() -> Response | tuple[str, int]:
    who, now = viewer(), clock.now()
    channels = senders.offered(_settings())
    if channels == (Channel.PUSH,):
        abort(404)
    form, status = AddForm(channels), 200
    if form.validate_on_submit():
        value = form.value.plain
        try:
            actions.may_send_code(db.database(), who, value, now)
        except actions.TooMany:
            form.value.errors = (_("That was a lot of codes for one day. Try again tomorrow."),)
            status = 429
        else:
            actions.add_own(db.opened(), who, Channel(form.kind.data), value, now)
            return redirect(url_for(".code"), 303)
    status = 422 if form.errors and status == 200 else status
    return draw("channels/add.html", form=form, here=HERE), status


@bp.route("/told/code", methods=["GET", "POST"])
@door(EVERYBODY, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def code() -> Response | tuple[str, int]:
    """The code that was sent to a new address or number."""
    who, now = viewer(), clock.now()
    with db.glance() as looking:
        way = pages.way_to_prove(looking, who, now)
    if way is None:
        return redirect(url_for(".told"), 303)
    form, status = CodeForm(), 200
    if form.validate_on_submit():
        try:
            actions.may_try_code(db.database(), way, now)
        except actions.TooMany:
            form.code.errors = (_("That was five tries. Ask for a new code."),)
            status = 429
        else:
            if actions.prove(db.opened(), who, way, form.code.data, _settings().keys, now):
                return redirect(url_for(".told", done="own-way-proved"), 303)
            form.code.errors = (_("That is not the code. Look again, then type it once more."),)
    status = 422 if form.errors and status == 200 else status
    page = pages.Own(Channel(way.kind), way.value, None, None, True)
    return draw("channels/code.html", page=page, form=form, here=HERE), status


@bp.post("/told/take-away")
@door(EVERYBODY, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def take_away() -> Response:
    kind = request.form.get("kind", "")
    if kind not in (Channel.EMAIL, Channel.TEXT):
        abort(409)
    actions.take_away(db.opened(), viewer(), Channel(kind))
    return redirect(url_for(".told", done="own-way-gone"), 303)


# --- nicknames -----------------------------------------------------------------------------


@bp.route("/told/nicknames", methods=["GET", "POST"])
@door(CARERS, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def nicknames() -> Response | tuple[str, int]:
    """A carer's own words for the children with them, so that a notice says which."""
    children = pages.nicknames_page(db.opened(), viewer(), clock.now())
    form = nicknames_form(children)
    if form.validate_on_submit():
        words = {child.id: form[f"word_{place}"].data or "" for place, child in enumerate(children)}
        actions.call(db.opened(), viewer(), words)
        return redirect(url_for(".told", done="nicknames-saved"), 303)
    status = 422 if form.errors else 200
    return draw("channels/nicknames.html", page=children, form=form, here=HERE), status


# --- what could not be delivered ---------------------------------------------------------------


@bp.get("/undelivered")
@door(LOOK_AFTER, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def undelivered() -> str:
    page = pages.undelivered_page(db.opened(), viewer(), clock.now())
    return draw("channels/undelivered.html", page=page)


@bp.post("/undelivered/again")
@door(LOOK_AFTER, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def again() -> Response:
    found = _named()
    actions.again(db.opened(), viewer(), *found, clock.now())
    return redirect(url_for(".undelivered", done="sent-again"), 303)


@bp.post("/undelivered/let-go")
@door(LOOK_AFTER, data=Data.NEVER, cache=Cache.NO_STORE, records=Records.LIST)
def let_go() -> Response:
    found = _named()
    actions.let_go(db.opened(), viewer(), *found, clock.now())
    return redirect(url_for(".undelivered", done="let-go"), 303)


def _named() -> tuple[int, Channel]:
    found = pages.named(db.opened(), viewer(), request.form.get("which", ""))
    if found is None:
        abort(409)
    return found
