"""Keep a chosen language: on this phone, and in the account of whoever is signed in."""

from __future__ import annotations

from flask import current_app
from werkzeug.wrappers import Response

from portal.core import words
from portal.core.access import Viewer
from portal.core.db import Db
from portal.core.settings import Settings
from portal.people import actions as people

COOKIE_SECONDS = 365 * 86_400


def keep_for(db: Db, viewer: Viewer, tag: str) -> None:
    """From now on this account reads in this language, on every phone."""
    people.choose_language(db, viewer, tag)


def remember_language(response: Response, tag: str) -> None:
    """Keep the language on this phone, so that sign-in and Help speak it too."""
    settings: Settings = current_app.extensions["settings"]
    response.set_cookie(
        words.COOKIE,
        tag,
        max_age=COOKIE_SECONDS,
        path="/",
        secure=settings.secure,
        httponly=True,
        samesite="Lax",
    )
