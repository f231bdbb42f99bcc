"""The offers as editors see them, and what a new one would change."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.exc import NoResultFound

from portal.core import clock
from portal.core.access import Viewer
from portal.core.db import Db
from portal.entitlements.fit import refuse_unfit
from portal.entitlements.items import BadOffer, Offer, Version, read_offer
from portal.entitlements.kept import as_file, changes, offers_of
from portal.local_offer.rules import mark_of

# Nobody has looked an item up for so long: it should be checked again.
CHECK_AFTER = timedelta(days=183)


@dataclass(frozen=True)
class Row:
    """An item by its newest version. to_check: it was last looked up long ago."""

    title: str
    code: str
    key: str
    checked_on: date
    to_check: bool


@dataclass(frozen=True)
class OfferCard:
    council: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Change:
    """What keeping it would do: items kept anew, and items that are gone or replaced."""

    council: str
    new: tuple[str, ...]
    gone: tuple[str, ...]


@dataclass(frozen=True)
class DeskPage:
    offers: tuple[OfferCard, ...]


def desk_page(db: Db, viewer: Viewer, now: datetime) -> DeskPage:
    today = clock.today(now)
    return DeskPage(tuple(_card(one, today) for one in offers_of(db, viewer.council_id)))


def _card(offer: Offer, today: date) -> OfferCard:
    return OfferCard(offer.council, tuple(_row(i.versions[-1], today) for i in offer.items))


def _row(version: Version, today: date) -> Row:
    late = version.checked_on + CHECK_AFTER <= today
    return Row(version.title, version.code, version.key.value, version.checked_on, late)


def read(text: str) -> Mapping[str, Any]:
    """What was pasted, read whole. Raises BadOffer."""
    try:
        data = tomllib.loads(text)
        refuse_unfit(read_offer(data))
    except tomllib.TOMLDecodeError as wrong:
        raise BadOffer(str(wrong)) from wrong
    except (KeyError, TypeError, AttributeError) as wrong:
        raise BadOffer(f"{wrong} is missing, or of another kind.") from wrong
    return data


def change(db: Db, viewer: Viewer, data: Mapping[str, Any]) -> Change:
    council, new, gone = changes(db, viewer.council_id, data)
    return Change(council, new, gone)


def file_of(db: Db, viewer: Viewer, mark: str) -> str:
    """The offer of the council with this mark. Raises NoResultFound."""
    for offer in offers_of(db, viewer.council_id):
        if mark_of(offer.council) == mark:
            return as_file(db, viewer.council_id, offer.council)
    raise NoResultFound
