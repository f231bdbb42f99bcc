"""The step over the threshold: this browser is signed in from here on."""

from __future__ import annotations

from flask import redirect, session, url_for
from flask_login import login_user
from werkzeug.wrappers import Response

from portal.core import clock, db, sessions, words
from portal.core.access import Role
from portal.core.languages import offered
from portal.people.sessions import end_by_cookie, find

# Who holds what about them, and why: shown on the way in until they have said that they read it.
READ_FIRST = "privacy.first"
READERS = frozenset({Role.YOUNG, Role.CARER})


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
    who = found.viewer
    reads = who.role in READERS and not who.told_privacy
    on = READ_FIRST if reads else "people.front"
    response = redirect(url_for(on, **args), 303)  # type: ignore[arg-type]
    words.remember(response, offered(who.language).tag)
    return response
