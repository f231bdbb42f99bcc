"""The step over the threshold: this browser is signed in from here on; and the way out again."""

from __future__ import annotations

from collections.abc import Callable

from flask import redirect, session, url_for
from flask_login import login_user
from werkzeug.wrappers import Response

from portal.core import clock, db, sessions, words
from portal.core.access import Viewer
from portal.core.languages import offered
from portal.people.sessions import end_by_cookie, find

# Where somebody goes after signing out who came in by a way of another room's, by its strength.
_ways_out: dict[str, Callable[[Viewer], str]] = {}


def goes_out_by(strength: str, where: Callable[[Viewer], str]) -> None:
    """A room that has its own way in says where its people go afterwards; an address of ours."""
    _ways_out[strength] = where


def way_out(who: Viewer) -> str:
    """Where this person goes after signing out."""
    where = _ways_out.get(who.strength)
    return where(who) if where else url_for("people.sign_in", done="signed-out")


def enter(token: str, days: int | None, **args: str) -> Response:
    """A new cookie value, the person's language on this phone, and on to their first screen.

    Whoever was signed in here before is signed out: nobody holds two sessions in one browser.
    """
    handle = db.opened()
    handle.flush()
    end_by_cookie(handle, sessions.value(session))
    found = find(handle, sessions.hashed(token), clock.now())
    assert found is not None
    sessions.begin(session, token, days)
    login_user(found)
    response = redirect(url_for("people.front", **args), 303)  # type: ignore[arg-type]
    words.remember(response, offered(found.viewer.language).tag)
    return response
