"""What is new for somebody, of the kinds that rooms have given words (`notifications.labels`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from portal.core.access import Viewer
from portal.core.db import Db, Query, built_once
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
    rows = db.execute(*_news(viewer.council_id, viewer.person_id, labels.kinds(), now))
    return tuple(NewsRow(row.kind, row.at) for row in rows)


@built_once
def _news(council_id: int, person_id: int, kinds: Sequence[str], now: datetime) -> Query:
    newest = func.max(Notice.made_at).label("at")
    return (
        select(Notice.kind, newest)
        .where(
            Notice.council_id == council_id,
            Notice.person_id == person_id,
            Notice.seen_at.is_(None),
            Notice.made_at <= now,
            Notice.kind.in_(kinds),
        )
        .group_by(Notice.kind)
        .order_by(newest.desc())
        .limit(SHOWN)
    )
