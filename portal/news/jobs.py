"""What happens by itself: news whose last day has passed is told to nobody any more; what was asked
of somebody who has left is owed by the young person's worker."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete, select, update

from portal.core import clock
from portal.core.db import Database
from portal.core.jobs import job
from portal.news import rules
from portal.news.actions import REPLY, quieten
from portal.news.entries import owed_rows
from portal.news.tables import NewsItem
from portal.notifications.actions import send_later
from portal.owed.tables import Owed


@job("news over", timedelta(hours=1))
def news_over(database: Database, now: datetime) -> None:
    """Each piece of news in a commit of its own: killed between two, the rest comes next time. And
    drafts that nobody has touched for a long time go."""
    with database.committing() as db:
        db.execute(
            delete(NewsItem).where(
                NewsItem.sent_at.is_(None), NewsItem.made_at <= now - rules.DRAFTS_KEPT
            )
        )
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


@job("news answers", timedelta(minutes=15))
def who_answers(database: Database, now: datetime) -> None:
    """An answer is owed by whoever is named while they can read it, else by whoever answers the
    young person today; who has it now is told, once."""
    with database.reader() as db:
        councils = db.scalars(
            select(Owed.council_id).where(Owed.kind == REPLY, Owed.done_at.is_(None)).distinct()
        ).all()
    for council_id in councils:
        with database.committing() as db:
            for row in owed_rows(db, council_id, now):
                other = update(Owed).where(
                    Owed.source_kind == row["source_kind"],
                    Owed.source_id == row["source_id"],
                    Owed.kind == REPLY,
                    Owed.done_at.is_(None),
                    Owed.debtor_id != row["debtor_id"],
                )
                moved = cast(
                    CursorResult[Any], db.execute(other.values(debtor_id=row["debtor_id"]))
                )
                if moved.rowcount:
                    which = f"thread:{row['source_id']}"
                    send_later(db, council_id, row["debtor_id"], REPLY, which, now)
