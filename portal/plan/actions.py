"""Writes about plans."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from portal.core.access import Viewer
from portal.core.db import Db
from portal.notifications import actions as notifications
from portal.plan.pages import THING, PartCard
from portal.seen.actions import mark_seen


def seen(db: Db, viewer: Viewer, parts: Iterable[PartCard], now: datetime) -> None:
    """The young person has looked at these parts as they are now."""
    parts = list(parts)
    mark_seen(db, viewer, THING, [(part.key, part.mark) for part in parts], now)
    for part in parts:
        notifications.seen(db, viewer.council_id, viewer.person_id, THING, part.key, now)
