"""A browser in which an account was signed in before, on a phone of its own.

It keeps a random value with our mark of the account in it, which nobody can read or make. It opens
nothing; it only lets its owner in past the tries of others (`tries`). The mark hangs on the kept
passphrase, so that getting back in after somebody else had the phone makes it worthless.
"""

from __future__ import annotations

import secrets

from flask import current_app, request
from werkzeug.wrappers import Response

from portal.core import marks
from portal.core.settings import Settings

SECONDS = 365 * 86_400


def known(account_id: int, kept_passphrase: str | None) -> str | None:
    """What this browser is counted as, if it is a known phone of this account."""
    number, _dot, given = request.cookies.get(_name(), "").partition(".")
    if not 20 <= len(number) <= 30:
        return None
    good = marks.fits(given, "phone", account_id, kept_passphrase, number)
    return number if good else None


def remember(response: Response, account_id: int, kept_passphrase: str | None) -> None:
    number = secrets.token_urlsafe(16)
    value = f"{number}.{marks.mark('phone', account_id, kept_passphrase, number)}"
    response.set_cookie(
        _name(), value, max_age=SECONDS, path="/", secure=_settings().secure, httponly=True,
        samesite="Lax",
    )  # fmt: skip


def _name() -> str:
    return "__Host-phone" if _settings().secure else "phone"


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found
