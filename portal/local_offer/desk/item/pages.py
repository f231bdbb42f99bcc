"""What an editor sees of one item: as it stands, its draft, what young people will read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from portal.articles import reading
from portal.claims.rules import can_be_asked_for
from portal.core import clock
from portal.core.access import Viewer
from portal.core.db import Db
from portal.entitlements import engine, one_item
from portal.entitlements.engine import Answer
from portal.entitlements.items import Item, Offer, Version
from portal.entitlements.kept import told_of
from portal.entitlements.one_item import Kept, KeptItem, Told, read_item
from portal.local_offer.desk.item import conditions, rules
from portal.local_offer.desk.item.lives import LIVES, MadeUp, facts_of, life_of
from portal.local_offer.pages import WORTH, Life, ThingPage, open_for
from portal.local_offer.rules import whose_rule
from portal.local_offer.tables import LocalDraft
from portal.people.reach import shown_name
from portal.people.tables import Person

Row = Mapping[str, Any]


@dataclass(frozen=True)
class VersionCard:
    """number: its place. now: it is the one that counts today."""

    number: int
    row: Row
    version: Version
    now: bool


@dataclass(frozen=True)
class DraftLine:
    ref: str
    by: str
    at: datetime


@dataclass(frozen=True)
class ItemPage:
    """versions: in time, what is over last. is_gone: nobody finds it any more. history: newest
    first."""

    ref: str
    title: str
    council: str
    versions: tuple[VersionCard, ...]
    is_gone: bool
    to_check: bool
    checked_on: date
    draft: DraftLine | None
    history: tuple[Kept, ...]


def item_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> ItemPage:
    """Two statements. Raises NoResultFound."""
    item, today = one_item.item_of(db, viewer.council_id, ref), clock.today(now)
    rows = sorted(item.newest.told["item"], key=rules.begins)
    read = read_item(item.council, item.newest.told)
    at = rules.place_now(rows, today)
    cards = [
        VersionCard(n, row, version, n == at and rules.ends(row) >= today)
        for n, (row, version) in enumerate(zip(rows, read.versions, strict=True))
    ]
    return ItemPage(
        ref=item.newest.ref, title=rows[at]["title"], council=item.council,
        versions=tuple(sorted(cards, key=lambda card: rules.ends(card.row) < today)),
        is_gone=item.now is None, to_check=rules.to_check(rows, today),
        checked_on=rules.checked_on(rows, today), draft=_draft_line(db, viewer, item),
        history=item.history,
    )  # fmt: skip


def _draft_line(db: Db, viewer: Viewer, item: KeptItem) -> DraftLine | None:
    row = db.execute(
        select(LocalDraft.ref, LocalDraft.at, Person.known_as, Person.code)
        .join(Person, Person.id == LocalDraft.by_id)
        .where(
            LocalDraft.council_id == viewer.council_id, LocalDraft.offered_by == item.council,
            LocalDraft.code == item.code,
        )
    ).one_or_none()  # fmt: skip
    return DraftLine(row.ref, shown_name(row.known_as, row.code), row.at) if row else None


@dataclass(frozen=True)
class ToWrite:
    """What stands in the form. row: {} for something new. rare: conditions that stay as they are.
    seen: when the draft was changed last; None: there is none."""

    title: str
    council: str
    row: Row
    sources: Mapping[str, Row]
    rare: tuple[Row, ...]
    seen: datetime | None = None
    draft: str = ""

    @property
    def has_parts(self) -> bool:
        return "parts" in self.row.get("amount", {})


NEW = ToWrite("", "", {}, {}, ())


def to_change(
    db: Db, viewer: Viewer, ref: str, number: int | None, now: datetime
) -> tuple[KeptItem, ToWrite]:
    """One version of what is offered: that of this number, or the one of today. Raises
    NoResultFound."""
    item = one_item.item_of(db, viewer.council_id, ref)
    rows = sorted(item.newest.told["item"], key=rules.begins)
    if number is None or not 0 <= number < len(rows):
        number = rules.place_now(rows, clock.today(now))
    draft = _draft_line(db, viewer, item)
    return item, _to_write(item.council, item.newest.told, rows[number], None, draft)


def to_rewrite(db: Db, viewer: Viewer, ref: str) -> ToWrite:
    """The draft again. Raises NoResultFound."""
    draft = _draft(db, viewer, ref)
    told = told_of(draft.body)
    return _to_write(draft.offered_by, told, told["item"][0], draft.at, None)


def _to_write(
    council: str, told: Told, row: Row, seen: datetime | None, draft: DraftLine | None
) -> ToWrite:
    rare = conditions.taken_apart(row["when"])[1]
    return ToWrite(
        row["title"], council, row, told["sources"], rare, seen, draft.ref if draft else ""
    )


def _draft(db: Db, viewer: Viewer, ref: str) -> LocalDraft:
    return db.scalars(
        select(LocalDraft).where(LocalDraft.council_id == viewer.council_id, LocalDraft.ref == ref)
    ).one()


@dataclass(frozen=True)
class LifeLine:
    """What one made-up life is told."""

    life: MadeUp
    answer: Answer


@dataclass(frozen=True)
class DraftPage:
    """lives: what each is told, as if it held today. chosen: whose page is looked at. is_new:
    nothing of it is out. only_meant: it goes by another day than today, so it can only be
    corrected."""

    ref: str
    title: str
    version: Version
    row: Row
    lives: tuple[LifeLine, ...]
    chosen: MadeUp
    is_new: bool
    only_meant: bool


def draft_page(db: Db, viewer: Viewer, ref: str, life: str, now: datetime) -> DraftPage:
    """Raises NoResultFound."""
    draft, today = _draft(db, viewer, ref), clock.today(now)
    row = told_of(draft.body)["item"][0]
    item = _as_if_today(draft)
    lives = tuple(
        LifeLine(one, _answer(item, _lives_as(one, item, today)))
        for one in sorted(LIVES, key=lambda one: one.age)
    )
    return DraftPage(
        draft.ref, row["title"], item.versions[0], row, lives, life_of(life),
        draft.follows_id is None, not rules.goes_by_today(row),
    )  # fmt: skip


def look(db: Db, viewer: Viewer, ref: str, life: str, now: datetime) -> ThingPage:
    """The page of the thing as one made-up life reads it. Raises NoResultFound."""
    item = _as_if_today(_draft(db, viewer, ref))
    today = clock.today(now)
    lived = _lives_as(life_of(life), item, today)
    found = _answer(item, lived)
    page = reading.page_of_item(db, viewer.council_id, found.code, viewer.language)
    asked_here = found.says in WORTH and can_be_asked_for(found)
    rule = whose_rule(found, lived.facts)
    days = lived.decide_days
    return ThingPage(found, page, open_for(lived, [found]), asked_here, days, rule, today)


def _as_if_today(draft: LocalDraft) -> Item:
    """The draft, without its days: they are chosen when it is published."""
    told = told_of(draft.body)
    (row,) = told["item"]
    plain = {name: value for name, value in row.items() if name not in ("valid_from", "valid_to")}
    return read_item(draft.offered_by, {**told, "item": [plain]})


def _lives_as(one: MadeUp, item: Item, today: date) -> Life:
    offer = Offer(item.council, (item,))
    return Life(facts_of(one, item.council, today), (offer,), today, own=item.council)


def _answer(item: Item, life: Life) -> Answer:
    return engine.answer(item, engine.Life(life.facts, life.today))
