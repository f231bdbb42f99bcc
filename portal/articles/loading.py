"""Pages from files into a council: published where nobody has changed them, else kept as drafts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from portal.articles.rules import ENGLISH, Scope, State, Whole, same_words
from portal.articles.tables import Article, ArticleVersion
from portal.articles.versions import columns, whole_of
from portal.core.db import Db
from portal.core.ids import new_id, new_ref


@dataclass(frozen=True)
class Loaded:
    """Slugs. drafts: an editor has changed the page, so the new words wait as a draft. kept: an
    editor's draft was there already, and nothing was done."""

    published: tuple[str, ...]
    drafts: tuple[str, ...]
    kept: tuple[str, ...]
    same: tuple[str, ...]


def of_council(
    wholes: Iterable[Whole], town: str, next_to: Collection[str] = ()
) -> tuple[Whole, ...]:
    """Those that a council has: the national ones, its own, and for those who live there what holds
    in the towns next to it. town: the name of its area, or "" for none. Nobody is sent next door
    for what is private: that is a service of one's own council."""
    return tuple(filter(None, (_here(whole, town, next_to) for whole in wholes)))


def _here(whole: Whole, town: str, next_to: Collection[str]) -> Whole | None:
    about = whole.about
    if about.scope is Scope.NATIONAL or about.town == town:
        return whole
    if about.town not in next_to or about.private:
        return None
    return replace(whole, about=replace(about, scope=Scope.NEXT))


def load(db: Db, council_id: int, wholes: Iterable[Whole], now: datetime) -> Loaded:
    """The caller commits. English first: a translation follows the English words that are there
    when it comes."""
    done: dict[str, list[str]] = {"published": [], "drafts": [], "kept": [], "same": []}
    here = _articles(db, council_id)
    for whole in sorted(wholes, key=lambda one: (one.language != ENGLISH, one.about.slug)):
        article = here.get(whole.about.slug) or new_article(db, council_id, whole, now)
        here[article.slug] = article
        done[_load_one(db, article, whole, now)].append(article.slug)
    return Loaded(**{name: tuple(slugs) for name, slugs in done.items()})


def _load_one(db: Db, article: Article, whole: Whole, now: datetime) -> str:
    newest = newest_of(db, article.id, whole.language)
    if newest is not None and _same(article, newest, whole):
        return "same"
    if newest is None or newest.by_id is None:
        add(db, article, whole, State.PUBLISHED, None, now)
        return "published"
    if draft_of(db, article.id, whole.language) is not None:
        return "kept"
    add(db, article, whole, State.DRAFT, None, now)
    return "drafts"


def _same(article: Article, newest: ArticleVersion, whole: Whole) -> bool:
    there = whole_of(article, newest)
    same_page = replace(there.about, scope=whole.about.scope, town=whole.about.town) == whole.about
    return (
        same_page
        and same_words(there.text, whole.text)
        and (there.text.checked_on == whole.text.checked_on)
    )


def _articles(db: Db, council_id: int) -> dict[str, Article]:
    rows = db.scalars(select(Article).where(Article.council_id == council_id))
    return {article.slug: article for article in rows}


def new_article(db: Db, council_id: int, whole: Whole, now: datetime) -> Article:
    about = whole.about
    article = Article(
        id=new_id(), council_id=council_id, ref=new_ref(), slug=about.slug,
        scope=about.scope.value, town=about.town, made_at=now,
    )  # fmt: skip
    db.add(article)
    db.flush()
    return article


def newest_of(db: Db, article_id: int, language: str) -> ArticleVersion | None:
    """What counts: published, or withdrawn."""
    return _last(db, article_id, language, ArticleVersion.state != State.DRAFT)


def draft_of(db: Db, article_id: int, language: str) -> ArticleVersion | None:
    return _last(db, article_id, language, ArticleVersion.state == State.DRAFT)


def _last(db: Db, article_id: int, language: str, which: Any) -> ArticleVersion | None:
    return db.scalars(
        select(ArticleVersion)
        .where(
            ArticleVersion.article_id == article_id, ArticleVersion.language == language, which
        )
        .order_by(ArticleVersion.id.desc())
        .limit(1)
    ).first()  # fmt: skip


def add(
    db: Db, article: Article, whole: Whole, state: State, by_id: int | None, now: datetime,
    follows_id: int | None = None,
) -> str:  # fmt: skip
    """One more version; its ref. One in another language follows the English words there are now,
    if not said otherwise."""
    ref = new_ref()
    if whole.language != ENGLISH and follows_id is None:
        english = newest_of(db, article.id, ENGLISH)
        follows_id = english.id if english is not None else None
    db.execute(
        insert(ArticleVersion).values(
            id=new_id(), ref=ref, council_id=article.council_id, article_id=article.id,
            state=state.value, by_id=by_id, at=now, follows_id=follows_id, **columns(whole),
        )
    )  # fmt: skip
    return ref
