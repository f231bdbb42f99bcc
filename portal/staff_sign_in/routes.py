"""The doors of this room: to a council's own sign-in service, back from it, and out."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, abort, current_app, redirect, request, url_for
from flask import Response as FlaskResponse
from flask.blueprints import BlueprintSetupState
from sqlalchemy import select
from werkzeug.wrappers import Response

from portal.core import clock, db, ledger
from portal.core.access import PUBLIC, Cache, Data, Viewer, door, viewer_or_none
from portal.core.frame import draw
from portal.core.settings import Settings
from portal.people.entering import enter, goes_out_by
from portal.people.tables import Council
from portal.staff_sign_in import actions, providers, rules, services, ways
from portal.staff_sign_in.labels import WORDS
from portal.staff_sign_in.rules import CannotSignIn, Fault, Said
from portal.staff_sign_in.services import Service
from portal.staff_sign_in.ways import Way

bp = Blueprint("staff_sign_in", __name__, url_prefix="/staff")


@bp.record_once
def _read_configuration(state: BlueprintSetupState) -> None:
    """When the application is built: a mistake in the file stops it from starting."""
    settings: Settings = state.app.extensions["settings"]
    found = providers.read(settings.staff_sign_in)
    state.app.extensions["staff_sign_in"] = {one.key: Service(one) for one in found}


def _services() -> dict[str, Service]:
    """By key. Where there are none, this room is not there."""
    found: dict[str, Service] = current_app.extensions["staff_sign_in"]
    if not found:
        abort(404)
    return found


@bp.get("")
@door(PUBLIC, data=Data.NEVER, cache=Cache.NO_STORE)
def councils() -> str:
    """Choose your council. A button, not a link: what browsers fetch ahead begins nothing."""
    names = sorted((one.provider.council, key) for key, one in _services().items())
    return draw("staff_sign_in/councils.html", councils=names)


@bp.post("/go")
@door(PUBLIC, data=Data.NEVER, cache=Cache.NO_STORE)
def go() -> Response | tuple[str, int]:
    service = _services().get(request.form.get("council", ""))
    if service is None:
        abort(404)
    way = ways.begin(_settings().keys, service.provider.key, clock.now())
    try:
        there = service.where_to_sign_in(way, _back_to("come_back"))
    except CannotSignIn as no:
        return _sorry(no.fault)
    page = draw("staff_sign_in/going.html", council=service.provider.council, there=there)
    # As a page and not as a redirect: see the room's own docstring.
    response = FlaskResponse(page, headers={"Refresh": f"0;url={there}"})
    _keep_way(response, way.cookie, int(ways.LASTS.total_seconds()))
    return response


@bp.get("/callback")
@door(PUBLIC, data=Data.NEVER, cache=Cache.NO_STORE)
def come_back() -> Response | str | tuple[str, int]:
    """Back from the service, by a link from another site: so nothing happens yet."""
    known = _services()
    code, state = request.args.get("code", ""), request.args.get("state", "")
    if not (state or code or "error" in request.args):
        return redirect(url_for(".councils"))
    way = _way_of_this_browser(state, clock.now())
    if way is None or way.provider not in known:
        return _sorry(Fault.STATE)
    if not code:
        return _sorry(Fault.REFUSED)  # why stays with the service: it may name a person
    return draw(
        "staff_sign_in/back.html",
        council=known[way.provider].provider.council,
        said={"code": code, "state": state, "iss": request.args.get("iss", "")},
    )


@bp.post("/callback")
@door(PUBLIC, data=Data.NEVER, cache=Cache.NO_STORE)
def come_in() -> Response | tuple[str, int]:
    """The last step, sent by the page that `come_back` draws. An attempt is good for one."""
    known, now = _services(), clock.now()
    way = _way_of_this_browser(request.form.get("state", ""), now)
    try:
        if way is None or way.provider not in known or _used(way, now):
            raise CannotSignIn(Fault.STATE)
        service = known[way.provider]
        # Asked before the request's handle is opened: nobody waits for a write lock meanwhile.
        said = service.who_came(
            way,
            request.form.get("code", ""),
            request.form.get("iss", ""),
            _back_to("come_back"),
        )
        token, days = _let_in(service, said, now)
    except CannotSignIn as no:
        return _sorry(no.fault)
    response = enter(token, days)
    _keep_way(response, "", 0)
    return response


@bp.post("/signed-out")
@door(PUBLIC, data=Data.NEVER, cache=Cache.NO_STORE, signed=True)
def signed_out_there() -> Response:
    """A service tells us who has left. Who it is, it shows by its signature and nothing else.

    Source: OpenID Connect Back-Channel Logout 1.0. The answer says only whether it was taken.
    """
    token, known = request.form.get("logout_token", ""), current_app.extensions["staff_sign_in"]
    issuer, audience = services.whose(token)
    try:
        for service in known.values():
            if service.provider.issuer == issuer and service.provider.client_id in audience:
                break
        else:
            raise CannotSignIn(Fault.AUDIENCE)
        notice = service.who_left(token)
        once = f"staff-signed-out:{notice.issuer}:{notice.jti}"
        lasts = 2 * services.NOTICE_LASTS
        if ledger.count(db.database(), once, lasts, clock.now()) > 1:
            raise CannotSignIn(Fault.STATE)
    except CannotSignIn as no:
        _note(no.fault)
        return FlaskResponse(status=400, mimetype="text/plain")
    actions.leave(db.opened(), notice)
    return FlaskResponse(status=200, mimetype="text/plain")


@bp.get("/signed-out")
@door(PUBLIC, data=Data.NEVER, cache=Cache.NO_STORE)
def signed_out_here() -> Response | str:
    """After signing out here: the way to sign out over there, too. A link, and theirs to take:
    on a computer of one's own the other apps of the council stay open."""
    known = _services()
    if viewer_or_none() is not None:
        return redirect(url_for("people.front"))
    service, there = known.get(request.args.get("at", "")), None
    if service is not None:
        try:
            there = service.where_to_sign_out(_back_to("signed_out_here"))
        except CannotSignIn as no:
            _note(no.fault)
    return draw(
        "staff_sign_in/signed-out.html",
        council=service.provider.council if service else None,
        there=there,
    )


