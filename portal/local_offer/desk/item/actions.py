"""Keep a draft, publish it, take out, bring back. Each is one commit, and safe to repeat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import NoResultFound

from portal.core.access import Viewer
from portal.core.db import Db
from portal.entitlements import one_item
from portal.entitlements.items import national
from portal.entitlements.kept import body_of, told_of
from portal.entitlements.one_item import KeptItem, Told, keep_item, read_item
from portal.entitlements.tables import LocalItem
from portal.local_offer.desk.item import rules
from portal.local_offer.desk.ways import refuse_ways
from portal.local_offer.tables import LocalDraft
from portal.people.reach import shown_name
from portal.people.tables import Council, Person

Row = Mapping[str, Any]
Sources = Mapping[str, Row]


class ChangedMeanwhile(Exception):
    """Somebody typed into the draft since it was read. by: who; at: when, to send again with."""

    def __init__(self, by: str, at: datetime | None) -> None:
        super().__init__("changed meanwhile")
        self.by, self.at = by, at


class Moved(Exception):
    """What the draft was begun from is not what holds now: look at it, and keep the draft again."""


class GoesByAnotherDay(Exception):
    """Which version counts goes by a day in somebody's life: it can only be corrected."""


class OfTwoKinds(Exception):
    """Versions of one item differ in whose rule it is, or in whether it comes once."""


def begin(db: Db, viewer: Viewer, row: Row, sources: Sources, now: datetime) -> str:
    """A draft of something new, of this council; its ref. Raises BadOffer."""
    council = db.scalars(select(Council.name).where(Council.id == viewer.council_id)).one()
    drafted = select(LocalDraft.code).where(LocalDraft.council_id == viewer.council_id)
    taken = {item.code for item in national().items} | set(db.scalars(drafted))
    taken |= one_item.codes(db, viewer.council_id)
    code = rules.code_of(council, row["title"], taken)
    told = {"sources": sources, "item": [{"code": code, **row}]}
    return _add(db, viewer, council, code, told, None, now)


def _add(
    db: Db, viewer: Viewer, council: str, code: str, told: Told, follows_id: int | None,
    now: datetime,
) -> str:  # fmt: skip
    draft = LocalDraft(
        council_id=viewer.council_id, offered_by=council, code=code,
        body=_body(council, told), follows_id=follows_id,
        by_id=viewer.person_id, at=now,
    )  # fmt: skip
    db.add(draft)
    db.flush()
    return draft.ref


def _body(council: str, told: Told) -> str:
    """As it is kept. Raises BadOffer."""
    item = read_item(council, told)
    refuse_ways([item])
    return body_of(item, told)


def write(
    db: Db, viewer: Viewer, item: KeptItem, row: Row, sources: Sources, seen: datetime | None,
    now: datetime,
) -> str:  # fmt: skip
    """Keep a version of what is offered as its draft; the draft's ref. seen: when the draft was
    changed last, as it was read, or None where there was none. Raises ChangedMeanwhile, BadOffer.
    """
    here = item.newest
    told = {**here.told, "sources": {**here.told["sources"], **sources}, "item": [row]}
    draft = _draft_on(db, viewer, item)
    if draft is None:
        return _add(db, viewer, item.council, item.code, told, here.id, now)
    draft.follows_id = here.id
    _rewrite(db, viewer, draft, told, seen, now)
    return draft.ref


def rewrite(
    db: Db, viewer: Viewer, ref: str, row: Row, sources: Sources, seen: datetime | None,
    now: datetime,
) -> None:  # fmt: skip
    """Keep what was typed in the place of the draft. It then follows what holds now. Raises
    NoResultFound, ChangedMeanwhile, BadOffer."""
    draft = draft_held(db, viewer, ref)
    told = told_of(draft.body)
    there = one_item.held(db, viewer.council_id, draft.offered_by, draft.code)
    if there is not None:
        draft.follows_id = there.id
    made = {**told, "sources": {**told["sources"], **sources}, "item": [row]}
    _rewrite(db, viewer, draft, made, seen, now)


def _rewrite(
    db: Db, viewer: Viewer, draft: LocalDraft, told: Told, seen: datetime | None, now: datetime
) -> None:
    body = _body(draft.offered_by, told)
    if draft.at != seen and draft.body != body:  # else it was sent twice
        raise ChangedMeanwhile(_name(db, draft.by_id), draft.at)
    draft.body, draft.by_id, draft.at = body, viewer.person_id, now
    db.flush()


def _name(db: Db, person_id: int) -> str:
    row = db.execute(select(Person.known_as, Person.code).where(Person.id == person_id)).first()
    return shown_name(row.known_as, row.code) if row else ""


