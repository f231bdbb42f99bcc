"""What happens by itself: a draft comes out on its day; editors are told two weeks before a page is
to be checked again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import aliased

from portal.articles import loading
from portal.articles.rules import BEFORE_CHECK, ENGLISH, State
from portal.articles.tables import Article, ArticleVersion
from portal.core import clock
from portal.core.db import Database, Db
from portal.core.jobs import job
from portal.editing import actions, rules
from portal.notifications.actions import tell, tell_each
from portal.people.tables import Account, Membership

OUT, STUCK, ALONE, CHECK = "page_out", "page_stuck", "page_alone", "page_check"
_newer = aliased(ArticleVersion, name="newer_than_due")


@job("articles", timedelta(minutes=15))
def articles(database: Database, now: datetime) -> None:
    """Each in a commit of its own: killed between two, the rest comes next time."""
    day = clock.today(now)
    v = ArticleVersion
    with database.reader() as db:
        due = db.execute(
            select(v.id, v.article_id, v.language)
            .where(v.state == State.DRAFT, v.publish_on <= day)
            .order_by(v.id)
        ).all()
        to_check = db.execute(
            select(v.id, v.council_id)
            .where(
                v.state == State.PUBLISHED, v.language == ENGLISH, v.reminded_at.is_(None),
                v.next_check <= day + BEFORE_CHECK,
                ~exists().where(
                    _newer.article_id == v.article_id, _newer.language == ENGLISH,
                    _newer.state != State.DRAFT, _newer.id > v.id,
                ),
            )
            .order_by(v.council_id, v.id)
        ).all()  # fmt: skip
    for draft in due:
        with database.committing() as db:
            come_out(db, draft.article_id, draft.language, now)
    councils: dict[int, list[int]] = {}
    for row in to_check:
        councils.setdefault(row.council_id, []).append(row.id)
    for council_id, ids in councils.items():
        with database.committing() as db:
            remind(db, council_id, ids, now)


def come_out(db: Db, article_id: int, language: str, now: datetime) -> None:
    """Publish a draft whose day has come; if something is lacking, say so and let it wait. What
    somebody planned who is no editor any more waits, too, until one of them has looked at it."""
    article = db.scalars(select(Article).where(Article.id == article_id).with_for_update()).first()
    draft = article and loading.draft_of(db, article_id, language)
    if not article or not draft or not draft.publish_on or draft.publish_on > clock.today(now):
        return
    by_id, council_id = draft.by_id, article.council_id
    editors = _editors(db, council_id, clock.today(now))
    if by_id is None or by_id not in editors:
        draft.publish_on = None
        db.flush()
        tell_each(db, council_id, editors, ALONE, ALONE, now, article.ref)
        return
    try:
        actions.publish_draft(db, article, language, by_id, now)
        kind = OUT
    except actions.NotReady:
        draft.publish_on = None
        db.flush()
        kind = STUCK
    tell(db, council_id, by_id, kind, kind, article.ref, now)


def remind(db: Db, council_id: int, version_ids: list[int], now: datetime) -> None:
    """One notice to each editor, however many pages there are."""
    db.execute(
        update(ArticleVersion)
        .where(ArticleVersion.id.in_(version_ids), ArticleVersion.reminded_at.is_(None))
        .values(reminded_at=now)
    )
    tell_each(db, council_id, _editors(db, council_id, clock.today(now)), CHECK, CHECK, now)


def _editors(db: Db, council_id: int, day: date) -> Sequence[int]:
    return db.scalars(
        select(Membership.person_id)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.council_id == council_id,
            Membership.role.in_([role.value for role in rules.EDITORS]),
            Membership.starts <= day, or_(Membership.ends.is_(None), Membership.ends >= day),
            Account.state == "open",
        )
        .order_by(Membership.person_id)
    ).all()  # fmt: skip
