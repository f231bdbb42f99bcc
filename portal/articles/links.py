"""Where pages lead on the web, and whether that is still there.

The application never asks the web. An operator's command does (`flask articles check-links`), on a
machine that may: https alone, redirects noted and not followed, a few seconds for each, nothing of
the answer read. Its findings are rows, which editors see. An address of the machine's own network
is never tried, as an editor could have typed it.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from sqlalchemy import delete, insert, select

from portal.articles import markdown
from portal.articles.reading import shelf_of
from portal.articles.rules import Text
from portal.articles.tables import ArticleLink
from portal.core.db import Db
from portal.core.ids import new_id
from portal.entitlements.items import national
from portal.entitlements.kept import offers_of

SECONDS = 8


class Outcome(StrEnum):
    FINE = "fine"
    MOVED = "moved"
    GONE = "gone"
    SILENT = "silent"  # no answer, or one that says "not now" or "not you": look by hand


@dataclass(frozen=True)
class Tried:
    outcome: Outcome
    status: int | None


Try = Callable[[str], Tried]


def outcome_of(status: int) -> Outcome:
    """What an answer says of the page. 403, 429 and 5xx are said to machines too."""
    if 200 <= status < 300:
        return Outcome.FINE
    if status in (301, 302, 303, 307, 308):
        return Outcome.MOVED
    return Outcome.GONE if status in (404, 410) else Outcome.SILENT


def of_text(text: Text) -> tuple[str, ...]:
    """Addresses on the web in one page: of its words and its sources."""
    found = (*markdown.links(text.body), *markdown.links(text.apart),
             *(source.url for source in text.sources))  # fmt: skip
    return tuple(dict.fromkeys(url for url in found if url.startswith("https://")))


@dataclass(frozen=True)
class Place:
    """What leads to an address. slug: of a page of ours; "" for anything else."""

    title: str
    slug: str = ""


# (address, title) of each thing of a council that leads to the web.
Leads = Callable[[Db, int], Iterable[tuple[str, str]]]
_leads: dict[str, Leads] = {}


def say_leads(room: str, leads: Leads) -> None:
    """A room whose things lead to the web says so when it is loaded; what it names is tried with
    the pages. room: its name, so that it is there once."""
    _leads[room] = leads


def by_place(db: Db, council_id: int) -> Mapping[str, tuple[Place, ...]]:
    """Every address on the web to which a council's pages, what it offers and other things of it
    lead."""
    shelf = shelf_of(db, council_id)
    found: dict[str, list[Place]] = {
        url: [Place(shelf.entries[slug].english.text.title, slug) for slug in slugs]
        for url, slugs in by_page(db, council_id).items()
    }
    others = (*_of_items(db, council_id), *(one for leads in _leads.values()
                                            for one in leads(db, council_id)))  # fmt: skip
    for url, title in others:
        if url.startswith("https://") and Place(title) not in found.setdefault(url, []):
            found[url].append(Place(title))
    return {url: tuple(places) for url, places in sorted(found.items())}


def _of_items(db: Db, council_id: int) -> Iterator[tuple[str, str]]:
    """Where it says so, of each thing that somebody can get."""
    for offer in (national(), *offers_of(db, council_id)):
        for item in offer.items:
            newest = item.versions[-1]
            yield from ((source.address, newest.title) for source in newest.sources)


def by_page(db: Db, council_id: int) -> Mapping[str, tuple[str, ...]]:
    """Every address that the pages of a council lead to, with the slugs of those pages."""
    found: dict[str, list[str]] = {}
    for slug, entry in shelf_of(db, council_id).entries.items():
        for url in dict.fromkeys(u for said in entry.said.values() for u in of_text(said.text)):
            found.setdefault(url, []).append(slug)
    return {url: tuple(pages) for url, pages in sorted(found.items())}


def keep(db: Db, council_id: int, tried: Mapping[str, Tried], now: datetime) -> None:
    """Write down what came of it, in place of what was there. The caller commits."""
    db.execute(delete(ArticleLink).where(ArticleLink.council_id == council_id))
    for url, found in tried.items():
        db.execute(
            insert(ArticleLink).values(
                id=new_id(), council_id=council_id, url=url, outcome=found.outcome.value,
                status=found.status, checked_at=now,
            )
        )  # fmt: skip


def not_fine(db: Db, council_id: int) -> tuple[ArticleLink, ...]:
    return tuple(
        db.scalars(
            select(ArticleLink)
            .where(
                ArticleLink.council_id == council_id, ArticleLink.outcome != Outcome.FINE.value
            )
            .order_by(ArticleLink.url)
        )
    )  # fmt: skip


def try_all(urls: Iterable[str], ask: Try) -> dict[str, Tried]:
    return {url: ask(url) for url in urls}


def ask_the_web(url: str) -> Tried:
    """One look at one address."""
    import requests  # 10 MB that no other command needs

    if not _is_of_the_web(urlsplit(url).hostname or ""):
        return Tried(Outcome.SILENT, None)
    try:
        with requests.get(url, timeout=SECONDS, allow_redirects=False, stream=True) as answer:
            return Tried(outcome_of(answer.status_code), answer.status_code)
    except requests.RequestException:
        return Tried(Outcome.SILENT, None)


def _is_of_the_web(host: str) -> bool:
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, 443)}
    except OSError:
        return False
    return bool(found) and all(ipaddress.ip_address(one).is_global for one in found)
