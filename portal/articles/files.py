"""A page as a file and back: TOML between two lines of +++, then Markdown (see the room's words).

Reading what was written gives the same page again, and writing what was read gives the same file
for every page of the set (`tests/articles/test_files.py`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from portal.articles.markdown import SLUG, good_source
from portal.articles.rules import (
    ENGLISH,
    About,
    Reader,
    Scope,
    Source,
    Sure,
    Text,
    Whole,
)
from portal.articles.telling import tells
from portal.core.access import Band
from portal.core.languages import OFFERED
from portal.core.toml import BadToml, read_toml

SET = Path(__file__).with_name("set")
LARGEST = 60_000  # bytes of one file
_FENCE = "+++\n"
_NAME = re.compile(r"(?P<slug>[a-z0-9-]{1,60})(?:\.(?P<language>[a-zA-Z-]{2,12}))?\.md")
_KINDS: dict[str, type] = {
    "title": str, "summary": str, "needs": list, "ages": list, "for": str, "scope": str,
    "town": str, "items": list, "amount": str, "who": str, "until": str, "bring": list,
    "decides": str, "takes": str, "if_no": str, "sources": list, "sure": str, "checked_on": date,
    "next_check": date, "quiet": bool, "private": bool, "legal_draft": bool, "seed": list,
}  # fmt: skip
_NEEDED = ("title", "summary", "needs", "ages", "for", "scope")
_SURE = ("", "known", "made_up")
_LONGEST = (("title", 100), ("town", 60))  # letters, as the table has them
_STEERS = re.compile(r"[\x00-\x08\x0b-\x1f]")
_OF_SOURCES = {"name": str, "url": str, "read": date, "sure": str}


class Bad(StrEnum):
    """Why a file is no page."""

    NAME = "name"
    LARGE = "large"
    LETTERS = "letters"
    FENCES = "fences"
    TOML = "toml"
    FIELD = "field"
    MISSING = "missing"
    VALUE = "value"
    TELLS = "tells"
    ZIP = "zip"


class BadFile(ValueError):
    """This is no page. why: in one word. what: the field, or the place in the file."""

    def __init__(self, why: Bad, what: str = "") -> None:
        super().__init__(f"{why} {what}".strip())
        self.why, self.what = why, what


def named(name: str) -> tuple[str, str]:
    """The slug and the language that a file's name says. Raises BadFile."""
    found = _NAME.fullmatch(name)
    language = found["language"] or ENGLISH if found else ""
    if not found or not SLUG.fullmatch(found["slug"]) or language not in OFFERED:
        raise BadFile(Bad.NAME, name[:80])
    return found["slug"], language


def name_of(whole: Whole) -> str:
    language = "" if whole.language == ENGLISH else f".{whole.language}"
    return f"{whole.about.slug}{language}.md"


def read(name: str, content: bytes) -> Whole:
    """Raises BadFile."""
    slug, language = named(name)
    if len(content) > LARGEST:
        raise BadFile(Bad.LARGE)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise BadFile(Bad.LETTERS) from wrong
    parts = text.replace("\r\n", "\n").split(_FENCE, 2)
    if len(parts) != 3 or parts[0].strip():
        raise BadFile(Bad.FENCES)
    try:
        front = read_toml(parts[1])
    except BadToml as wrong:
        raise BadFile(Bad.TOML, str(wrong)[:120]) from wrong
    _check(slug, front, parts[2])
    try:
        return Whole(_about(slug, front), _text(front, parts[2].strip("\n")), language)
    except ValueError as wrong:  # an age, a reader, a scope that there is not
        raise BadFile(Bad.VALUE, str(wrong)[:120]) from wrong


