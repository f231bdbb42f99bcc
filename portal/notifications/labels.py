"""What a notice says in the app, and where it leads. Each room adds its own kinds.

The words name no other person's facts: the page it leads to shows them, to whoever may see them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class News:
    """endpoint: of a page that needs nothing in its address, or None."""

    title: str
    endpoint: str | None
    icon: str


_news: dict[str, News] = {}


def say_news(kind: str, title: str, endpoint: str | None, icon: str) -> None:
    """A room says, once, how its kind of notice reads. title: `later(…)`."""
    _news[kind] = News(title, endpoint, icon)


def news_of(kind: str) -> News | None:
    return _news.get(kind)


def kinds() -> tuple[str, ...]:
    return tuple(_news)
