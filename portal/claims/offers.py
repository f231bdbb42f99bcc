"""What can be asked for in a council: the items of all England, and those it offers itself. What a
neighbour offers is asked for there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from portal.claims.rules import can_be_asked_for
from portal.core.db import Db
from portal.entitlements.engine import Life, Says, answer
from portal.entitlements.facts import Facts
from portal.entitlements.items import Item, Version, national
from portal.entitlements.kept import kept_of
from portal.entitlements.marks import marked


def here(db: Db, council_id: int) -> tuple[Item, ...]:
    """One statement."""
    return (*national().items, *kept_of(db, council_id).asked_here())


def by_code(items: Iterable[Item], today: date) -> Mapping[str, Version]:
    """Every item as it stands today, by its code."""
    found: dict[str, Version] = {}
    for item in items:
        found.setdefault(item.code, _today(item, today))
    return found


def by_mark(db: Db, council_id: int, mark: str, today: date) -> Version | None:
    """By what stands in its address. At most one statement, as `one`."""
    found = marked(mark, national().items) or marked(mark, kept_of(db, council_id).asked_here())
    return _today(found, today) if found else None


def one(db: Db, council_id: int, code: str, today: date) -> Version | None:
    """At most one statement: what holds in all of England is known without."""
    nation = national().items
    if any(item.code == code for item in nation):
        return by_code(nation, today)[code]
    return by_code(kept_of(db, council_id).asked_here(), today).get(code)


def for_age(items: Iterable[Item], born: date | None, today: date) -> tuple[Version, ...]:
    """What is asked for here and may be for somebody born then: all that their age does not rule
    out. The pages of what one can get say more."""
    life = Life(Facts(born=born), today)
    found = [
        _today(item, today)
        for item in items
        if answer(item, life).says not in (Says.NO, Says.NOT_NOW)
    ]
    return tuple(one for one in found if can_be_asked_for(one))


def _today(item: Item, today: date) -> Version:
    """The version of today; of what is over or still to come, the last."""
    return next((one for one in item.versions if one.holds(today)), item.versions[-1])