def _draft_on(db: Db, viewer: Viewer, item: KeptItem) -> LocalDraft | None:
    return db.scalars(
        select(LocalDraft)
        .where(
            LocalDraft.council_id == viewer.council_id, LocalDraft.offered_by == item.council,
            LocalDraft.code == item.code,
        )
        .with_for_update()
    ).one_or_none()  # fmt: skip


def draft_held(db: Db, viewer: Viewer, ref: str) -> LocalDraft:
    """For one editor at a time. Raises NoResultFound."""
    return db.scalars(
        select(LocalDraft)
        .where(LocalDraft.council_id == viewer.council_id, LocalDraft.ref == ref)
        .with_for_update()
    ).one()  # fmt: skip


def publish(db: Db, viewer: Viewer, ref: str, first: date | None, now: datetime) -> str:
    """The draft holds from its first day on; None: it corrects what stands. The item's ref. Raises
    NoResultFound, Moved, GoesByAnotherDay, OfTwoKinds, BadOffer, `rules.OverBefore`,
    `rules.NothingToCorrect`."""
    draft = draft_held(db, viewer, ref)
    there = one_item.held(db, viewer.council_id, draft.offered_by, draft.code)
    if there is not None and there.id != draft.follows_id:
        raise Moved
    told = told_of(draft.body)
    was = told_of(there.body) if there is not None else {**told, "item": []}
    (new,) = told["item"]
    if first is not None and not rules.goes_by_today(new):
        raise GoesByAnotherDay
    rows = rules.corrected(was["item"], new) if first is None else rules.from_a_day(
        was["item"], new, first
    )  # fmt: skip
    if len({(row["key"], row.get("once", False)) for row in rows}) > 1:
        raise OfTwoKinds
    made = {**was, "sources": {**was["sources"], **told["sources"]}, "item": rows}
    kept = keep_item(
        db, viewer.council_id, draft.offered_by, made, viewer.person_id, now, there, ref
    )
    db.execute(delete(LocalDraft).where(LocalDraft.id == draft.id))
    return kept


def came_out(db: Db, viewer: Viewer, ref: str) -> bool:
    """Whether the draft with this ref was published: what it became has the same."""
    of = (LocalItem.council_id == viewer.council_id, LocalItem.ref == ref)
    return db.scalar(select(LocalItem.id).where(*of)) is not None


def throw_away(db: Db, viewer: Viewer, ref: str) -> str:
    """The draft; the ref of the item that it was of, "" for a new one. Raises NoResultFound."""
    draft = draft_held(db, viewer, ref)
    item = db.scalar(select(LocalItem.ref).where(LocalItem.id == draft.follows_id))
    db.execute(delete(LocalDraft).where(LocalDraft.id == draft.id))
    return item or ""


def checked(db: Db, viewer: Viewer, ref: str, today: date, now: datetime) -> None:
    """Somebody has looked it up, and it is as it was. Raises NoResultFound."""
    there = _held(db, viewer, ref)
    if there is None:
        raise NoResultFound
    _keep_rows(db, viewer, there, rules.checked(told_of(there.body)["item"], today), now)


def take_out(db: Db, viewer: Viewer, ref: str, first: date | None, now: datetime) -> None:
    """Without it from that day on; None: nobody finds it any more. Raises NoResultFound."""
    there = _held(db, viewer, ref)
    if there is None:
        return
    rows = rules.taken_out(told_of(there.body)["item"], first) if first else []
    if rows:
        _keep_rows(db, viewer, there, rows, now)
    else:
        there.gone_at = now
        db.flush()


def _held(db: Db, viewer: Viewer, ref: str) -> LocalItem | None:
    """What holds now of the item with this ref. Raises NoResultFound."""
    item = one_item.item_of(db, viewer.council_id, ref)
    return one_item.held(db, viewer.council_id, item.council, item.code)


def _keep_rows(
    db: Db, viewer: Viewer, there: LocalItem, rows: Sequence[Row], now: datetime
) -> None:
    told = {**told_of(there.body), "item": rows}
    by_id = viewer.person_id
    keep_item(db, viewer.council_id, there.offered_by, told, by_id, now, there)


def again(db: Db, viewer: Viewer, ref: str, now: datetime) -> None:
    """An older state of the item once more, as it was. Raises NoResultFound, BadOffer."""
    item = one_item.item_of(db, viewer.council_id, ref)
    old = next((one for one in item.history if one.ref == ref), None)
    if old is None or old.item is None:
        raise NoResultFound
    there = one_item.held(db, viewer.council_id, item.council, item.code)
    keep_item(db, viewer.council_id, item.council, old.told, viewer.person_id, now, there)
