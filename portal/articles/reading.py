"""What there is to read, for every room that shows pages. The contract of this room.

All pages of a council that are published are kept in the process (`Shelf`), as frozen values with
their index, and made afresh when there is a new version: each page asks the database one short
question, whatever it shows. An older version, a draft and what was withdrawn are never here.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from threading import Lock
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from portal.articles import rules, search
from portal.articles.beside import Beside, Look, Source, fitting, sources
from portal.articles.markdown import (
    PATHS,
    PUBLIC,
    Block,
    Line,
    blocks,
    by_heading,
    inline,
    links,
    plain,
)
from portal.articles.needs import needs
from portal.articles.rules import ENGLISH, About, Reader, Scope, State, Sure, Text
from portal.articles.tables import Article, ArticleVersion
from portal.articles.versions import whole_of
from portal.core.access import Band, Viewer
from portal.core.db import Db
from portal.helplines import contacts
from portal.helplines.contacts import Contact

COUNCILS_KEPT = 16


@dataclass(frozen=True)
class Card:
    """A page in a list. language: of its words here. is_english: they are English because nobody
    has put them into the reader's language. quiet: show the title alone. private: nobody is shown
    that somebody read it. for_older: written for somebody older than who looks. items: the
    entitlements that it tells of. next_door: it holds in a town next to their council's."""

    slug: str
    language: str
    is_english: bool
    title: str
    summary: str
    amount: str
    until: str
    needs: tuple[str, ...]
    items: tuple[str, ...]
    reader: Reader
    national: bool
    town: str
    quiet: bool
    private: bool
    for_older: bool = False
    next_door: bool = False


@dataclass(frozen=True)
class Page:
    """One page. body, if_no: to be drawn by `articles/parts.html`. other_way: whom to call where
    what to do about a no ends with a page that only young people can open. has_newer_english: its
    translation is older than the English page, which may say something else. others: languages
    that it can be read in. leads_to: cards of the pages to which it leads. original: the English
    page, where a machine drafted these words and nobody who speaks the language has read them.
    until_in_english: what it says of until when, to be looked through for birthdays."""

    card: Card
    text: Text
    body: tuple[Block, ...]
    if_no: Line
    other_way: tuple[Contact, ...]
    has_newer_english: bool
    published_at: datetime
    others: tuple[str, ...]
    leads_to: tuple[Card, ...]
    original: Page | None = None
    until_in_english: str = ""

    @property
    def parts(self) -> tuple[tuple[Block, ...], ...]:
        """The body, in parts that each begin with a heading."""
        return by_heading(self.body)

    def is_late(self, today: date) -> bool:
        """Nobody has checked it by the day that it names."""
        return self.text.next_check is not None and self.text.next_check < today


@dataclass(frozen=True)
class Found:
    """own: in the reader's language. english: found only by English words."""

    own: tuple[Card, ...]
    english: tuple[Card, ...]


def by_need(
    db: Db, council_id: int, need: str, language: str, band: Band | None = None,
    who_for: Reader | None = None,
) -> tuple[Card, ...]:  # fmt: skip
    """Pages on one need: first those of which it is the main one, then by title. What is about a
    town next door is found by that town, and by what it tells of. band: what is
    written for somebody older comes last, what is only for somebody younger not at all. One
    statement."""
    shelf = shelf_of(db, council_id)
    cards = [
        card
        for entry in shelf.entries.values()
        if need in entry.about.needs
        and entry.about.scope is not Scope.NEXT
        and (card := shelf.card_for(entry, language, band, who_for)) is not None
    ]
    return tuple(sorted(cards, key=lambda c: (c.for_older, c.needs[0] != need, c.title)))


def page(
    db: Db, council_id: int, slug: str, language: str, who_for: Reader | None = None
) -> Page:  # fmt: skip
    """who_for: who looks; None: an adult for whom no page is written. One statement. Raises
    NoResultFound, also where the page is private and not for them."""
    shelf = shelf_of(db, council_id)
    entry = shelf.entries.get(slug)
    if entry is None or not rules.may_open(entry.about, who_for):
        raise NoResultFound
    return shelf.page(entry, language, shelf.ways_of(who_for))


def found(
    db: Db, council_id: int, words: str, language: str, who_for: Reader | None = None,
    band: Band | None = None,
) -> Found:  # fmt: skip
    """Pages with these words, the best first. band: what is written for somebody older comes last,
    and is marked; what is only for somebody younger not at all. One statement."""
    shelf = shelf_of(db, council_id)
    own = _cards(shelf, shelf.index(language).find(words), language, who_for, band)
    if language == ENGLISH:
        return Found(own, ())
    there = {card.slug for card in own}
    more = _cards(shelf, shelf.index(ENGLISH).find(words), ENGLISH, who_for, band)
    return Found(own, tuple(card for card in more if card.slug not in there))


