"""Which facts an item looks at: so that nobody is asked what would change nothing."""

from __future__ import annotations

from collections.abc import Iterable

from portal.entitlements.items import Offer, national


def reads_of(code: str, offers: Iterable[Offer]) -> frozenset[str]:
    """Of all versions of the item; nothing for one that there is not."""
    return frozenset().union(
        *(
            version.when.reads
            for offer in (national(), *offers)
            for item in offer.items
            if item.code == code
            for version in item.versions
        )
    )
