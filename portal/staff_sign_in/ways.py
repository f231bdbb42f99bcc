"""One attempt to sign in, from the press of the button to the way back, tied to one browser.

The browser keeps one random value with our mark on it. State, nonce and PKCE verifier are worked
out from it with our key: no table holds them, and whoever reads the cookie learns none of them.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LASTS = timedelta(minutes=15)  # somebody may have to find their phone first
LONGEST = 200


@dataclass(frozen=True)
class Way:
    """cookie: what the browser keeps. provider: its key. The rest never leaves in one piece."""

    cookie: str
    provider: str
    state: str
    nonce: str
    verifier: str


def begin(keys: Sequence[str], provider: str, now: datetime) -> Way:
    """A new attempt. keys: as in the settings, newest first."""
    body = f"{provider}.{int(now.timestamp())}.{secrets.token_urlsafe(24)}"
    return _way(keys[0], body)


def find(keys: Sequence[str], cookie: str, now: datetime) -> Way | None:
    """The attempt that this browser has begun; None when there is none, or not of ours, or it was
    too long ago."""
    body, _, mark = cookie.rpartition(".")
    if len(cookie) > LONGEST or not body.isascii() or not mark.isascii():
        return None
    for key in keys:
        if hmac.compare_digest(mark, _derived(key, "cookie", body)):
            begun = datetime.fromtimestamp(int(body.split(".")[1]), UTC)
            return _way(key, body) if now - begun <= LASTS else None
    return None


def _way(key: str, body: str) -> Way:
    return Way(
        cookie=f"{body}.{_derived(key, 'cookie', body)}",
        provider=body.partition(".")[0],
        state=_derived(key, "state", body),
        nonce=_derived(key, "nonce", body),
        verifier=_derived(key, "verifier", body),
    )


def _derived(key: str, purpose: str, body: str) -> str:
    """43 letters, which is what PKCE asks of a verifier (RFC 7636, 4.1)."""
    made = hmac.new(key.encode(), f"staff-way:{purpose}:{body}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(made.digest()).rstrip(b"=").decode()


def is_state(way: Way, state: str) -> bool:
    """Whether this is the state that this attempt was begun with."""
    return hmac.compare_digest(way.state.encode(), state.encode())
