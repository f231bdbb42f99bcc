"""The small part of Markdown that pages are written in, as values that a template draws.

A line is a paragraph, "## " a heading, "- " or "1. " a line of a list, or empty. Within a line:
**strong** and [words](where). Nothing here makes HTML: a template writes each piece as text, so
what is more than this part (a tag, a picture, an address of a strange kind) is only ever letters on
the page. Writing it is refused beforehand, with its line (`problems`).

Turned down: a whole Markdown library with its HTML switched off. The part is twenty lines of code,
and what a library would add to it is what pages must not have.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from portal.articles.reaching import is_chat
from portal.helplines import contacts

# Pages of ours that a page may lead to, besides other pages of its kind: for everybody, also signed
# out; and a young person's own, which refuse others (for them the words are only words).
PUBLIC = frozenset({"/help", "/help/now/night", "/help/now/tonight"})
OWN = frozenset(
    {
        "/asked-for", "/can-get/for/calm", "/can-get/for/health", "/can-get/for/money",
        "/can-get/for/work", "/can-get/near", "/hellos/mine", "/my-documents",
        "/my-letters/for/college", "/my-letters/for/leisure", "/my-pass", "/put-right/complain",
        "/put-right/unfair", "/things-to-do/mentor",
    }
)  # fmt: skip
PATHS = PUBLIC | OWN
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PAGE = "page:"
_LINK = re.compile(r"(?<!!)\[([^\[\]]+)\]\(([^()\s]+)\)")
_STRONG = re.compile(r"\*\*([^\s*](?:[^*]*[^\s*])?)\*\*")
_PIECE = re.compile(rf"{_LINK.pattern}|{_STRONG.pattern}")
_SIGNS = re.compile(r"[*_`<>\[\]\\|#~]|https?:|&\w+;")
_LINE = re.compile(r"(?:## |- |\d+\. )?\S(?:.*\S)?")
_GROUPS = re.compile(r"(\d+(?: \d+)+)")
_NUMBERED = re.compile(r"(\d+)\. ")
# The longest first: one may begin with another.
_TO_CALL = sorted(
    {one.number for one in contacts.all_contacts() if one.kind is contacts.Kind.CALL},
    key=lambda number: (-len(number), number),
)
_DIALLED = re.compile(rf"(?<![\d£,.])(?<!\d )(?:{'|'.join(map(re.escape, _TO_CALL))})(?! ?\d|,\d)")


class Kind(StrEnum):
    WORDS = "p"
    HEADING = "h"
    LIST = "ul"
    STEPS = "ol"


class Wrong(StrEnum):
    """What is wrong with a line, or with where it leads."""

    SIGNS = "signs"
    COUNT = "count"
    ADDRESS = "address"
    PAGE = "page"


@dataclass(frozen=True)
class Span:
    """Some words. href: where they lead on the web or in this house, or "tel:…". slug: the page of
    ours that they lead to."""

    words: str
    strong: bool = False
    href: str = ""
    slug: str = ""

    @property
    def pieces(self) -> tuple[tuple[str, bool], ...]:
        """The words, and whether each piece is a number in groups: among letters that run from
        right to left its groups would stand in the wrong order, and nobody could dial it."""
        cut = _GROUPS.split(self.words)
        return tuple((text, at % 2 == 1) for at, text in enumerate(cut) if text)


Line = tuple[Span, ...]


@dataclass(frozen=True)
class Block:
    """lines: one for words and a heading; one each for the points of a list."""

    kind: Kind
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Problem:
    """line: as it stands. what: what is wrong with it. where: the address, if it is that."""

    what: Wrong
    line: str
    where: str = ""


def blocks(
    text: str, pages: Collection[str] | None = None, paths: Collection[str] = PATHS
) -> tuple[Block, ...]:
    """pages: the slugs that there are; a link to another leads nowhere, and its words stay. None:
    not asked. paths: pages of this house that the reader may open, in the same way."""
    found: list[tuple[Kind, list[Line]]] = []
    joins = False
    for raw in text.splitlines():
        line = raw.strip()
        if not line:
            joins = False
            continue
        kind, words = _kind_of(line)
        spans = inline(words, pages, paths)
        if joins and kind in (Kind.LIST, Kind.STEPS) and found[-1][0] is kind:
            found[-1][1].append(spans)
        else:
            found.append((kind, [spans]))
        joins = True
    return tuple(Block(kind, tuple(lines)) for kind, lines in found)


def by_heading(found: Iterable[Block]) -> tuple[tuple[Block, ...], ...]:
    """The same, in parts that each begin with a heading; the first may have none."""
    parts: list[list[Block]] = []
    for block in found:
        if block.kind is Kind.HEADING or not parts:
            parts.append([])
        parts[-1].append(block)
    return tuple(map(tuple, parts))


def _kind_of(line: str) -> tuple[Kind, str]:
    if line.startswith("## "):
        return Kind.HEADING, line[3:]
    if line.startswith("- "):
        return Kind.LIST, line[2:]
    if step := _NUMBERED.match(line):
        return Kind.STEPS, line[step.end() :]
    return Kind.WORDS, line


def inline(
    text: str, pages: Collection[str] | None = None, paths: Collection[str] = PATHS
) -> Line:  # fmt: skip
    """One line of words, without a sign before it."""
    return tuple(_spans(text, pages, paths))


def _spans(text: str, pages: Collection[str] | None, paths: Collection[str]) -> Iterator[Span]:
    at = 0
    for piece in _PIECE.finditer(text):
        yield from _plain(text[at : piece.start()])
        words, where, strong = piece.groups()
        yield Span(strong, strong=True) if strong else _leading(words, where, pages, paths)
        at = piece.end()
    yield from _plain(text[at:])


def _leading(
    words: str, where: str, pages: Collection[str] | None, paths: Collection[str]
) -> Span:  # fmt: skip
    slug = where.removeprefix(_PAGE) if where.startswith(_PAGE) else ""
    if slug:
        return Span(words, slug=slug if pages is None or slug in pages else "")
    is_shut = where in PATHS and where not in paths
    return Span(words, href=where if is_address(where) and not is_shut else "")


def _plain(text: str) -> Iterator[Span]:
    """Words, with the numbers of `helplines` as links that dial."""
    if not text:
        return
    at = 0
    for number in _DIALLED.finditer(text):
        if text[at : number.start()]:
            yield Span(text[at : number.start()])
        yield Span(number[0], href=f"tel:{number[0].replace(' ', '')}")
        at = number.end()
    if text[at:]:
        yield Span(text[at:])


def good_source(url: str) -> bool:
    """Whether a page may say that it was read there: nowhere, or on the web."""
    return not url or (url.startswith("https:") and is_address(url))


def is_address(where: str) -> bool:
    """Whether a page may lead there: https with a plain host where nobody chats, or a page of this
    house."""
    if where in PATHS:
        return True
    try:
        parts = urlsplit(where)
        plain = parts.port is None and parts.username is None and parts.password is None
    except ValueError:
        return False
    host = parts.hostname or ""
    return parts.scheme == "https" and plain and bool(_HOST.fullmatch(host)) and not is_chat(host)


_HOST = re.compile(r"(?=.{4,200}$)(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")


def links(text: str) -> tuple[str, ...]:
    """Where the text leads, as it was written, each once."""
    return tuple(dict.fromkeys(where for _words, where in _LINK.findall(text)))


def problems(text: str, pages: Collection[str] | None = None) -> tuple[Problem, ...]:
    """What is more than the small part, and links that lead nowhere. pages: as in `blocks`."""
    found: list[Problem] = []
    count = 0
    for line in text.splitlines():
        number = _NUMBERED.match(line)
        expected = count + 1 if number else 0
        if number and int(number[1]) != expected:
            found.append(Problem(Wrong.COUNT, line))
        count = expected
        bare = _STRONG.sub("", _LINK.sub("", line.removeprefix("## ")))
        if line and (not _LINE.fullmatch(line) or _SIGNS.search(bare)):
            found.append(Problem(Wrong.SIGNS, line))
        found += [Problem(what, line, where) for where, what in _wrong_links(line, pages)]
    return tuple(found)


def _wrong_links(line: str, pages: Collection[str] | None) -> Iterator[tuple[str, Wrong]]:
    for where in links(line):
        if where.startswith(_PAGE):
            slug = where.removeprefix(_PAGE)
            if not SLUG.fullmatch(slug) or (pages is not None and slug not in pages):
                yield where, Wrong.PAGE
        elif not is_address(where):
            yield where, Wrong.ADDRESS


def plain(text: str) -> str:
    """As it is read: no signs, and a heading is a sentence."""
    text = _STRONG.sub(r"\1", _LINK.sub(r"\1", text))
    return re.sub(r"^## (.*)$", r"\1.", text, flags=re.MULTILINE)