def _way_out(who: Viewer) -> str:
    name = db.opened().scalar(select(Council.name).where(Council.id == who.council_id)) or ""
    return url_for("staff_sign_in.signed_out_here", at=providers.key_of(name))


goes_out_by(actions.STRENGTH, _way_out)


def _let_in(service: Service, said: Said, now: datetime) -> tuple[str, int | None]:
    handle, provider = db.opened(), service.provider
    council_id = actions.council(handle, provider.council)
    db.enter(council_id)
    role = rules.role_for(said.groups, provider.roles)
    if role is None:
        actions.lose_role(handle, provider, council_id, said, now)
        db.settle(keep=True)  # what has ended stays ended, although this page says no
        raise CannotSignIn(Fault.ROLE)
    return actions.come_in(handle, provider, council_id, said, role, now)


def _used(way: Way, now: datetime) -> bool:
    """Whether this attempt came before, in any browser. The ledger's count survives whatever
    becomes of the request."""
    return ledger.count(db.database(), f"staff-way:{way.state}", 2 * ways.LASTS, now) > 1


def _way_of_this_browser(state: str, now: datetime) -> Way | None:
    settings = _settings()
    cookie = request.cookies.get(_cookie_name(settings), "")
    way = ways.find(settings.keys, cookie, now)
    return way if way is not None and ways.is_state(way, state) else None


def _keep_way(response: Response, cookie: str, seconds: int) -> None:
    settings = _settings()
    response.set_cookie(
        _cookie_name(settings), cookie, max_age=seconds, path="/", secure=settings.secure,
        httponly=True, samesite="Lax",
    )  # fmt: skip


def _cookie_name(settings: Settings) -> str:
    return "__Host-way" if settings.secure else "way"


def _back_to(name: str) -> str:
    """An address of ours that the service knows: by our own name, whatever the request called
    us."""
    return _settings().public_url + url_for(f"staff_sign_in.{name}")


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def _sorry(fault: Fault) -> tuple[str, int]:
    _note(fault)
    said = WORDS[fault]
    return draw("staff_sign_in/sorry.html", said=said, code=fault.value), said.status


def _note(fault: Fault) -> None:
    extra = {"route": request.endpoint, "code": fault.value}
    current_app.logger.warning("staff sign-in", extra=extra)
