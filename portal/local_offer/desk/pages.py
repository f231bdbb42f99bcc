"""The offers as editors see them, and what a new one would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from portal.core import clock
from portal.core.access import Viewer
from portal.core.db import Db
from portal.core.toml import BadToml, read_toml
from portal.entitlements.fit import refuse_unfit
from portal.entitlements.items import BadOffer, read_offer
from portal.entitlements.kept import as_file, changes, read_kept, told_of, who_offers
from portal.entitlements.tables import LocalItem
from portal.local_offer.desk.item import rules
from portal.local_offer.desk.ways import refuse_ways
from portal.local_offer.rules import mark_of
from portal.local_offer.tables import LocalDraft
from portal.people.reach import shown_name
from portal.people.tables import Person

MOST_GONE = 50
_newer = aliased(LocalItem, name="newer_item")


@dataclass(frozen=True)
class Row:
    """An item by the version that counts today. to_check: it was last looked up long ago. is_over:
    its last day has passed. is_gone: nobody finds it any more."""

    ref: str
    title: str
    checked_on: date
    to_check: bool
    is_over: bool
    is_gone: bool


@dataclass(frozen=True)
class OfferCard:
    """unread: codes of what pages cannot show, so that nobody finds it until it is mended."""

    council: str
    rows: tuple[Row, ...]
    unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class DraftRow:
    ref: str
    title: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Change:
    """What keeping it would do: items kept anew, and items that are gone or replaced."""

    council: str
    new: tuple[str, ...]
    gone: tuple[str, ...]


@dataclass(frozen=True)
class DeskPage:
    """to_check: of all offers, what waits longest first. gone: the newest first."""

    offers: tuple[OfferCard, ...]
    drafts: tuple[DraftRow, ...]
    to_check: tuple[Row, ...]
    gone: tuple[Row, ...]


def desk_page(db: Db, viewer: Viewer, now: datetime) -> DeskPage:
    """Two statements."""
    of, unread = dict[str, list[Row]](), dict[str, list[str]]()
    today, gone = clock.today(now), []
    for one in _newest(db, viewer):
        row = _row(one, today)
        if row and row.is_gone:
            gone.append(row)
        elif row:
            of.setdefault(one.offered_by, []).append(row)
        elif one.gone_at is None:
            unread.setdefault(one.offered_by, []).append(one.code)
    late = (row for rows in of.values() for row in rows if row.to_check)
    return DeskPage(
        tuple(
            OfferCard(
                council,
                tuple(sorted(of.get(council, ()), key=lambda row: row.title)),
                tuple(sorted(unread.get(council, ()))),
            )
            for council in sorted({*of, *unread})
        ),
        _drafts(db, viewer),
        tuple(sorted(late, key=lambda row: (row.checked_on, row.title))),
        tuple(gone[-MOST_GONE:][::-1]),
    )


def _newest(db: Db, viewer: Viewer) -> Sequence[Any]:
    """Each item as it stands or stood last."""
    return db.execute(
        select(
            LocalItem.ref, LocalItem.offered_by, LocalItem.code, LocalItem.body, LocalItem.gone_at
        )
        .where(
            LocalItem.council_id == viewer.council_id,
            ~exists().where(
                _newer.council_id == viewer.council_id, _newer.code == LocalItem.code,
                _newer.offered_by == LocalItem.offered_by, _newer.id > LocalItem.id,
            ),
        )
        .order_by(LocalItem.gone_at, LocalItem.id)
    ).all()  # fmt: skip


def _row(kept: Any, today: date) -> Row | None:
    """None: it cannot be shown."""
    if read_kept(kept.offered_by, kept.body) is None:
        return None
    rows = told_of(kept.body)["item"]
    return Row(
        kept.ref, rows[rules.place_now(rows, today)]["title"], rules.checked_on(rows, today),
        rules.to_check(rows, today), rules.is_over(rows, today), kept.gone_at is not None,
    )  # fmt: skip


def _drafts(db: Db, viewer: Viewer) -> tuple[DraftRow, ...]:
    found = db.execute(
        select(
            LocalDraft.ref, LocalDraft.body, LocalDraft.at, Person.known_as, Person.code
        )
        .join(Person, Person.id == LocalDraft.by_id)
        .where(LocalDraft.council_id == viewer.council_id)
        .order_by(LocalDraft.at.desc())
    )  # fmt: skip
    return tuple(
        DraftRow(
            row.ref, told_of(row.body)["item"][0]["title"], shown_name(row.known_as, row.code),
            row.at,
        )
        for row in found
    )  # fmt: skip


def read(text: str) -> Mapping[str, Any]:
    """What was pasted, read whole. Raises BadOffer."""
    try:
        data = read_toml(text)
        offer = read_offer(data)
        refuse_unfit(offer)
        refuse_ways(offer.items)
    except BadToml as wrong:
        raise BadOffer(str(wrong)) from wrong
    except (KeyError, TypeError, AttributeError) as wrong:
        raise BadOffer(f"{wrong} is missing, or of another kind.") from wrong
    return data


def change(db: Db, viewer: Viewer, data: Mapping[str, Any]) -> Change:
    council, new, gone = changes(db, viewer.council_id, data)
    return Change(council, new, gone)


def file_of(db: Db, viewer: Viewer, mark: str) -> str:
    """The offer of the council with this mark. Raises NoResultFound."""
    for council in who_offers(db, viewer.council_id):
        if mark_of(council) == mark:
            return as_file(db, viewer.council_id, council)
    raise NoResultFound
