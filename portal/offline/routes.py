"""The manifest, the service worker, and the page for when there is no connection."""

from __future__ import annotations

import json

from flask import Blueprint, Response, current_app, url_for

from portal.core import words
from portal.core.access import PUBLIC, Cache, Data, door
from portal.core.assets import asset
from portal.core.frame import draw
from portal.helplines import contacts
from portal.helplines.contacts import Section
from portal.offline import shell

bp = Blueprint("offline", __name__)

# What stands on the phone's screen is seen by whoever holds it: it says nothing about care.
NAME = "Alongside"
PAPER = "#fdfaf4"
ICONS = (
    ("icons/icon.svg", "any", "image/svg+xml", "any"),
    ("icons/icon-192.png", "192x192", "image/png", "any"),
    ("icons/icon-512.png", "512x512", "image/png", "any"),
    ("icons/icon-maskable-512.png", "512x512", "image/png", "maskable"),
)


@bp.get("/app.webmanifest")
@door(PUBLIC, data=Data.PUBLIC, cache=Cache.PUBLIC)
def manifest() -> Response:
    here = words.language()
    found = {
        "id": "/",
        "name": NAME,
        "short_name": NAME,
        "lang": here.tag,
        "dir": here.direction,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            {"src": asset(path), "sizes": sizes, "type": kind, "purpose": purpose}
            for path, sizes, kind, purpose in ICONS
        ],
    }
    return Response(json.dumps(found), mimetype="application/manifest+json")


@bp.get("/sw.js")
@door(PUBLIC, data=Data.PUBLIC, cache=Cache.PUBLIC)
def worker() -> Response:
    """Sent from the top of the site, so that its scope is the whole site."""
    gone = current_app.config.get("NO_WORKER")
    return Response(shell.no_worker() if gone else shell.worker(), mimetype="text/javascript")


@bp.get("/offline")
@door(PUBLIC, data=Data.PUBLIC, cache=Cache.SHELL)
def offline_page() -> str:
    return draw(
        "offline/offline.html",
        now=contacts.of(Section.NOW),
        talk=contacts.of(Section.TALK),
        help_href=url_for("help.help_page"),
    )
