"""A version's row as a page, and a page as the columns of a row."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from portal.articles.rules import About, Reader, Scope, Source, Sure, Text, Whole
from portal.articles.tables import Article, ArticleVersion
from portal.core.access import Band

_PLAIN = ("title", "summary", "amount", "who", "until", "decides", "takes", "if_no", "body",
          "checked_on", "next_check", "legal_draft")  # fmt: skip


def columns(whole: Whole) -> dict[str, Any]:
    """Of a version; slug, scope and town are the article's."""
    about, text = whole.about, whole.text
    return {
        "language": whole.language, "needs": " ".join(about.needs), "ages": " ".join(about.ages),
        "reader": about.reader.value, "items": " ".join(about.items),
        "seed": " ".join(about.seed), "quiet": about.quiet, "private": about.private,
        "bring": "\n".join(text.bring), "sources": _json(text.sources), "sure": text.sure.value,
        **{name: getattr(text, name) for name in _PLAIN},
    }  # fmt: skip


def whole_of(article: Article, version: ArticleVersion) -> Whole:
    return Whole(_about(article, version), _text(version), version.language)


def _about(article: Article, version: ArticleVersion) -> About:
    return About(
        slug=article.slug, scope=Scope(article.scope), town=article.town,
        needs=tuple(version.needs.split()), ages=tuple(map(Band, version.ages.split())),
        reader=Reader(version.reader), items=tuple(version.items.split()),
        seed=tuple(version.seed.split()), quiet=version.quiet, private=version.private,
    )  # fmt: skip


def _text(version: ArticleVersion) -> Text:
    return Text(
        bring=tuple(version.bring.splitlines()), sources=_sources(version.sources),
        sure=Sure(version.sure), **{name: getattr(version, name) for name in _PLAIN},
    )  # fmt: skip


def _json(sources: tuple[Source, ...]) -> str:
    rows = [{**asdict(s), "read": s.read.isoformat() if s.read else ""} for s in sources]
    return json.dumps(rows, ensure_ascii=False)


def _sources(text: str) -> tuple[Source, ...]:
    return tuple(
        Source(row["name"], row["url"], date.fromisoformat(row["read"]) if row["read"] else None,
               row["sure"])
        for row in json.loads(text)
    )  # fmt: skip
