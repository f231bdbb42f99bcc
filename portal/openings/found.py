"""What a find hands to the page that asks for the reason: sealed for one session, for a few
minutes. It shows nothing, and opens nothing by itself."""

from __future__ import annotations

from datetime import datetime

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from portal.core.access import Viewer
from portal.core.settings import Settings
from portal.opened.rules import FOUND_LASTS


def seal(viewer: Viewer, ref: str, now: datetime) -> str:
    return str(_sealer(viewer).dumps([ref, int(now.timestamp())]))


def unseal(viewer: Viewer, sealed: str, now: datetime) -> str | None:
    """The ref, or None when it is not this session's or lay too long."""
    try:
        ref, at = _sealer(viewer).loads(sealed)
    except (BadSignature, ValueError, TypeError):
        return None
    return str(ref) if 0 <= now.timestamp() - at <= FOUND_LASTS.total_seconds() + 1 else None


def _sealer(viewer: Viewer) -> URLSafeSerializer:
    settings: Settings = current_app.extensions["settings"]
    # The newest key signs; the older ones are still known.
    keys = list(reversed(settings.keys))
    return URLSafeSerializer(keys, salt=f"emergency:{viewer.session_id}")
