"""Sign in, leave, and how it looks to me."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from flask import Blueprint, current_app, redirect, request, session, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from portal.core import clock, db, sessions, words
from portal.core.access import (
    EVERYBODY,
    PUBLIC,
    Cache,
    Data,
    Device,
    Records,
    Role,
    door,
    holder,
    viewer,
)
from portal.core.frame import draw, say_done
from portal.core.languages import offered
from portal.core.settings import Settings
from portal.core.words import _, later
from portal.people import actions, known_phones, tries
from portal.people.entering import enter, gone, place, way_out
from portal.people.forms import LookForm, SignInForm
from portal.people.rules import tidy_username
from portal.people.sessions import begin, end_by_cookie

bp = Blueprint("people", __name__)
say_done(looks_saved=later("Saved."), welcome=later("Welcome. This is yours."))

TRIES_WINDOW = timedelta(minutes=15)
TRIES_BEFORE_WAIT = 10

FIRST_SCREEN = {
    Role.YOUNG: "home.home",
    Role.CARER: "carers.children",
    Role.WORKER: "staff.waiting",
    Role.DUTY: "staff.waiting",
    Role.MANAGER: "staff.waiting",
    Role.IRO: "staff.waiting",
    Role.ADVOCATE: "staff.explained",
    Role.EDITOR: "staff.explained",
    Role.ADMIN: "staff.explained",
}


@bp.get("/")
@door(PUBLIC, data=Data.NEVER, cache=Cache.NO_STORE)
def front() -> Response:
    who = holder()
    if who is not None and who.locked:
        return redirect(url_for("phones.unlock"))
    return redirect(
        url_for(FIRST_SCREEN[who.role] if who else ".sign_in", done=request.args.get("done"))
    )


@bp.route("/sign-in", methods=["GET", "POST"])
@door(PUBLIC, data=Data.NEVER, cache=Cache.NO_STORE)
def sign_in() -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    form = SignInForm()
    if not form.validate_on_submit():
        return _sign_in_page(form), 422 if form.errors else 200
    now = clock.now()
    username, passphrase = form.username.data or "", form.passphrase.data or ""
    with db.glance() as looking:
        found = actions.look_up(
            looking, username, now, staff_too=current_app.extensions["settings"].demo
        )
    known_phone = known_phones.known(found.account_id, found.kept) if found else None
    counted = tries.to_sign_in(tidy_username(username), known_phone)
    try:
        counted.one_more(now)
        known = actions.recognise(found, passphrase)
    except tries.Wait as wait:
        form.passphrase.errors = (tries.said(wait),)
        return _sign_in_page(form), 429, tries.headers(wait, now)
    except actions.NotKnown:
        form.passphrase.errors = (
            _(
                "This user name and passphrase do not match. Try again, or ask your worker "
                "for a new code."
            ),
        )
        return _sign_in_page(form), 422
    counted.succeeded()
    token, days = begin(
        db.opened(),
        known.account_id,
        known.council_id,
        known.role,
        Device(form.device.data),
        "passphrase",
        now,
        place(),
    )
    return enter(token, days)


def _sign_in_page(form: SignInForm) -> str:
    owner = holder()
    return draw("people/sign-in.html", form=form, locked=owner is not None and owner.locked)


@bp.post("/leave")
@door(PUBLIC, data=Data.NEVER, cache=Cache.NO_STORE, same_origin_only=True)
def leave() -> Response:
    """Quick exit: the session ends, and the page becomes a neutral site.

    For everybody, with any cookie or none: whatever fails here, the page goes away. So the viewer
    is not even looked up, and the one statement is committed here, where its failure is caught.

    A script sends the page away itself, and asks here whether the session is over. If it is not,
    the cookie stays, so that the next try can still name the session; the phone shows nothing
    personal until one succeeds (`static/js/parts/leave.js`).
    """
    by_script = False
    with suppress(HTTPException):  # a form that cannot be read
        by_script = request.form.get("by") == "script"
    try:
        end_by_cookie(db.opened(), sessions.value(session))
        db.settle(keep=True)
    except Exception:
        current_app.logger.exception("leave", extra={"route": request.endpoint})
        with suppress(Exception):
            db.settle(keep=False)
        if by_script:
            return Response(status=503, mimetype="text/plain")
    sessions.end(session)
    settings: Settings = current_app.extensions["settings"]
    gone = (
        Response(status=204, mimetype="text/plain")
        if by_script
        else redirect(settings.neutral_site, 303)
    )
    gone.headers["Clear-Site-Data"] = '"cache"'
    return gone


@bp.post("/sign-out")
@door(PUBLIC, data=Data.NEVER, cache=Cache.NO_STORE)
def sign_out() -> Response:
    """For everybody: a phone that locked itself can be signed out, too."""
    who = holder()
    end_by_cookie(db.opened(), sessions.value(session))
    return gone(where=way_out(who) if who else None)


@bp.route("/my-app", methods=["GET", "POST"])
@door(EVERYBODY, data=Data.PERSONAL, cache=Cache.NO_STORE, records=Records.OWN)
def my_app() -> Response | tuple[str, int]:
    """Language, colour, light or dark, and which words."""
    form = LookForm(data=_look_of_viewer())
    if form.validate_on_submit():
        actions.choose_look(
            db.opened(),
            viewer(),
            form.language.data,
            form.theme.data,
            form.look.data,
            form.band.data,
        )
        response = redirect(url_for(".my_app", done="looks-saved"))
        words.remember(response, form.language.data)
        return response
    return draw("people/my-app.html", form=form, young=viewer().is_young), 200


def _look_of_viewer() -> dict[str, str]:
    who = viewer()
    return {
        "language": offered(who.language).tag,
        "theme": who.theme,
        "look": who.look,
        "band": who.chosen_band,
    }
