"""What is new for somebody, of the kinds that rooms have given words (`notifications.labels`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from portal.core.access import Viewer
from portal.core.db import Db
from portal.notifications import labels
from portal.notifications.tables import Notice

SHOWN = 6


@dataclass(frozen=True)
class NewsRow:
    kind: str
    at: datetime


def news_for(db: Db, viewer: Viewer, now: datetime) -> tuple[NewsRow, ...]:
    """Unseen notices that may be told by now, the newest of each kind, newest first: one
    statement."""
    newest = func.max(Notice.made_at).label("at")
    rows = db.execute(
        select(Notice.kind, newest)
        .where(
            Notice.council_id == viewer.council_id,
            Notice.person_id == viewer.person_id,
            Notice.seen_at.is_(None),
            Notice.made_at <= now,
            Notice.kind.in_(labels.kinds()),
        )
        .group_by(Notice.kind)
        .order_by(newest.desc())
        .limit(SHOWN)
    )
    return tuple(NewsRow(row.kind, row.at) for row in rows)
