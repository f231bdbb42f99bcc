"""Share something good, take it back, send something back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from portal.core import audit, receipts
from portal.core.access import Viewer
from portal.core.db import Db, add_rows
from portal.core.ids import new_id, new_ref
from portal.core.words import language
from portal.notifications import actions as notifications
from portal.notifications.tables import Notice
from portal.put_right.good_news import policy
from portal.put_right.good_news.pages import Near
from portal.put_right.good_news.tables import GoodNews, GoodNewsTo
from portal.put_right.good_news.worrying import IN_NEWS
from portal.uploads.actions import Sent as Brought
from portal.uploads.actions import keep as keep_file
from portal.uploads.actions import print_of
from portal.worries import actions as worries

# What is new, and for whom: `routes` gives each its words.
SHARED, BACK = "good_news", "good_news_back"
SOURCE = "good_news"


def share(
    db: Db, viewer: Viewer, text: str, brought: Brought | None, to: tuple[Near, ...], key: str,
    now: datetime,
) -> str | None:  # fmt: skip
    """Share it with these, and tell them. Why somebody looks at their words soon, if they do. Sent
    twice it happens once. Raises receipts.KeyReused."""
    id, ref = new_id(), new_ref()
    content = receipts.fingerprint("good-news", text, print_of(brought), *(o.ref for o in to))
    if receipts.first_time(db, viewer.account_id, key, content, ref, now) is not None:
        return None
    kept = None if brought is None else keep_file(db, viewer, viewer.person_id, brought, now)
    add_rows(db, GoodNews, [{
        "id": id, "council_id": viewer.council_id, "ref": ref, "person_id": viewer.person_id,
        "text": text, "language": language().tag, "picture_id": kept, "made_at": now,
        "taken_back_at": None,
    }])  # fmt: skip
    add_rows(db, GoodNewsTo, [
        {"id": new_id(), "council_id": viewer.council_id, "news_id": id, "to_id": one.id,
         "tap": "", "reply": "", "back_at": None}
        for one in to
    ])  # fmt: skip
    notifications.tell_each(
        db, viewer.council_id, [one.id for one in to], SHARED, SOURCE, now, ref,
        {one.id: viewer.person_id for one in to},
    )  # fmt: skip
    return worries.look_at(
        db, viewer.council_id, viewer.person_id, viewer.person_id, "text", text,
        (IN_NEWS, id, ref), now,
    )  # fmt: skip


def take_back(db: Db, viewer: Viewer, ref: str, now: datetime) -> None:
    """Nobody else sees it any more, nor hears that it was there. Again changes nothing. Raises
    NoResultFound."""
    id = db.execute(
        select(GoodNews.id).where(
            GoodNews.council_id == viewer.council_id,
            GoodNews.person_id == viewer.person_id,
            GoodNews.ref == ref,
        )
    ).scalar_one()
    db.execute(
        update(GoodNews)
        .where(GoodNews.id == id, GoodNews.taken_back_at.is_(None))
        .values(taken_back_at=now)
        .execution_options(synchronize_session=False)
    )
    told = select(Notice.id).where(
        Notice.council_id == viewer.council_id, Notice.kind == SHARED, Notice.source_kind == SOURCE,
        Notice.source_ref == ref,
    )  # fmt: skip
    notifications.withdraw(db, viewer.council_id, told, now)


def send_back(
    db: Db, viewer: Viewer, ref: str, tap: str, text: str, key: str, now: datetime
) -> None:
    """A tap, or a few words; a second one takes the place of the first. Raises NoResultFound,
    receipts.KeyReused."""
    content = receipts.fingerprint("good-news-back", ref, tap, text)
    if receipts.first_time(db, viewer.account_id, key, content, ref, now) is not None:
        return
    row = db.execute(
        select(GoodNewsTo.id, GoodNews.person_id)
        .join(GoodNews, GoodNews.id == GoodNewsTo.news_id)
        .where(policy.reads(viewer, now), GoodNews.ref == ref)
    ).one()
    db.execute(
        update(GoodNewsTo)
        .where(GoodNewsTo.id == row.id)
        .values(tap=tap, reply=text, back_at=now)
        .execution_options(synchronize_session=False)
    )
    notifications.tell(db, viewer.council_id, row.person_id, BACK, SOURCE, ref, now)
    audit.changed(db, viewer, row.person_id, "good_news.back", now)
