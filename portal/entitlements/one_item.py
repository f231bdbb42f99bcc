"""One item of a council's offer: how it stands and stood, and the next one in its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.exc import NoResultFound

from portal.core.db import Db
from portal.core.ids import new_ref
from portal.entitlements.fit import refuse_unfit
from portal.entitlements.items import BadOffer, Item, read_offer
from portal.entitlements.kept import body_of, read_kept, told_of
from portal.entitlements.tables import LocalItem
from portal.people.reach import shown_name
from portal.people.tables import Person

MOST_HISTORY = 60
Told = Mapping[str, Any]  # as parsed TOML: sources, flags, pairs, and the versions under "item"


@dataclass(frozen=True)
class Kept:
    """An item as it was kept on a day. by: "" where it came with the portal. item: None where pages
    cannot show it any more."""

    id: int
    ref: str
    body: str
    by: str
    at: datetime
    gone_at: datetime | None
    item: Item | None

    @property
    def told(self) -> Told:
        return told_of(self.body)


@dataclass(frozen=True)
class KeptItem:
    """history: the newest first; what holds now is among it."""

    council: str
    code: str
    history: tuple[Kept, ...]

    @property
    def now(self) -> Kept | None:
        """None: it was taken away."""
        return next((one for one in self.history if one.gone_at is None), None)

    @property
    def newest(self) -> Kept:
        return self.now or self.history[0]


def item_of(db: Db, council_id: int, ref: str) -> KeptItem:
    """By the ref of any of its rows, so that an old address leads to what holds now. One statement.
    Raises NoResultFound, also of one that pages cannot show: the editors' list names it."""
    meant = select(LocalItem.offered_by, LocalItem.code).where(
        LocalItem.council_id == council_id, LocalItem.ref == ref
    )
    rows = db.execute(
        select(LocalItem, Person.known_as, Person.code.label("person_code"))
        .outerjoin(Person, Person.id == LocalItem.kept_by_id)
        .where(
            LocalItem.council_id == council_id,
            tuple_(LocalItem.offered_by, LocalItem.code).in_(meant),
        )
        .order_by(LocalItem.id.desc())
        .limit(MOST_HISTORY)
    ).all()
    if not rows:
        raise NoResultFound
    first: LocalItem = rows[0].LocalItem
    found = KeptItem(first.offered_by, first.code, tuple(map(_kept, rows)))
    if found.newest.item is None:
        raise NoResultFound
    return found


def _kept(row: Any) -> Kept:
    one: LocalItem = row.LocalItem
    by = shown_name(row.known_as, row.person_code) if row.known_as else ""
    item = read_kept(one.offered_by, one.body)
    return Kept(one.id, one.ref, one.body, by, one.kept_at, one.gone_at, item)


def held(db: Db, council_id: int, offered_by: str, code: str) -> LocalItem | None:
    """What holds now, for one editor at a time."""
    return db.scalars(
        select(LocalItem)
        .where(
            LocalItem.council_id == council_id, LocalItem.offered_by == offered_by,
            LocalItem.code == code, LocalItem.gone_at.is_(None),
        )
        .with_for_update()
    ).one_or_none()  # fmt: skip


def codes(db: Db, council_id: int) -> frozenset[str]:
    """Of everything that is or was offered."""
    return frozenset(
        db.scalars(select(LocalItem.code).where(LocalItem.council_id == council_id).distinct())
    )


def read_item(offered_by: str, told: Told) -> Item:
    """What is told, read as one item that pages can show. Raises BadOffer."""
    offer = read_offer({"council": offered_by, **told})
    refuse_unfit(offer)
    if len(offer.items) != 1:
        raise BadOffer("One item has one code.")
    return offer.items[0]


def keep_item(
    db: Db, council_id: int, offered_by: str, told: Told, by_id: int | None, now: datetime,
    there: LocalItem | None, ref: str = "",
) -> str:  # fmt: skip
    """Let it hold from now on, in the place of `there`, as `held`; its ref. ref: that of a draft,
    so that whoever opens it once more is led to what it became. Nothing is kept twice in a row.
    Raises BadOffer, and then nothing has changed."""
    item = read_item(offered_by, told)
    body, ref = body_of(item, told), ref or new_ref()
    if there is not None:
        if there.body == body:
            return there.ref
        there.gone_at = now
        db.flush()
    db.add(
        LocalItem(
            council_id=council_id, ref=ref, offered_by=offered_by, code=item.code, body=body,
            kept_by_id=by_id, kept_at=now,
        )
    )  # fmt: skip
    db.flush()
    return ref