def for_items(
    db: Db, council_id: int, codes: Collection[str], language: str = ENGLISH
) -> Mapping[str, Card]:
    """The page that tells of each entitlement, where there is one: the council's own before one of
    a council next to it, and that before a national one. One statement."""
    shelf = shelf_of(db, council_id)
    return {
        code: shelf.card(entry, language) for code, entry in _of_items(shelf, codes).items()
    }  # fmt: skip


def _of_items(shelf: Shelf, codes: Collection[str]) -> dict[str, Entry]:
    chosen: dict[str, Entry] = {}
    for entry in sorted(
        shelf.entries.values(), key=lambda e: (_NEAREST.index(e.about.scope), len(e.about.items))
    ):
        for code in entry.about.items:
            if code in codes:
                chosen.setdefault(code, entry)
    return chosen


def page_of_item(
    db: Db, council_id: int, code: str, language: str, band: Band | None = None
) -> Page | None:
    """The whole of that page, for one entitlement, marked if it is for somebody older than `band`.
    One statement."""
    shelf = shelf_of(db, council_id)
    found = _of_items(shelf, [code]).get(code)
    if found is None:
        return None
    page = shelf.page(found, language)
    older = band is not None and rules.for_older(found.about.ages, band)
    return replace(page, card=replace(page.card, for_older=older))


def in_town(
    db: Db, council_id: int, town: str, language: str, who_for: Reader | None = None
) -> tuple[Card, ...]:
    """A council's own pages about one town, by title. One statement."""
    shelf = shelf_of(db, council_id)
    cards = [
        shelf.card(entry, language)
        for entry in shelf.entries.values()
        if entry.about.town == town
        and rules.is_for(entry.about.reader, who_for)
        and rules.may_open(entry.about, who_for)
    ]
    return tuple(sorted(cards, key=lambda card: card.title))


def towns(db: Db, council_id: int) -> tuple[str, ...]:
    """Towns about which there is a page, to choose from. One statement."""
    shelf = shelf_of(db, council_id)
    return tuple(sorted({e.about.town for e in shelf.entries.values() if e.about.town}))


def slugs(db: Db, council_id: int) -> frozenset[str]:
    """Of every page that can be read. One statement."""
    return frozenset(shelf_of(db, council_id).entries)


def beside(db: Db, viewer: Viewer, look: Look, today: date) -> tuple[Beside, ...]:
    """What other rooms have that fits, by their own rules of who sees what. As this page has just
    read it: no statement, where it has read pages before."""
    with _lock:
        kept = _kept.get(viewer.council_id)
    shelf = kept[1] if kept is not None else shelf_of(db, viewer.council_id)
    return fitting(shelf.beside, viewer, look, today)


def _cards(
    shelf: Shelf, found: tuple[str, ...], language: str, who_for: Reader | None, band: Band | None
) -> tuple[Card, ...]:
    entries = (shelf.entries[slug] for slug in found if slug in shelf.entries)
    cards = (shelf.card_for(entry, language, band, who_for) for entry in entries)
    return tuple(sorted(filter(None, cards), key=lambda card: card.for_older))


_NEAREST = (Scope.COUNCIL, Scope.NEXT, Scope.NATIONAL)


# --- kept in the process ------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """What is published in one language. follows_id: the English version whose words it has."""

    id: int
    text: Text
    at: datetime
    follows_id: int | None


@dataclass(frozen=True)
class Entry:
    """A page in every language it has; English is one of them."""

    about: About
    said: Mapping[str, Said]

    @property
    def english(self) -> Said:
        return self.said[ENGLISH]


class Ways(NamedTuple):
    """Where a page may lead whoever reads it: slugs, and paths of this house."""

    pages: frozenset[str]
    paths: frozenset[str]


