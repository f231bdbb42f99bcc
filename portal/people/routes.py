"""Sign in, the first account, leave, and how it looks to me."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from flask import Blueprint, current_app, redirect, request, session, url_for
from flask_login import logout_user
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from portal.core import clock, db, ledger, sessions, words
from portal.core.access import (
    EVERYBODY,
    PUBLIC,
    Cache,
    Data,
    Device,
    Records,
    Role,
    door,
    viewer,
    viewer_or_none,
)
from portal.core.frame import draw, say_done
from portal.core.languages import offered
from portal.core.settings import Settings
from portal.core.words import _, later
from portal.people import actions, passphrases
from portal.people.entering import enter
from portal.people.forms import AcceptForm, LookForm, SignInForm
from portal.people.rules import tidy_username
from portal.people.sessions import begin, end_by_cookie
from portal.people.sessions import end as end_session

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
    who = viewer_or_none()
    return redirect(
        url_for(FIRST_SCREEN[who.role] if who else ".sign_in", done=request.args.get("done"))
    )


@bp.route("/sign-in", methods=["GET", "POST"])
@door(PUBLIC, data=Data.NEVER, cache=Cache.NO_STORE)
def sign_in() -> Response | tuple[str, int]:
    form = SignInForm()
    if form.validate_on_submit():
        now = clock.now()
        username, passphrase = form.username.data or "", form.passphrase.data or ""
        tries = f"sign-in:{tidy_username(username)}:{request.remote_addr}"
        if ledger.count(db.database(), tries, TRIES_WINDOW, now) > TRIES_BEFORE_WAIT:
            form.passphrase.errors = (
                _("That was many tries. Wait 15 minutes, or ask your worker for a new code."),
            )
            return draw("people/sign-in.html", form=form), 429
        try:
            with db.glance() as looking:
                known = actions.recognise(looking, username, passphrase, now)
        except actions.NotKnown:
            form.passphrase.errors = (
                _(
                    "This user name and passphrase do not match. Try again, or ask your worker "
                    "for a new code."
                ),
            )
        else:
            ledger.forget(db.database(), tries)
            token, days = begin(
                db.opened(),
                known.account_id,
                known.council_id,
                known.role,
                Device(form.device.data),
                "passphrase",
                now,
            )
            return enter(token, days)
    status = 422 if form.errors else 200
    return draw("people/sign-in.html", form=form), status


@bp.route("/invite", methods=["GET", "POST"])
@door(PUBLIC, data=Data.NEVER, cache=Cache.NO_STORE)
def invite() -> Response | tuple[str, int]:
    form = AcceptForm()
    if form.validate_on_submit():
        now = clock.now()
        tries = f"invite:{request.remote_addr}"
        if ledger.count(db.database(), tries, TRIES_WINDOW, now) > TRIES_BEFORE_WAIT * 3:
            form.code.errors = (_("That was many tries. Wait 15 minutes, then try again."),)
            return draw("people/invite.html", form=form), 429
        kept = passphrases.keep(form.passphrase.data or "")
        try:
            token, days = actions.accept(
                db.opened(),
                form.code.data or "",
                form.username.data or "",
                kept,
                Device(form.device.data),
                now,
            )
        except actions.CodeNotGood:
            form.code.errors = (
                _(
                    "This code does not work. It may be mistyped, used or older than three days. "
                    "Your worker can give you a new one."
                ),
            )
        except actions.HasAccount:
            form.code.errors = (
                _("You already have an account. If you cannot get in, ask your worker for help."),
            )
        except actions.NameTaken:
            form.username.errors = (_("Somebody has this name already. Pick another."),)
        else:
            return enter(token, days, done="welcome")
    elif not form.is_submitted() and request.args.get("code"):
        form.code.data = request.args["code"][:40]
    return draw("people/invite.html", form=form), 422 if form.errors else 200


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
@door(EVERYBODY, data=Data.NEVER, cache=Cache.NO_STORE)
def sign_out() -> Response:
    end_session(db.opened(), viewer().session_id)
    logout_user()
    sessions.end(session)
    gone = redirect(url_for(".sign_in", done="signed-out"), 303)
    gone.headers["Clear-Site-Data"] = '"cache"'
    return gone


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
