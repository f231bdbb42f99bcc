"""What every page we draw must be like, checked on each one that a test receives.

`problems` returns plain sentences; an empty list is good. It reads the text as it was sent, so
an element left open is found, which a browser would mend in silence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

# A title is seen by whoever looks at the phone's list of open apps.
TELLING = re.compile(r"\b(care|asylum|social|foster|looked[ -]after)\b", re.IGNORECASE)
LANG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
DOCTYPE = re.compile(r"\s*<!doctype html>", re.IGNORECASE)
NAMED_BY_LABEL = frozenset({"input", "select", "textarea"})
NOT_TYPED = frozenset({"hidden", "submit", "button", "reset", "image"})
LOADS = {"script": "src", "img": "src", "link": "href", "source": "src", "iframe": "src"}

Attributes = dict[str, str]
DRAWN_AT_RANDOM = re.compile(r'(?<=value=")[\w.-]{20,}(?=")|(?<=/)[\w-]{22}(?=[/"?#])')


def steady(html: str) -> str:
    """The page without what is drawn at random (tokens, keys, refs), in which a short name that a
    test looks for may stand by chance."""
    return DRAWN_AT_RANDOM.sub("", html)


@dataclass
class Form:
    method: str
    action: str
    hidden: dict[str, str] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)


@dataclass
class Named:
    """An element that needs a name somebody can hear: its words so far, and how it may get one."""

    tag: str
    attributes: Attributes
    inside_label: bool
    words: str = ""


class Page(HTMLParser):
    """One page, taken apart. Give the whole text at once."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = text
        self.faults: list[str] = []
        self.html: Attributes = {}
        self.title = ""
        self.headings: list[str] = []
        self.ids: list[str] = []
        self.label_for: set[str] = set()
        self.pointed_at: list[tuple[str, str]] = []
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.needing_names: list[Named] = []
        self.images: list[Attributes] = []
        self.inline: list[str] = []
        self._open: list[str] = []
        self._forms_open: list[Form] = []
        self._speaking: list[Named] = []
        self.feed(text)
        self.close()
        if self._open:
            self.faults.append(f"never closed: {', '.join(self._open)}")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._element(tag, attrs)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = self._element(tag, attrs)
        if tag in VOID:
            return
        self._open.append(tag)
        if tag == "form":
            form = Form(found.get("method", "get").lower(), found.get("action", ""))
            self.forms.append(form)
            self._forms_open.append(form)
        if tag == "h1":
            self.headings.append("")
        if tag in ("a", "button", "summary"):
            named = Named(tag, found, inside_label=False)
            self.needing_names.append(named)
            self._speaking.append(named)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1] != tag:
            self.faults.append(f"line {self.getpos()[0]}: </{tag}> closes {self._open[-1:]}")
            if tag not in self._open:
                return
            while self._open[-1] != tag:
                self._open.pop()
        self._open.pop()
        if tag == "form" and self._forms_open:
            self._forms_open.pop()
        if self._speaking and self._speaking[-1].tag == tag:
            self._speaking.pop()

    def handle_data(self, data: str) -> None:
        if "title" in self._open and "svg" not in self._open:
            self.title += data
        if "h1" in self._open and self.headings:
            self.headings[-1] += data
        for named in self._speaking:
            named.words += data

    def _element(self, tag: str, attrs: list[tuple[str, str | None]]) -> Attributes:
        found = {name: value or "" for name, value in attrs}
        if len(found) != len(attrs):
            self.faults.append(f"line {self.getpos()[0]}: <{tag}> says an attribute twice")
        if "id" in found:
            self.ids.append(found["id"])
        self._pointers(tag, found)
        self._inline(tag, found)
        if tag == "html":
            self.html = found
        elif tag == "a" and "href" in found:
            self.links.append(found["href"])
        elif tag == "img":
            self.images.append(found)
            for named in self._speaking:
                named.words += found.get("alt", "")
        if tag in LOADS and LOADS[tag] in found:
            self.loads.append(found[LOADS[tag]])
        if tag in NAMED_BY_LABEL:
            self._field(tag, found)
        if tag == "button" and "name" in found and self._forms_open:
            self._forms_open[-1].names.append(found["name"])
        return found

    def _pointers(self, tag: str, found: Attributes) -> None:
        if tag == "label" and "for" in found:
            self.label_for.add(found["for"])
            self.pointed_at.append(("for", found["for"]))
        for name in ("aria-labelledby", "aria-describedby", "aria-controls"):
            self.pointed_at += [(name, one) for one in found.get(name, "").split()]
        link = found.get("href", "")
        if link.startswith("#") and len(link) > 1:
            self.pointed_at.append(("href", link[1:]))

    def _inline(self, tag: str, found: Attributes) -> None:
        if tag == "style" or (tag == "script" and "src" not in found):
            self.inline.append(f"<{tag}>")
        self.inline += [f"{name}= on <{tag}>" for name in found if name.startswith("on")]
        if "style" in found:
            self.inline.append(f"style= on <{tag}>")

    def _field(self, tag: str, found: Attributes) -> None:
        kind = found.get("type", "text") if tag == "input" else tag
        if self._forms_open and "name" in found:
            form = self._forms_open[-1]
            form.names.append(found["name"])
            if kind == "hidden":
                form.hidden[found["name"]] = found.get("value", "")
        if kind not in NOT_TYPED:
            self.needing_names.append(Named(tag, found, inside_label="label" in self._open))


