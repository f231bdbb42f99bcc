"""Write, publish, withdraw, bring back. Each is one commit, and safe to repeat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import NoResultFound

from portal.articles import loading
from portal.articles.reading import slugs
from portal.articles.rules import ENGLISH, About, Scope, State, Text, Whole
from portal.articles.tables import Article, ArticleVersion
from portal.articles.versions import columns, whole_of
from portal.core.access import Viewer
from portal.core.db import Db
from portal.editing import rules
from portal.people.reach import shown_name
from portal.people.tables import Council, Person


class Taken(Exception):
    """There is a page with this address."""


class NotReady(Exception):
    """Something is lacking."""

    def __init__(self, lacks: rules.Lacks) -> None:
        super().__init__(", ".join(lacks.what))
        self.lacks = lacks


class NothingToPublish(Exception):
    """There is no draft: it was published or thrown away meanwhile."""


class ChangedMeanwhile(Exception):
    """Somebody typed into the draft since it was read. by: who; at: when, to send again with."""

    def __init__(self, by: str, at: datetime | None) -> None:
        super().__init__("changed meanwhile")
        self.by, self.at = by, at


def held(db: Db, council_id: int, ref: str) -> Article:
    """The page of this council, for one editor at a time. Raises NoResultFound."""
    return db.scalars(
        select(Article)
        .where(Article.council_id == council_id, Article.ref == ref)
        .with_for_update()
    ).one()  # fmt: skip


def begin(db: Db, viewer: Viewer, about: About, title: str, now: datetime) -> str:
    """A new page, as a draft in English; its ref. Raises Taken."""
    there = select(Article.id).where(
        Article.council_id == viewer.council_id, Article.slug == about.slug
    )
    if db.scalar(there) is not None:
        raise Taken
    whole = Whole(about, Text(title=title))
    article = loading.new_article(db, viewer.council_id, whole, now)
    loading.add(db, article, whole, State.DRAFT, viewer.person_id, now)
    return article.ref


def write(
    db: Db, viewer: Viewer, ref: str, whole: Whole, seen: datetime | None, now: datetime
) -> None:
    """Keep what was typed as the draft. seen: when the draft was changed last, as it was read, or
    None where there was none. Raises NoResultFound, ChangedMeanwhile."""
    article = held(db, viewer.council_id, ref)
    draft = loading.draft_of(db, article.id, whole.language)
    there = draft.at if draft is not None else None
    if there != seen and draft is not None:
        if whole_of(article, draft) == whole:  # sent twice
            return
        raise ChangedMeanwhile(_name(db, draft.by_id), there)
    whole = _about_of_english(db, article, whole)
    if draft is None:
        loading.add(db, article, whole, State.DRAFT, viewer.person_id, now)
        return
    for name, value in columns(whole).items():
        setattr(draft, name, value)
    draft.by_id, draft.at = viewer.person_id, now
    if whole.language != ENGLISH:
        english = loading.newest_of(db, article.id, ENGLISH)
        draft.follows_id = english.id if english is not None else None
    db.flush()


def _about_of_english(db: Db, article: Article, whole: Whole) -> Whole:
    """The address and the council stay; in other languages everything but the words does."""
    english = None
    if whole.language != ENGLISH:
        english = loading.newest_of(db, article.id, ENGLISH) or loading.draft_of(
            db, article.id, ENGLISH
        )
    about = whole_of(article, english).about if english is not None else whole.about
    fixed = {"slug": article.slug, "scope": Scope(article.scope), "town": article.town}
    return replace(whole, about=replace(about, **fixed))  # type: ignore[arg-type]


def _name(db: Db, person_id: int | None) -> str:
    row = db.execute(select(Person.known_as, Person.code).where(Person.id == person_id)).first()
    return shown_name(row.known_as, row.code) if row else ""


def publish(db: Db, viewer: Viewer, ref: str, language: str, now: datetime) -> None:
    """The draft, now. Raises NoResultFound, NothingToPublish, NotReady."""
    article = held(db, viewer.council_id, ref)
    publish_draft(db, article, language, viewer.person_id, now)


def publish_draft(
    db: Db, article: Article, language: str, by_id: int | None, now: datetime
) -> None:
    """A version of its own takes the draft's place. Raises NothingToPublish, NotReady."""
    draft = loading.draft_of(db, article.id, language)
    if draft is None:
        raise NothingToPublish
    whole = whole_of(article, draft)
    lacks = lacking(db, article, whole)
    if lacks:
        raise NotReady(lacks)
    loading.add(db, article, whole, State.PUBLISHED, by_id, now, draft.follows_id)
    db.execute(delete(ArticleVersion).where(ArticleVersion.id == draft.id))


def lacking(db: Db, article: Article, whole: Whole) -> rules.Lacks:
    english = loading.newest_of(db, article.id, ENGLISH) if whole.language != ENGLISH else None
    has_english = english is not None and english.state == State.PUBLISHED
    ours: tuple[str, ...] = ()
    if rules.unknown_numbers(whole.text, ()):  # few pages have any
        phones = select(Council.duty_phone, Council.night_phone)
        ours = tuple(db.execute(phones.where(Council.id == article.council_id)).one())
    return rules.lacking(whole, slugs(db, article.council_id), has_english, ours)


def publish_on(
    db: Db, viewer: Viewer, ref: str, language: str, day: date | None, now: datetime
) -> None:
    """The draft comes out by itself on that day; None: not by itself. Raises NoResultFound,
    NothingToPublish, NotReady."""
    article = held(db, viewer.council_id, ref)
    draft = loading.draft_of(db, article.id, language)
    if draft is None:
        raise NothingToPublish
    lacks = lacking(db, article, whole_of(article, draft))
    if day is not None and lacks:
        raise NotReady(lacks)
    draft.publish_on, draft.by_id = day, viewer.person_id
    draft.at = now
    db.flush()


