"""The councils' offers as they are kept in the database: written whole, read once for each state.

What is kept was read by `items.read_offer` first. What cannot be read all the same (it was kept
before that refused it, or by other hands) is left out, so that it breaks nobody's page; editors are
told which (`local_offer.desk`).
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock
from typing import Any

from sqlalchemy import func, select, update

from portal.core.db import Db
from portal.entitlements.fit import can_be_shown, refuse_unfit
from portal.entitlements.items import Item, Offer, read_offer
from portal.entitlements.kinds import LIKE_A_DAY
from portal.entitlements.tables import LocalItem
from portal.entitlements.written import written
from portal.people.tables import Council

_MOST_KEPT = 64  # councils, in one process
# Whose it is; the newest item, how many there are, and when one was last gone: numbers alone may
# be the same of two states, as rows are numbered before they are there. And its name.
Mark = tuple[int, int, int, datetime | None, str]


@dataclass(frozen=True)
class Kept:
    """own: the name of the council whose young people read these offers."""

    own: str
    offers: tuple[Offer, ...]

    def asked_here(self) -> tuple[Item, ...]:
        """What this council offers itself: a neighbour's is asked for there."""
        return tuple(item for one in self.offers if one.council == self.own for item in one.items)


_read: OrderedDict[Mark, Kept] = OrderedDict()
_lock = Lock()


def keep_offer(
    db: Db, council_id: int, data: Mapping[str, Any], by_id: int | None, now: datetime
) -> tuple[int, int]:
    """Let the offer in `data` (as in `local/*.toml`) hold from now on for this council's young
    people: what differs is kept anew, what it no longer names is gone. How many of each.

    Raises BadOffer, and then nothing has changed.
    """
    offer = read_offer(data)
    refuse_unfit(offer)
    wanted = {item.code: body_of(item, data) for item in offer.items}
    there = {row.code: row for row in db.execute(_now_there(council_id, offer.council))}
    gone = [row.id for code, row in there.items() if wanted.get(code) != row.body]
    if gone:
        db.execute(update(LocalItem).where(LocalItem.id.in_(gone)).values(gone_at=now))
    new = [code for code in wanted if code not in there or there[code].body != wanted[code]]
    db.add_all(
        LocalItem(
            council_id=council_id, offered_by=offer.council, code=code, body=wanted[code],
            kept_by_id=by_id, kept_at=now,
        )
        for code in new
    )  # fmt: skip
    db.flush()
    return len(new), len(gone)


