"""The step over the threshold: this browser is signed in from here on, or has shown once more that
it is them. Each time it is given a new value, so that one seen before opens nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import abort, redirect, request, session, url_for
from flask_login import login_user, logout_user
from werkzeug.wrappers import Response

from portal.core import browsers, clock, db, sessions, words
from portal.core.access import DEMO, Device, Role, Viewer, holder
from portal.core.languages import offered
from portal.people import known_phones
from portal.people.actions import kept_passphrase
from portal.people.sessions import end_by_cookie, find, renew


def place() -> str:
    """What kind of browser and phone this is, for `sessions.begin`."""
    return browsers.words_for(request.headers.get("User-Agent"))


# Where somebody goes after signing out who came in by a way of another room's, by its strength.
_ways_out: dict[str, Callable[[Viewer], str]] = {}


def goes_out_by(strength: str, where: Callable[[Viewer], str]) -> None:
    """A room that has its own way in says where its people go afterwards; an address of ours."""
    _ways_out[strength] = where


def way_out(who: Viewer) -> str:
    """Where this person goes after signing out."""
    where = _ways_out.get(who.strength)
    return where(who) if where else url_for("people.sign_in", done="signed-out")


# Who holds what about them, and why: shown on the way in until they have said that they read it.
READ_FIRST = "privacy.first"
READERS = frozenset({Role.YOUNG, Role.CARER})


def enter(token: str, days: int | None, **args: str) -> Response:
    """A new cookie value, the person's language on this phone, and on to their first screen, or
    to what they read before it."""
    response = entered(redirect(url_for("people.front"), 303), token, days)
    who = holder()
    reads = who is not None and who.role in READERS and not who.told_privacy
    response.location = url_for(READ_FIRST if reads else "people.front", **args)  # type: ignore[arg-type]
    return response


def entered(response: Response, token: str, days: int | None) -> Response:
    """`enter`, with an answer of one's own.

    Whoever was signed in here before is signed out: nobody holds two sessions in one browser.
    """
    handle = db.opened()
    handle.flush()
    end_by_cookie(handle, sessions.value(session))
    who = _take(token, days, clock.now())
    words.remember(response, offered(who.language).tag)
    if who.device is Device.OWN and who.strength != DEMO:
        kept = kept_passphrase(handle, who.account_id)
        known_phones.remember(response, who.account_id, kept)
    return response


def proved(strength: str, now: datetime) -> None:
    """They have shown that it is them: the phone is not locked any more, and for some minutes they
    are not asked again."""
    renewed = renew(db.opened(), sessions.value(session), strength, now)
    if renewed is None:  # somebody has signed this phone out meanwhile
        abort(401)
    _take(*renewed, now)


def gone(done: str = "signed-out", where: str | None = None) -> Response:
    """Nobody is signed in here any more; the caller has ended the session itself. where: `way_out`
    of whoever it was; else the sign-in page says what is done."""
    logout_user()
    sessions.end(session)
    response = redirect(where or url_for("people.sign_in", done=done), 303)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _take(token: str, days: int | None, now: datetime) -> Viewer:
    found = find(db.opened(), sessions.hashed(token), now)
    assert found is not None
    sessions.begin(session, token, days)
    login_user(found)
    return found.viewer
