"""Words in good news that must not wait: read by whom it went to. Whoever must act, and is none of
these, is told that they must, and rings."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, exists, select

from portal.core.access import Viewer
from portal.core.db import Db
from portal.put_right.good_news import policy
from portal.put_right.good_news.tables import GoodNews, GoodNewsTo
from portal.worries.alone import USUAL, read_by_some
from portal.worries.tables import Worry
from portal.worries.words import words_in

# Where a worry says that it comes from.
IN_NEWS = "good_news"


def _reads(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    one = (
        select(GoodNews.id)
        .join(GoodNewsTo, GoodNewsTo.news_id == GoodNews.id)
        .where(GoodNews.id == Worry.source_id, policy.reads(viewer, now))
    )
    return exists(one.correlate(Worry))


@words_in(IN_NEWS)
def _words(db: Db, council_id: int, news_id: int) -> str:
    found = select(GoodNews.text).where(GoodNews.council_id == council_id, GoodNews.id == news_id)
    return db.scalar(found) or ""


read_by_some(IN_NEWS, _reads, lambda *_of: USUAL)