def changes(
    db: Db, council_id: int, data: Mapping[str, Any]
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """What keeping it would do: whose offer it is, the codes that would be kept anew, and those
    that would be gone for good. One statement. Raises BadOffer."""
    offer = read_offer(data)
    refuse_unfit(offer)
    there = {row.code: row.body for row in db.execute(_now_there(council_id, offer.council))}
    wanted = {item.code: body_of(item, data) for item in offer.items}
    new = tuple(sorted(code for code in wanted if there.get(code) != wanted[code]))
    return offer.council, new, tuple(sorted(set(there) - set(wanted)))


def rows_of(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Code and body of each item of an offer: for whoever writes many rows at once (the demo).
    Raises BadOffer."""
    for item in read_offer(data).items:
        yield item.code, body_of(item, data)


def offers_of(db: Db, council_id: int) -> tuple[Offer, ...]:
    """Every offer that this council's young people read: its own, and those of its neighbours."""
    return kept_of(db, council_id).offers


def kept_of(db: Db, council_id: int) -> Kept:
    """One statement; two where it changed since this process last looked."""
    own = select(Council.name).where(Council.id == council_id).scalar_subquery()
    gone = select(func.max(LocalItem.gone_at)).where(LocalItem.council_id == council_id)
    row = db.execute(
        select(func.max(LocalItem.id), func.count(), gone.scalar_subquery(), own).where(
            *_current(council_id)
        )
    ).one()
    mark: Mark = (council_id, row[0] or 0, row[1], row[2], row[3] or "")
    with _lock:
        if mark in _read:
            _read.move_to_end(mark)
            return _read[mark]
    found = Kept(mark[-1], _put_together(db.execute(_now_there(council_id)).all()))
    with _lock:
        _read[mark] = found
        while len(_read) > _MOST_KEPT:
            _read.popitem(last=False)
    return found


def councils_in(offers: Sequence[Offer]) -> tuple[str, ...]:
    """Their names, in the order of the alphabet."""
    return tuple(sorted(offer.council for offer in offers))


def who_offers(db: Db, council_id: int) -> Sequence[str]:
    """Names of councils of which something is kept, also if it cannot be read."""
    whose = select(LocalItem.offered_by).where(*_current(council_id)).distinct()
    return db.scalars(whose).all()


def _current(council_id: int) -> tuple[Any, ...]:
    return (LocalItem.council_id == council_id, LocalItem.gone_at.is_(None))


def _now_there(council_id: int, offered_by: str = "") -> Any:
    query = select(
        LocalItem.id, LocalItem.offered_by, LocalItem.code, LocalItem.body
    ).where(*_current(council_id))  # fmt: skip
    if offered_by:
        query = query.where(LocalItem.offered_by == offered_by)
    return query.order_by(LocalItem.offered_by, LocalItem.id)


def _put_together(rows: Sequence[Any]) -> tuple[Offer, ...]:
    by_council: dict[str, list[Item]] = {}
    for row in rows:
        if item := read_kept(row.offered_by, row.body):
            by_council.setdefault(row.offered_by, []).append(item)
    return tuple(Offer(council, tuple(items)) for council, items in sorted(by_council.items()))


def read_kept(offered_by: str, body: str) -> Item | None:
    """The item of one row; None where pages cannot show it."""
    try:
        offer = read_offer({"council": offered_by, **told_of(body)})
    except (ValueError, TypeError):  # BadOffer, or no JSON of ours at all
        return None
    return offer.items[0] if len(offer.items) == 1 and can_be_shown(offer) else None


def body_of(item: Item, data: Mapping[str, Any]) -> str:
    versions = [row for row in data["item"] if row["code"] == item.code]
    cited = {source.key for version in item.versions for source in version.sources}
    cited |= set(_named(versions))
    schemes = {row.get("scheme") for row in versions} - {None}
    told = {
        "sources": {key: row for key, row in data.get("sources", {}).items() if key in cited},
        "flag": [row for row in data.get("flag", ()) if row["code"] in set(_named(versions))],
        "pair": [row for row in data.get("pair", ()) if row["scheme"] in schemes],
        "item": versions,
    }
    return as_body(told)


def as_body(told: Mapping[str, Any]) -> str:
    """The same, to be kept."""
    return json.dumps(told, default=date.isoformat, ensure_ascii=False, sort_keys=True)


def _named(data: Any) -> Iterator[str]:
    """Every word that stands in it: a flag or a source may be named deep in a condition."""
    if isinstance(data, Mapping):
        for value in data.values():
            yield from _named(value)
    elif isinstance(data, list):
        for value in data:
            yield from _named(value)
    elif isinstance(data, str):
        yield data


def told_of(body: str) -> dict[str, Any]:
    """What a kept item says, as parsed TOML."""
    told: dict[str, Any] = days_again(json.loads(body))
    return told


def days_again(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: days_again(value) for key, value in data.items()}
    if isinstance(data, list):
        return [days_again(value) for value in data]
    return _day_again(data) if isinstance(data, str) and LIKE_A_DAY.fullmatch(data) else data


def _day_again(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:  # 2027-02-30 is none
        return text


def as_file(db: Db, council_id: int, offered_by: str) -> str:
    """The offer of one council as it holds now, to be taken along; "" where there is none. One
    statement."""
    rows = db.execute(_now_there(council_id, offered_by)).all()
    return written(offered_by, (told_of(row.body) for row in rows)) if rows else ""
