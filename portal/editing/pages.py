"""What editors see: the desk, one page with its history, a look at it, languages, links."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import aliased

from portal.articles import files, links, loading
from portal.articles import rules as page_rules
from portal.articles.markdown import problems
from portal.articles.needs import codes, needs
from portal.articles.reading import Entry, Page, Said, shelf_of
from portal.articles.rules import ENGLISH, State, Sure, Whole
from portal.articles.tables import Article, ArticleLink, ArticleVersion
from portal.articles.versions import whole_of
from portal.core.db import Db
from portal.core.languages import OFFERED
from portal.editing import rules
from portal.editing.actions import lacking
from portal.people.reach import shown_name
from portal.people.tables import Person

MOST_HISTORY = 60
_newer = aliased(ArticleVersion, name="newer_version")
_by = aliased(Person, name="version_by")
OTHERS = tuple(tag for tag in OFFERED if tag != ENGLISH)


@dataclass(frozen=True)
class Row:
    """One page on the desk. need: what it is mainly for, or "". state None: never published.
    draft_by: who wrote the draft, or "";
    languages: other ones that it can be read in. to_do: languages that it lacks, or whose words are
    older than the English ones, or were drafted by a machine and read by nobody (by_machine)."""

    ref: str
    slug: str
    title: str
    need: str
    national: bool
    state: State | None
    next_check: date | None
    has_draft: bool
    draft_by: str
    draft_at: datetime | None
    publish_on: date | None
    languages: tuple[str, ...]
    by_machine: tuple[str, ...]
    to_do: tuple[str, ...]

    @property
    def is_out(self) -> bool:
        return self.state is State.PUBLISHED


@dataclass(frozen=True)
class Desk:
    """due: to be checked again, the soonest first. drafts: the newest first. by_need: all, in the
    order of the needs and then by title; of pages for no need last, under ""."""

    due: tuple[Row, ...]
    drafts: tuple[Row, ...]
    by_need: tuple[tuple[str, tuple[Row, ...]], ...]


def desk(db: Db, council_id: int, today: date) -> Desk:
    """One statement."""
    rows = rows_of(db, council_id)
    due = [row for row in rows if row.is_out and page_rules.is_due(row.next_check, today)]
    drafts = [row for row in rows if row.has_draft]
    return Desk(
        tuple(sorted(due, key=lambda row: (row.next_check or date.min, row.title))),
        tuple(sorted(drafts, key=lambda row: row.draft_at.isoformat() if row.draft_at else "",
                     reverse=True)),
        _by_need(rows),
    )  # fmt: skip


def _by_need(rows: Collection[Row]) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    titled = sorted(rows, key=lambda row: row.title)
    order = [*(need.code for need in needs()), ""]
    groups = ((code, tuple(row for row in titled if row.need == code)) for code in order)
    return tuple((code, some) for code, some in groups if some)


def counts() -> ColumnElement[bool]:
    """A draft; or the newest of a page and language that is none: what readers have, or that it was
    withdrawn."""
    v = ArticleVersion
    return or_(
        v.state == State.DRAFT,
        ~exists().where(
            _newer.article_id == v.article_id, _newer.language == v.language,
            _newer.state != State.DRAFT, _newer.id > v.id,
        ),
    )  # fmt: skip


def rows_of(db: Db, council_id: int) -> tuple[Row, ...]:
    v = ArticleVersion
    found = db.execute(
        select(
            Article.ref, Article.slug, Article.scope, v.id, v.language, v.state, v.title, v.at,
            v.next_check, v.publish_on, v.follows_id, v.sure, v.needs, _by.known_as, _by.code,
        )
        .join(v, v.article_id == Article.id)
        .outerjoin(_by, _by.id == v.by_id)
        .where(Article.council_id == council_id, counts())
        .order_by(Article.id, v.id)
    )  # fmt: skip
    of: dict[str, list[Any]] = {}
    for row in found:
        of.setdefault(row.ref, []).append(row)
    return tuple(map(_row, of.values()))


def _row(versions: Sequence[Any]) -> Row:
    drafts = [v for v in versions if v.state == State.DRAFT]
    out = {v.language: v for v in versions if v.state != State.DRAFT}
    english = out.get(ENGLISH)
    named = english or next((v for v in drafts if v.language == ENGLISH), versions[0])
    draft = drafts[-1] if drafts else None
    live = {tag: v for tag, v in out.items() if v.state == State.PUBLISHED and tag != ENGLISH}
    machine = tuple(sorted(tag for tag, v in live.items() if v.sure == Sure.MACHINE))
    state = State(english.state) if english else None
    is_out = state is State.PUBLISHED
    return Row(
        ref=named.ref, slug=named.slug, title=named.title, need=_main_need(named.needs),
        national=named.scope == page_rules.Scope.NATIONAL, state=state,
        next_check=english.next_check if english else None, has_draft=draft is not None,
        draft_by=shown_name(draft.known_as, draft.code) if draft and draft.known_as else "",
        draft_at=draft.at if draft else None, publish_on=draft.publish_on if draft else None,
        languages=tuple(sorted(live)), by_machine=machine,
        to_do=tuple(
            tag for tag in OTHERS
            if english and is_out
            and (tag not in live or tag in machine or live[tag].follows_id != english.id)
        ),
    )  # fmt: skip


def _main_need(codes_of_it: str) -> str:
    first = next(iter(codes_of_it.split()), "")
    return first if first in codes() else ""


# --- one page -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Before:
    """A version that was. by: "" where it came with the portal. now: it is what readers have."""

    ref: str
    language: str
    state: State
    title: str
    by: str
    at: datetime
    now: bool


@dataclass(frozen=True)
class Draft:
    whole: Whole
    by: str
    at: datetime
    publish_on: date | None
    lacks: rules.Lacks
    ease: rules.Ease


@dataclass(frozen=True)
class OnePage:
    """out: what readers have, by language. drafts: the same. history: the newest first."""

    ref: str
    slug: str
    title: str
    national: bool
    state: State | None
    text: page_rules.Text
    out: Mapping[str, Whole]
    drafts: Mapping[str, Draft]
    history: tuple[Before, ...]
    older: tuple[str, ...]

    @property
    def to_do(self) -> tuple[str, ...]:
        return tuple(
            tag for tag in OTHERS
            if tag not in self.out or tag in self.older or tag in self.by_machine
        )  # fmt: skip

    @property
    def by_machine(self) -> tuple[str, ...]:
        """Drafted by a machine, and read by nobody who speaks the language."""
        return tuple(tag for tag, whole in self.out.items() if whole.text.sure is Sure.MACHINE)


def one(db: Db, council_id: int, ref: str) -> OnePage:
    """What counts now and the drafts are asked for apart from what was: a language that was
    published long before the newest of the history is still what its readers have. Raises
    NoResultFound."""
    article = _article(db, council_id, ref)
    live, drafts = _now_of(db, article)
    english = live.get(ENGLISH)
    whole = whole_of(article, english) if english else next(iter(drafts.values())).whole
    out = {
        tag: whole_of(article, version)
        for tag, version in live.items()
        if version.state == State.PUBLISHED
    }
    return OnePage(
        ref=article.ref, slug=article.slug, title=whole.text.title,
        national=article.scope == page_rules.Scope.NATIONAL,
        state=State(english.state) if english else None, text=whole.text, out=out, drafts=drafts,
        history=_history(db, article, {version.id for version in live.values()}),
        older=tuple(
            tag for tag in out
            if tag != ENGLISH and english and live[tag].follows_id != english.id
        ),
    )  # fmt: skip


def _now_of(
    db: Db, article: Article
) -> tuple[dict[str, ArticleVersion], dict[str, Draft]]:  # fmt: skip
    """By language: what counts, published or withdrawn; and the drafts, the newest first."""
    live: dict[str, ArticleVersion] = {}
    drafts: dict[str, Draft] = {}
    for version, known_as, code in db.execute(
        _versions(article).where(counts()).order_by(ArticleVersion.id.desc())
    ):
        if version.state == State.DRAFT:
            whole = whole_of(article, version)
            drafts[version.language] = Draft(
                whole, shown_name(known_as, code) if version.by_id else "", version.at,
                version.publish_on, lacking(db, article, whole), rules.ease(whole),
            )  # fmt: skip
        else:
            live[version.language] = version
    return live, drafts


def _history(db: Db, article: Article, now_ids: Collection[int]) -> tuple[Before, ...]:
    rows = db.execute(
        _versions(article)
        .where(ArticleVersion.state != State.DRAFT)
        .order_by(ArticleVersion.id.desc())
        .limit(MOST_HISTORY)
    )
    return tuple(
        _before(version, known_as, code, version.id in now_ids) for version, known_as, code in rows
    )


@dataclass(frozen=True)
class OldPage:
    """What a page said: its words as they were published. ref: of the page. lacks: what keeps it
    from being published again; nothing where readers have it now."""

    ref: str
    version: str
    said: Before
    page: Page
    lacks: rules.Lacks


def before(db: Db, council_id: int, version_ref: str, now: datetime) -> OldPage:
    """Raises NoResultFound, also for a draft and for the mark that a page was withdrawn."""
    row = db.execute(
        select(Article, ArticleVersion, _by.known_as, _by.code)
        .join(ArticleVersion, ArticleVersion.article_id == Article.id)
        .outerjoin(_by, _by.id == ArticleVersion.by_id)
        .where(
            Article.council_id == council_id, ArticleVersion.ref == version_ref,
            ArticleVersion.state == State.PUBLISHED,
        )
    ).one()  # fmt: skip
    article, version = row.Article, row.ArticleVersion
    whole = whole_of(article, version)
    newest = loading.newest_of(db, article.id, version.language)
    is_now = newest is not None and newest.id == version.id
    english = whole if version.language == ENGLISH else _words_of(db, article, ENGLISH) or whole
    said = {ENGLISH: Said(0, english.text, now, None)}
    if version.language != ENGLISH:
        said[version.language] = Said(0, whole.text, version.at, 0)
    shelf = shelf_of(db, council_id)
    return OldPage(
        ref=article.ref, version=version_ref, said=_before(version, row.known_as, row.code, is_now),
        page=shelf.page(Entry(english.about, said), version.language, shelf.ways_of(None)),
        lacks=rules.Lacks(()) if is_now else lacking(db, article, whole),
    )  # fmt: skip


def _before(version: ArticleVersion, known_as: str, code: str, is_now: bool) -> Before:
    return Before(
        version.ref, version.language, State(version.state), version.title,
        shown_name(known_as, code) if version.by_id else "", version.at, is_now,
    )  # fmt: skip


def _versions(article: Article) -> Select[ArticleVersion, str, str]:
    return (
        select(ArticleVersion, _by.known_as, _by.code)
        .outerjoin(_by, _by.id == ArticleVersion.by_id)
        .where(ArticleVersion.article_id == article.id)
    )


def _article(db: Db, council_id: int, ref: str) -> Article:
    return db.scalars(
        select(Article).where(Article.council_id == council_id, Article.ref == ref)
    ).one()


@dataclass(frozen=True)
class ToWrite:
    """What stands in the form. english: the words beside it, for another language. seen: when the
    draft was changed last; None: there is none. by: who wrote it."""

    title: str
    whole: Whole
    english: Whole | None
    seen: datetime | None
    lacks: rules.Lacks
    ease: rules.Ease

    @property
    def by_machine(self) -> bool:
        return self.whole.text.sure is Sure.MACHINE


def to_write(db: Db, council_id: int, ref: str, language: str) -> ToWrite:
    """The draft, or else what is published, or else an empty page in this language. Raises
    NoResultFound."""
    article = _article(db, council_id, ref)
    english = _words_of(db, article, ENGLISH)
    draft = loading.draft_of(db, article.id, language)
    there = draft or loading.newest_of(db, article.id, language)
    if there is not None:
        whole = whole_of(article, there)
    else:
        about = english.about if english else page_rules.About(article.slug)
        whole = Whole(about, page_rules.Text(title=""), language)
    return ToWrite(
        title=(english or whole).text.title, whole=whole,
        english=None if language == ENGLISH else english,
        seen=draft.at if draft else None, lacks=lacking(db, article, whole),
        ease=rules.ease(whole),
    )  # fmt: skip


def _words_of(db: Db, article: Article, language: str) -> Whole | None:
    there = loading.newest_of(db, article.id, language) or loading.draft_of(
        db, article.id, language
    )
    return whole_of(article, there) if there else None


def look(db: Db, council_id: int, ref: str, language: str, now: datetime) -> Page:
    """The draft as readers will see it; what is published where there is none. Raises
    NoResultFound."""
    article = _article(db, council_id, ref)
    there = loading.draft_of(db, article.id, language) or loading.newest_of(
        db, article.id, language
    )
    english = _words_of(db, article, ENGLISH)
    whole = whole_of(article, there) if there else english
    if whole is None:
        return shelf_of(db, council_id).page(Entry(page_rules.About(article.slug), {}), language)
    said = {ENGLISH: Said(0, (english or whole).text, now, None)}
    if there is not None:
        said[language] = Said(0, whole.text, there.at, 0)
    about = english.about if english and language != ENGLISH else whole.about
    return shelf_of(db, council_id).page(Entry(about, said), language)


# --- languages, links, files --------------------------------------------------------------------


def to_translate(db: Db, council_id: int) -> Mapping[str, tuple[Row, ...]]:
    """By language: pages whose words there are older than the English ones or wait to be read, and
    then those that lack it."""
    rows = sorted(rows_of(db, council_id), key=lambda row: row.title)
    return {
        tag: tuple(sorted((row for row in rows if tag in row.to_do),
                          key=lambda row: tag not in row.languages))
        for tag in OTHERS
    }  # fmt: skip


@dataclass(frozen=True)
class BadLink:
    """An address that was tried and is not fine. places: the title of each thing that leads there,
    and the ref of a page, or "" for what is changed elsewhere."""

    link: ArticleLink
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class LinksPage:
    """bad: on the web. inner: pages that lead to a page that is not there: (title, ref, where).
    untried: how many addresses were never tried."""

    bad: tuple[BadLink, ...]
    inner: tuple[tuple[str, str, str], ...]
    untried: int
    tried: int


def links_page(db: Db, council_id: int) -> LinksPage:
    by_url = links.by_place(db, council_id)
    tried = {
        row.url: row
        for row in db.scalars(select(ArticleLink).where(ArticleLink.council_id == council_id))
    }
    shelf = shelf_of(db, council_id)
    found = db.execute(select(Article.slug, Article.ref).where(Article.council_id == council_id))
    refs = {row.slug: row.ref for row in found}

    def named(slug: str) -> tuple[str, str]:
        return shelf.entries[slug].english.text.title, refs[slug]

    bad = [
        BadLink(tried[url], tuple((p.title, refs[p.slug] if p.slug else "") for p in places))
        for url, places in by_url.items()
        if url in tried and tried[url].outcome != links.Outcome.FINE
    ]
    inner = [
        (*named(slug), problem.where)
        for slug, entry in shelf.entries.items()
        for problem in problems(entry.english.text.body, shelf.entries)
        if problem.where
    ]
    return LinksPage(
        tuple(bad), tuple(inner), sum(url not in tried for url in by_url),
        sum(url in tried for url in by_url),
    )  # fmt: skip


def all_as_files(db: Db, council_id: int) -> bytes:
    """Every page that readers have, in every language, as one zip."""
    found = db.execute(
        select(Article, ArticleVersion)
        .join(ArticleVersion, ArticleVersion.article_id == Article.id)
        .where(
            Article.council_id == council_id, ArticleVersion.state == State.PUBLISHED,
            ~exists().where(
                and_(
                    _newer.article_id == ArticleVersion.article_id,
                    _newer.language == ArticleVersion.language,
                    _newer.state != State.DRAFT, _newer.id > ArticleVersion.id,
                )
            ),
        )
        .order_by(Article.slug, ArticleVersion.language)
    )  # fmt: skip
    return packed(whole_of(article, version) for article, version in found)


_SAME_DAY = (2020, 1, 1, 0, 0, 0)  # the same pages make the same file


def packed(wholes: Iterable[Whole]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as into:
        for whole in wholes:
            into.writestr(zipfile.ZipInfo(files.name_of(whole), _SAME_DAY), files.write(whole))
    return made.getvalue()
