"""What the council offers is one editor's words, on the page of everybody whom it is for: they hold
no way to somebody. One asks the council, where others see to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from portal.articles.markdown import good_source
from portal.articles.reaching import numbers_in, says_how_to_reach, says_whom_to_find
from portal.entitlements.items import BadOffer, Item, Source, Version


def refuse_ways(items: Iterable[Item]) -> None:
    """Raises BadOffer, which names every place at once."""
    wrong = [f"{item.code}: {what}" for item in items for one in item.versions for what in _of(one)]
    if wrong:
        raise BadOffer(" ".join(dict.fromkeys(wrong)))


def _of(version: Version) -> Iterator[str]:
    if says_how_to_reach(version.title) or says_how_to_reach(version.council):
        yield "no title and no council has a number, a link or a name on an app in it."
    for source in version.sources:
        yield from _of_source(source)


def _of_source(source: Source) -> Iterator[str]:
    """It may be a law with its numbers, and stand on the web."""
    if numbers_in(source.name) or says_whom_to_find(source.name):
        yield f"the name of {source.key} has a number to call, or a name on an app, in it."
    if not good_source(source.address):
        yield f"the address of {source.key} is https://, of a plain host where nobody chats."
