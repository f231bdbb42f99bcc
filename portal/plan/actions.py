"""Writes about plans."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from portal.core.access import Viewer
from portal.core.db import Db
from portal.notifications import actions as notifications
from portal.plan.pages import THING, GonePart, PartCard
from portal.seen.actions import mark_seen


def seen(db: Db, viewer: Viewer, parts: Iterable[PartCard | GonePart], now: datetime) -> None:
    """The young person has looked at these parts as they are now: what they say, or that they are
    gone."""
    parts = list(parts)
    # A version that was taken back leaves the one before it in force: the mark goes back with it.
    marks = [(part.key, part.mark) for part in parts]
    mark_seen(db, viewer, THING, marks, now, may_go_back=True)
    for part in parts:
        notifications.seen(db, viewer.council_id, viewer.person_id, THING, part.key, now)