def problems(text: str, *, host: str = "localhost", drawn: bool = False) -> list[str]:
    """What is wrong with this page, one sentence each.

    drawn: the text is what a browser made of the page, where scripts may have set styles.
    """
    return problems_of(Page(text), host=host, drawn=drawn)


def problems_of(page: Page, *, host: str = "localhost", drawn: bool = False) -> list[str]:
    """The same of a page that is taken apart already."""
    found = [*page.faults]
    found += _whole(page)
    found += _names(page)
    found += _references(page, host)
    inline = [one for one in page.inline if not (drawn and one.startswith("style="))]
    found += [f"inline code or style: {one}" for one in inline]
    return found


def _whole(page: Page) -> list[str]:
    found = []
    if not DOCTYPE.match(page.text):
        found.append("no doctype")
    if not LANG.fullmatch(page.html.get("lang", "")):
        found.append(f"lang is {page.html.get('lang')!r}")
    if page.html.get("dir") not in ("ltr", "rtl"):
        found.append(f"dir is {page.html.get('dir')!r}")
    if len(page.headings) != 1:
        found.append(f"{len(page.headings)} h1")
    if any(not heading.strip() for heading in page.headings):
        found.append("an empty h1")
    if not page.title.strip():
        found.append("no title")
    if telling := TELLING.search(page.title):
        found.append(f"the title says {telling.group()!r}")
    return found


def _names(page: Page) -> list[str]:
    found = []
    for named in page.needing_names:
        given = named.attributes
        if (
            named.words.strip()
            or named.inside_label
            or given.get("aria-label")
            or given.get("aria-labelledby")
            or (named.tag in NAMED_BY_LABEL and given.get("id") in page.label_for)
        ):
            continue
        found.append(f"<{named.tag}> has no name: {given}")
    found += [f"<img> without alt: {given}" for given in page.images if "alt" not in given]
    found += [
        f"the browser would keep what is typed, for it says no autocomplete: {named.attributes}"
        for named in page.needing_names
        if named.tag in ("textarea", "select", "input") and "autocomplete" not in named.attributes
    ]
    return found


def _references(page: Page, host: str) -> list[str]:
    seen = set(page.ids)
    found = [f"id {one!r} is there more than once" for one in _repeated(page.ids)]
    found += [f"{how} names no element: {one!r}" for how, one in page.pointed_at if one not in seen]
    for link in page.links:
        # A council's own sign-in service, played by one on this computer, is no other host.
        if link.startswith("http://") and urlsplit(link).hostname not in (host, "127.0.0.1"):
            found.append(f"a plain http link: {link}")
        if link.lower().startswith("javascript:"):
            found.append(f"a script for a link: {link}")
    for load in page.loads:
        if urlsplit(load).hostname not in (None, host):
            found.append(f"loads from another host: {load}")
    return found


def _repeated(values: list[str]) -> list[str]:
    return sorted({one for one in values if values.count(one) > 1})
