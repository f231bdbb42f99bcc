"""What can be asked for in a council: the items of all England, and those it offers itself. What a
neighbour offers is asked for there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from portal.claims.rules import can_be_asked_for
from portal.core.db import Db
from portal.entitlements.engine import Life, Says, answer
from portal.entitlements.facts import Facts
from portal.entitlements.items import Item, Version, national
from portal.entitlements.kept import kept_of


def by_code(db: Db, council_id: int, today: date) -> Mapping[str, Version]:
    """Every item as it stands today, by its code. One statement."""
    found: dict[str, Version] = {}
    for item in _items(db, council_id):
        found.setdefault(item.code, _today(item, today))
    return found


def for_age(db: Db, council_id: int, born: date | None, today: date) -> tuple[Version, ...]:
    """What is asked for here and may be for somebody born then: all that their age does not rule
    out. The pages of what one can get say more."""
    life = Life(Facts(born=born), today)
    found = [
        _today(item, today)
        for item in _items(db, council_id)
        if answer(item, life).says not in (Says.NO, Says.NOT_NOW)
    ]
    return tuple(one for one in found if can_be_asked_for(one))


def _items(db: Db, council_id: int) -> Iterator[Item]:
    yield from national().items
    yield from kept_of(db, council_id).asked_here()


def _today(item: Item, today: date) -> Version:
    """The version of today; of what is over or still to come, the last."""
    return next((one for one in item.versions if one.holds(today)), item.versions[-1])