class Shelf:
    """Every page of a council that can be read, and what other rooms show beside them."""

    def __init__(
        self, entries: Mapping[str, Entry], beside: tuple[tuple[Source, Any], ...] = ()
    ) -> None:
        self.entries = entries
        self.beside = beside
        self._indexes: dict[str, search.Index] = {}

    @cached_property
    def _of_needs(self) -> dict[str, str]:
        return {need.code: need.title for need in needs()}

    def index(self, language: str) -> search.Index:
        """Of the pages that have words in this language. Two threads may both make it: the same."""
        if language not in self._indexes:
            self._indexes[language] = search.Index({
                slug: self._words(entry, said.text)
                for slug, entry in self.entries.items()
                if (said := entry.said.get(language)) is not None
            })  # fmt: skip
        return self._indexes[language]

    def _words(self, entry: Entry, text: Text) -> search.Words:
        about = entry.about
        near = " ".join((text.summary, *(self._of_needs.get(need, "") for need in about.needs)))
        facts = f"{plain(text.apart)} {about.town}"
        return search.Words(text.title, near, facts, plain(text.body))

    def card(self, entry: Entry, language: str, *, for_older: bool = False) -> Card:
        own = entry.said.get(language)
        said, about = own or entry.english, entry.about
        return Card(
            about.slug, language if own else ENGLISH, own is None, said.text.title,
            said.text.summary, said.text.amount, said.text.until, about.needs, about.items,
            about.reader, about.scope is Scope.NATIONAL, about.town, about.quiet, about.private,
            for_older, about.scope is Scope.NEXT,
        )  # fmt: skip

    def card_for(
        self, entry: Entry, language: str, band: Band | None, who_for: Reader | None
    ) -> Card | None:
        """None: it is for others, or only for somebody younger."""
        about = entry.about
        if not (rules.is_for(about.reader, who_for) and rules.may_open(about, who_for)):
            return None
        if band is None or rules.words_fit(about.ages, band):
            return self.card(entry, language)
        if rules.for_older(about.ages, band):
            return self.card(entry, language, for_older=True)
        return None

    def ways_of(self, who_for: Reader | None) -> Ways:
        """What this reader may open: to anything else, words lead nowhere."""
        pages = frozenset(
            slug for slug, entry in self.entries.items() if rules.may_open(entry.about, who_for)
        )
        return Ways(pages, PATHS if who_for is Reader.YOUNG else PUBLIC)

    def page(self, entry: Entry, language: str, ways: Ways | None = None) -> Page:
        """ways: of whoever reads; None: a young person's, and to every page."""
        own = entry.said.get(language)
        said = own or entry.english
        by_machine = said is not entry.english and said.text.sure is Sure.MACHINE
        pages, paths = ways or Ways(frozenset(self.entries), PATHS)
        body = blocks(said.text.body, pages, paths)
        led = dict.fromkeys(
            span.slug for block in body for line in block.lines for span in line if span.slug
        )
        return Page(
            card=self.card(entry, language), text=rules.as_english(said.text, entry.english.text),
            body=body,
            if_no=inline(said.text.if_no, pages, paths),
            other_way=(
                contacts.of(contacts.Section.OMBUDSMAN)
                if set(links(said.text.if_no)) & (PATHS - paths) else ()
            ),
            has_newer_english=said is not entry.english and said.follows_id != entry.english.id,
            published_at=said.at, others=tuple(sorted(set(entry.said) - {language})),
            leads_to=tuple(self.card(self.entries[slug], language) for slug in led),
            original=self.page(entry, ENGLISH, ways) if by_machine else None,
            until_in_english=entry.english.text.until,
        )  # fmt: skip


Stamp = tuple[Any, ...]
_kept: OrderedDict[int, tuple[Stamp, Shelf]] = OrderedDict()
_lock = Lock()


def shelf_of(db: Db, council_id: int) -> Shelf:
    """One statement; two when a page was published since this process last looked."""
    stamp = _stamp(db, council_id)
    with _lock:
        kept = _kept.get(council_id)
        if kept is not None and kept[0] == stamp:
            _kept.move_to_end(council_id)
            return kept[1]
    beside = tuple((source, source.read(db, council_id)) for source in sources())
    shelf = Shelf(_read(db, council_id), beside)
    with _lock:
        _kept[council_id] = (stamp, shelf)
        _kept.move_to_end(council_id)
        while len(_kept) > COUNCILS_KEPT:
            _kept.popitem(last=False)
    return shelf


def _stamp(db: Db, council_id: int) -> Stamp:
    """Changes with every version that is published or withdrawn: such rows are only ever added. And
    with what other rooms show."""
    others = [source.stamp(council_id) for source in sources()]
    row = db.execute(
        select(func.count(), func.coalesce(func.max(ArticleVersion.id), 0), *others).where(
            ArticleVersion.council_id == council_id, ArticleVersion.state != State.DRAFT
        )
    ).one()
    return tuple(row)


def _read(db: Db, council_id: int) -> dict[str, Entry]:
    newer = aliased(ArticleVersion)
    rows = db.execute(
        select(Article, ArticleVersion)
        .join(ArticleVersion, ArticleVersion.article_id == Article.id)
        .where(
            Article.council_id == council_id, ArticleVersion.state == State.PUBLISHED,
            ~select(newer.id)
            .where(
                newer.article_id == ArticleVersion.article_id,
                newer.language == ArticleVersion.language, newer.state != State.DRAFT,
                newer.id > ArticleVersion.id,
            )
            .exists(),
        )
        .order_by(Article.slug)
    )  # fmt: skip
    said: dict[str, dict[str, Said]] = {}
    abouts: dict[str, About] = {}
    for article, version in rows:
        whole = whole_of(article, version)
        here = Said(version.id, whole.text, version.at, version.follows_id)
        said.setdefault(article.slug, {})[version.language] = here
        if version.language == ENGLISH:
            abouts[article.slug] = whole.about
    # Without its English words a page is not there, whatever was put into other languages.
    return {slug: Entry(about, said[slug]) for slug, about in abouts.items()}
