"""Marks: a short proof that something was said by us, made with the installation's keys.

The newest key makes them; an older one is still accepted, so that keys can be changed while
people have a page open.
"""

from __future__ import annotations

import hmac

from flask import current_app

from portal.core.receipts import fingerprint
from portal.core.settings import Settings


def mark(purpose: str, *parts: object) -> str:
    """64 hexadecimal digits that only we can make for this purpose and these parts."""
    return _mark(_keys()[0], purpose, parts)


def fits(given: str, purpose: str, *parts: object) -> bool:
    """Whether `given` is our mark of these parts, by any key that is still accepted."""
    said = given.encode("utf-8", "replace")
    return any(hmac.compare_digest(said, _mark(key, purpose, parts).encode()) for key in _keys())


def _mark(key: str, purpose: str, parts: tuple[object, ...]) -> str:
    what = fingerprint(purpose, *map(str, parts))
    return hmac.new(key.encode(), what.encode(), "sha256").hexdigest()


def _keys() -> tuple[str, ...]:
    settings: Settings = current_app.extensions["settings"]
    return settings.keys
