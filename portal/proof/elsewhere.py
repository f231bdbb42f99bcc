"""Leisure centres of other councils that young people of this one may use where they live there:
by a pair of councils, or because a council opens them to everybody in care in its area.

Where somebody lives is not asked and stands in no letter: the desk knows whose area it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from portal.entitlements.items import Item, Key, Offer, Version
from portal.entitlements.leaves_frame import Ours, Pair
from portal.entitlements.rules import leaves
from portal.proof.rules import Elsewhere

DESK = "leisure_centre"  # whom items of leisure are asked of


def elsewhere(
    offers: Iterable[Offer], responsible: str, today: date, *, in_care: bool
) -> Elsewhere | None:
    """responsible: the name of the council that is, for this young person. Of several, the one
    that lasts longest."""
    others = (offer for offer in offers if offer.council != responsible)
    found = [
        last
        for offer in others
        for item in offer.items
        for last in _lasts(item, responsible, today, in_care=in_care)
    ]
    if not found:
        return None
    return Elsewhere(None if None in found else max(day for day in found if day is not None))


def _lasts(item: Item, responsible: str, today: date, *, in_care: bool) -> list[date | None]:
    """Until which days it is open to them: none where it is not today."""
    version = next((one for one in item.versions if one.holds(today)), None)
    if version is None or version.ask != DESK:
        return []
    ends = [
        pair.valid_to
        for pair in _pairs(version)
        if pair.home == responsible
        and pair.valid_from <= today
        and (pair.valid_to is None or today <= pair.valid_to)
    ]
    if in_care and version.key is Key.PLACEMENT:
        ends.append(None)
    return [_first(end, version.valid_to) for end in ends]


def _pairs(version: Version) -> Iterable[Pair]:
    return (pair for leaf in leaves(version.when) if isinstance(leaf, Ours) for pair in leaf.pairs)


def _first(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)
