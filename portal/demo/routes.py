"""The list of made-up people and the one tap that signs in as one of them.

Registered only where the settings say demo; and even then each address is "no such page" unless
every council here is made up and the browser speaks to this very computer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, current_app, jsonify, request
from werkzeug.wrappers import Response as AnyResponse

from portal.core import clock, db
from portal.core.access import DEMO, PUBLIC, Cache, Data, Device, door
from portal.core.db import Db
from portal.core.frame import draw
from portal.core.settings import Settings
from portal.demo import pages
from portal.people.entering import enter, place
from portal.people.sessions import begin

bp = Blueprint("demo", __name__, url_prefix="/demo")

# Any of these says that somebody asked for us on another's behalf.
PASSED_ON = ("X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "X-Real-IP", "Via")


@bp.before_request
def only_here() -> None:
    """Runs before the door's own questions are answered with anything but 404."""
    with db.glance() as handle:
        if not (_on_this_computer() and pages.only_demo(handle)):
            abort(404)


@bp.get("")
@door(PUBLIC, data=Data.NEVER, cache=Cache.NO_STORE)
def people() -> str:
    with _everywhere() as handle:
        groups = pages.list_page(handle, clock.now())
    return draw("demo/list.html", groups=groups)


@bp.get("/people.json")
@door(PUBLIC, data=Data.NEVER, cache=Cache.NO_STORE)
def people_json() -> Response:
    with _everywhere() as handle:
        found = pages.everybody(handle, clock.now())
    return jsonify([
        {"key": p.key, "name": p.name, "role": p.role, "age": p.age, "language": p.language}
        for p in found
    ])  # fmt: skip


@bp.post("/sign-in")
@door(PUBLIC, data=Data.NEVER, cache=Cache.NO_STORE)
def sign_in() -> AnyResponse:
    handle, now = db.opened(), clock.now()
    key = request.form.get("person", "")
    # PostgreSQL cannot even look for a NUL.
    with _everywhere() as looking:
        found = None if "\0" in key else pages.way_in(looking, key)
    if found is None:
        abort(404)
    account_id, council_id, role = found
    token, days = begin(handle, account_id, council_id, role, Device.OWN, DEMO, now, place())
    return enter(token, days)


@contextmanager
def _everywhere() -> Iterator[Db]:
    """All made-up councils at once: no request of a signed-in person is ever given this."""
    with db.database().reader() as handle:
        yield handle


def _on_this_computer() -> bool:
    """Asked of a loopback name, by a loopback address, and by no proxy: none alone is enough,
    since a name can be made to point here and a proxy on this computer calls from here."""
    settings: Settings = current_app.extensions["settings"]
    if settings.proxies or any(name in request.headers for name in PASSED_ON):
        return False
    host = urlsplit(f"//{request.host}").hostname or ""
    return _is_loopback(host) and _is_loopback(request.remote_addr or "")


def _is_loopback(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
