"""What stands in an address for an item: its code would tell, in the list of pages that a phone has
opened, who is reading."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from hashlib import blake2s

from portal.entitlements.items import Item, Offer


@cache
def mark_of(code: str) -> str:
    """The same everywhere, and nobody reads it."""
    return blake2s(code.encode(), digest_size=6).hexdigest()


def marked(mark: str, items: Iterable[Item]) -> Item | None:
    return next((item for item in items if mark_of(item.code) == mark), None)


def code_of(mark: str, offers: Iterable[Offer]) -> str | None:
    found = marked(mark, (item for offer in offers for item in offer.items))
    return found.code if found else None