def _check(slug: str, front: dict[str, Any], body: str) -> None:
    """As the form refuses it: every field is one of ours and of its kind, the needed ones are
    there, no source leads anywhere but to the web, and the address tells nothing."""
    if tells(slug):
        raise BadFile(Bad.TELLS, slug)
    if not _plain(body):
        raise BadFile(Bad.LETTERS)
    for key, value in front.items():
        if key not in _KINDS or type(value) is not _KINDS[key] or not _plain(value):
            raise BadFile(Bad.FIELD, key[:40])
        if isinstance(value, list) and key != "sources" and any(type(v) is not str for v in value):
            raise BadFile(Bad.FIELD, key)
    for source in front.get("sources", ()):
        kinds = _OF_SOURCES
        if type(source) is not dict or any(type(v) is not kinds.get(k) for k, v in source.items()):
            raise BadFile(Bad.FIELD, "sources")
        if not good_source(source.get("url", "")) or source.get("sure", "") not in _SURE:
            raise BadFile(Bad.FIELD, "sources")
        if not source.get("name"):
            raise BadFile(Bad.MISSING, "sources")
    for key in _NEEDED:
        if not front.get(key):
            raise BadFile(Bad.MISSING, key)
    for key, most in _LONGEST:
        if len(front.get(key, "")) > most:
            raise BadFile(Bad.FIELD, key)


def _plain(value: Any) -> bool:
    """Whether there are letters only: signs that steer something are kept by no database."""
    if isinstance(value, dict):
        return all(map(_plain, value.values()))
    if isinstance(value, list):
        return all(map(_plain, value))
    return not isinstance(value, str) or not _STEERS.search(value)


def _about(slug: str, front: dict[str, Any]) -> About:
    return About(
        slug=slug, needs=tuple(front["needs"]), ages=tuple(Band(age) for age in front["ages"]),
        reader=Reader(front["for"]), scope=Scope(front["scope"]), town=front.get("town", ""),
        items=tuple(front.get("items", ())),
        # Of a private page a list shows the title alone, as in the form.
        quiet=front.get("quiet", False) or front.get("private", False),
        private=front.get("private", False), seed=tuple(front.get("seed", ())),
    )  # fmt: skip


def _text(front: dict[str, Any], body: str) -> Text:
    plain = ("title", "summary", "amount", "who", "until", "decides", "takes", "if_no")
    return Text(
        **{key: front.get(key, "").strip() for key in plain},
        bring=tuple(front.get("bring", ())),
        sources=tuple(Source(**source) for source in front.get("sources", ())),
        sure=Sure(front.get("sure", Sure.ASK)), checked_on=front.get("checked_on"),
        next_check=front.get("next_check"), legal_draft=front.get("legal_draft", False), body=body,
    )  # fmt: skip


def write(whole: Whole) -> bytes:
    return "".join((_FENCE, *_front(whole), _FENCE, "\n", whole.text.body, "\n")).encode("utf-8")


def _front(whole: Whole) -> Iterator[str]:
    about, text = whole.about, whole.text
    fields: dict[str, Any] = {
        "title": text.title, "summary": text.summary, "needs": about.needs,
        "ages": [str(age) for age in about.ages], "for": str(about.reader),
        "scope": str(about.scope), "town": about.town, "items": about.items,
        "amount": text.amount, "who": text.who, "until": text.until, "bring": text.bring,
        "decides": text.decides, "takes": text.takes, "if_no": text.if_no,
        "sources": text.sources, "sure": str(text.sure), "checked_on": text.checked_on,
        "next_check": text.next_check, "quiet": about.quiet, "private": about.private,
        "legal_draft": text.legal_draft, "seed": about.seed,
    }  # fmt: skip
    for key, value in fields.items():
        if value or key in ("bring", "seed"):
            yield f"{key} = {_sources(value) if key == 'sources' else _toml(value)}\n"


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return f"[{', '.join(map(_toml, value))}]"


def _sources(sources: tuple[Source, ...]) -> str:
    def one(source: Source) -> str:
        fields = {"name": source.name, "url": source.url, "read": source.read, "sure": source.sure}
        return ", ".join(f"{key} = {_toml(value)}" for key, value in fields.items() if value)

    lines = "".join(f"  {{ {one(source)} }},\n" for source in sources)
    return f"[\n{lines}]"


def the_set() -> Iterator[Whole]:
    """The pages that come with the portal, by their names: all in English, then in others."""
    for path in sorted(SET.glob("*.md"), key=lambda path: ("." in path.stem, path.name)):
        yield read(path.name, path.read_bytes())
