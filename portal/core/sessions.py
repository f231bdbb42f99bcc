"""Flask's `session`, as a server-side session: the cookie holds a random value and nothing else.

What a session is allowed lives in its row, found by the hash of that value (`people.sessions`),
so it can be ended from anywhere at any moment. Flask-Login and Flask-WTF work on the dictionary
below without knowing: `_user_id` is the hash of the cookie's value, and the CSRF secret is
derived from the value, so neither has to be stored. Neither hangs on a key of the installation:
keys change without signing anybody out. A form's token is signed with them besides, and accepted
under the older ones (`portal.site`).

A visitor who is not signed in gets a value only when a form needs one; it names no row.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SessionInterface, SessionMixin

from portal.core.settings import Settings

VISITOR, MEMBER = "v", "m"
CSRF = "csrf_token"
USER = "_user_id"


class ServerSession(dict[str, Any], SessionMixin):
    """What this request knows of its session. Dies with the request."""

    def __init__(self, token: str, fresh: bool, csrf: str) -> None:
        super().__init__({CSRF: csrf})
        if token.startswith(MEMBER):
            self[USER] = hashed(token)
        self.token = token
        self.fresh = fresh  # the visitor has no cookie with this value yet
        self.form_drawn = False
        self.days: int | None = None  # how long the browser keeps the cookie; None: until closed

    def __getitem__(self, key: str) -> Any:
        if key == CSRF:
            self.form_drawn = True
        return super().__getitem__(key)


def hashed(token: str) -> str:
    """How a session is named in the database."""
    return hashlib.sha256(token.encode()).hexdigest()


def member_token() -> str:
    """A new cookie value for somebody who has just signed in: 256 random bits."""
    return MEMBER + secrets.token_urlsafe(32)


class ServerSessions(SessionInterface):
    def __init__(self, settings: Settings) -> None:
        self.name = "__Host-session" if settings.secure else "session"
        self.secure = settings.secure

    def open_session(self, app: Flask, request: Request) -> ServerSession:
        token = request.cookies.get(self.name, "")
        fresh = not (token[:1] in (VISITOR, MEMBER) and 40 <= len(token) <= 64)
        if fresh:
            token = VISITOR + secrets.token_urlsafe(32)
        csrf = hashlib.sha256(b"form:" + token.encode()).hexdigest()
        return ServerSession(token, fresh, csrf)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        assert isinstance(session, ServerSession)
        if session.token == "":
            response.delete_cookie(
                self.name, path="/", secure=self.secure, httponly=True, samesite="Lax"
            )
        elif session.fresh and (session.form_drawn or session.token.startswith(MEMBER)):
            response.set_cookie(
                self.name,
                session.token,
                max_age=session.days * 86_400 if session.days else None,
                path="/",
                secure=self.secure,
                httponly=True,
                samesite="Lax",
            )


def value(session: SessionMixin) -> str:
    """The value with which this browser came in, or was given just now."""
    assert isinstance(session, ServerSession)
    return session.token


def begin(session: SessionMixin, token: str, days: int | None) -> None:
    """Give this browser a new value: at sign-in, and whenever rights change."""
    assert isinstance(session, ServerSession)
    session.token, session.fresh, session.days = token, True, days


def end(session: SessionMixin) -> None:
    """Take the value away from this browser."""
    assert isinstance(session, ServerSession)
    session.token = ""