def throw_away(db: Db, viewer: Viewer, ref: str, language: str) -> bool:
    """The draft; whether the page is still there: one that was never published goes with it. Raises
    NoResultFound."""
    article = held(db, viewer.council_id, ref)
    db.execute(
        delete(ArticleVersion).where(
            ArticleVersion.article_id == article.id, ArticleVersion.language == language,
            ArticleVersion.state == State.DRAFT,
        )
    )  # fmt: skip
    if db.scalar(select(ArticleVersion.id).where(ArticleVersion.article_id == article.id)) is None:
        db.execute(delete(Article).where(Article.id == article.id))
        return False
    return True


def withdraw(db: Db, viewer: Viewer, ref: str, now: datetime) -> None:
    """Nobody reads it any more, in any language; its words stay in the history. Raises
    NoResultFound."""
    article = held(db, viewer.council_id, ref)
    newest = loading.newest_of(db, article.id, ENGLISH)
    if newest is None:
        raise NoResultFound
    if newest.state == State.PUBLISHED:
        whole = whole_of(article, newest)
        loading.add(db, article, whole, State.WITHDRAWN, viewer.person_id, now)


def again(db: Db, viewer: Viewer, version_ref: str, now: datetime) -> str:
    """Publish an older version once more, as it was; the page's ref. Nothing is published twice in
    a row. Raises NoResultFound, NotReady."""
    row = db.execute(
        select(ArticleVersion, Article.ref)
        .join(Article, Article.id == ArticleVersion.article_id)
        .where(
            ArticleVersion.council_id == viewer.council_id, ArticleVersion.ref == version_ref,
            ArticleVersion.state == State.PUBLISHED,
        )
    ).one()  # fmt: skip
    old: ArticleVersion = row.ArticleVersion
    article = held(db, viewer.council_id, row.ref)
    newest = loading.newest_of(db, article.id, old.language)
    whole = whole_of(article, old)
    if _says(article, newest, whole):
        return article.ref
    lacks = lacking(db, article, whole)
    if lacks:
        raise NotReady(lacks)
    loading.add(db, article, whole, State.PUBLISHED, viewer.person_id, now, old.follows_id)
    return article.ref


def _says(article: Article, newest: ArticleVersion | None, whole: Whole) -> bool:
    """Whether readers have these words already."""
    is_out = newest is not None and newest.state == State.PUBLISHED
    return is_out and newest is not None and whole_of(article, newest) == whole


def checked(db: Db, viewer: Viewer, ref: str, today: date, next_check: date, now: datetime) -> None:
    """Somebody has read it beside its sources, and it is as it was. Translations that were of these
    words still are. Raises NoResultFound."""
    article = held(db, viewer.council_id, ref)
    newest = loading.newest_of(db, article.id, ENGLISH)
    if newest is None or newest.state != State.PUBLISHED:
        raise NoResultFound
    whole = whole_of(article, newest)
    text = replace(whole.text, checked_on=today, next_check=next_check)
    if text == whole.text:
        return
    loading.add(db, article, replace(whole, text=text), State.PUBLISHED, viewer.person_id, now)
    db.flush()
    fresh = loading.newest_of(db, article.id, ENGLISH)
    for language in _languages_following(db, article.id, newest.id):
        version = loading.newest_of(db, article.id, language)
        if version is not None and version.follows_id == newest.id and fresh is not None:
            loading.add(
                db, article, whole_of(article, version), State(version.state), version.by_id, now,
                fresh.id,
            )  # fmt: skip


def _languages_following(db: Db, article_id: int, english_id: int) -> Sequence[str]:
    return db.scalars(
        select(ArticleVersion.language)
        .where(
            ArticleVersion.article_id == article_id, ArticleVersion.follows_id == english_id,
            ArticleVersion.state != State.DRAFT,
        )
        .distinct()
    ).all()  # fmt: skip


@dataclass(frozen=True)
class Brought:
    """What came of some files, by name. drafts: kept as drafts; same: they say what is published;
    busy: an editor's draft was there, and is left alone."""

    drafts: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    busy: tuple[str, ...] = ()


def bring(db: Db, viewer: Viewer, wholes: Sequence[tuple[str, Whole]], now: datetime) -> Brought:
    """Pages from files, each as a draft. Nothing is published, and nobody's draft is lost."""
    done: dict[str, list[str]] = {"drafts": [], "same": [], "busy": []}
    # English first: a page begins with it.
    for name, whole in sorted(wholes, key=lambda one: (one[1].language != ENGLISH, one[0])):
        done[_bring_one(db, viewer, whole, now)].append(name)
    return Brought(**{key: tuple(names) for key, names in done.items()})


def _bring_one(db: Db, viewer: Viewer, whole: Whole, now: datetime) -> str:
    found = select(Article).where(
        Article.council_id == viewer.council_id, Article.slug == whole.about.slug
    )
    article = db.scalars(found.with_for_update()).first()
    if article is None:
        article = loading.new_article(db, viewer.council_id, whole, now)
    draft = loading.draft_of(db, article.id, whole.language)
    newest = loading.newest_of(db, article.id, whole.language)
    whole = _about_of_english(db, article, whole)
    if draft is not None:
        return "same" if whole_of(article, draft) == whole else "busy"
    if _says(article, newest, whole):
        return "same"
    loading.add(db, article, whole, State.DRAFT, viewer.person_id, now)
    return "drafts"
