"""What happens by itself: news whose last day has passed is told to nobody any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update

from portal.core import clock
from portal.core.db import Database
from portal.core.jobs import job
from portal.news.actions import quieten
from portal.news.tables import NewsItem


@job("news over", timedelta(hours=1))
def news_over(database: Database, now: datetime) -> None:
    """Each piece of news in a commit of its own: killed between two, the rest comes next time."""
    with database.reader() as db:
        over = db.execute(
            select(NewsItem.id, NewsItem.council_id).where(
                NewsItem.until < clock.today(now),
                NewsItem.sent_at.is_not(None),
                NewsItem.over_at.is_(None),
            )
        ).all()
    for id, council_id in over:
        with database.committing() as db:
            quieten(db, council_id, id, now)
            db.execute(update(NewsItem).where(NewsItem.id == id).values(over_at=now))
