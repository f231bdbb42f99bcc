"""You said, we did: for every young person, and for those who write it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import aliased

from portal.core.access import Viewer
from portal.core.db import Db, Query
from portal.groups.tables import MeetGroup
from portal.people.reach import shown_name
from portal.people.tables import Person
from portal.polls import policy
from portal.polls.did.tables import WeDid, WeDidWords
from portal.polls.tables import Poll

PAGE = 20
_by = aliased(Person, name="did_by")


@dataclass(frozen=True)
class Item:
    """said, did: in the reader's age and language where somebody wrote that; language: theirs.
    source: of which poll or group; "" for neither. mine: the reader may change and take it down."""

    id: int
    ref: str
    said: str
    did: str
    language: str
    by: str
    on_day: date
    source: str
    of: str
    mine: bool = False


@dataclass(frozen=True)
class ListPage:
    items: tuple[Item, ...]
    after: str | None


def for_everybody(db: Db, viewer: Viewer, band: str, language: str, after: str) -> ListPage:
    """The newest first; after: older than the one with this ref. Two statements."""
    rows = _rows(db, viewer, WeDid.taken_down_at.is_(None), after)
    ids = [row.WeDid.id for row in rows[:PAGE]]
    words = _words(db, ids, band, language) if ids else {}
    items = tuple(_item(row, viewer, words) for row in rows[:PAGE])
    return ListPage(items, items[-1].ref if len(rows) > PAGE else None)


def _rows(db: Db, viewer: Viewer, which: ColumnElement[bool], after: str) -> Sequence[Any]:
    query = _query(viewer).where(which)
    if after:
        edge = select(WeDid.id).where(WeDid.council_id == viewer.council_id, WeDid.ref == after)
        query = query.where(WeDid.id < edge.scalar_subquery())
    return db.execute(query.order_by(WeDid.id.desc()).limit(PAGE + 1)).all()


def _query(viewer: Viewer) -> Query:
    return (
        select(WeDid, _by.known_as, _by.code, Poll.title, MeetGroup.name)
        .join(_by, _by.id == WeDid.by_id)
        .outerjoin(Poll, Poll.id == WeDid.poll_id)
        .outerjoin(MeetGroup, MeetGroup.id == WeDid.group_id)
        .where(WeDid.council_id == viewer.council_id)
    )


def _words(db: Db, ids: Sequence[int], band: str, language: str) -> dict[int, WeDidWords]:
    """Of each the nearest: their age and language, then their language."""
    rows = db.scalars(
        select(WeDidWords)
        .where(
            WeDidWords.we_did_id.in_(ids), WeDidWords.language == language,
            WeDidWords.band.in_((band, "")),
        )
        .order_by(WeDidWords.band)
    )  # fmt: skip
    return {row.we_did_id: row for row in rows}  # "" comes first, so their own age wins


def _item(row: Any, viewer: Viewer, words: dict[int, WeDidWords]) -> Item:
    one: WeDid = row.WeDid
    own = words.get(one.id)
    mine = viewer.role in policy.KEEPERS or one.by_id == viewer.person_id
    return Item(
        one.id, one.ref, own.said if own else one.said, own.did if own else one.did,
        own.language if own else one.language, shown_name(row.known_as, row.code), one.on_day,
        one.source, row.title or row.name or "", mine,
    )  # fmt: skip


def of_staff(db: Db, viewer: Viewer, after: str) -> ListPage:
    """All that stands, in the official words. One statement."""
    rows = _rows(db, viewer, WeDid.taken_down_at.is_(None), after)
    items = tuple(_item(row, viewer, {}) for row in rows[:PAGE])
    return ListPage(items, items[-1].ref if len(rows) > PAGE else None)


def may_change(viewer: Viewer) -> ColumnElement[bool]:
    """Whoever wrote it, an editor, a manager; while it stands."""
    stands = and_(WeDid.council_id == viewer.council_id, WeDid.taken_down_at.is_(None))
    if viewer.role in policy.KEEPERS:
        return stands
    return and_(stands, WeDid.by_id == viewer.person_id)


def found(db: Db, viewer: Viewer, ref: str) -> WeDid:
    """One that the viewer may change. Raises NoResultFound."""
    return db.scalars(select(WeDid).where(may_change(viewer), WeDid.ref == ref)).one()


@dataclass(frozen=True)
class OtherWords:
    band: str
    language: str
    said: str
    did: str
    by: str
    at: datetime


def other_words(db: Db, id: int) -> tuple[OtherWords, ...]:
    rows = db.execute(
        select(WeDidWords, _by.known_as, _by.code)
        .join(_by, _by.id == WeDidWords.by_id)
        .where(WeDidWords.we_did_id == id)
        .order_by(WeDidWords.language, WeDidWords.band)
    )
    return tuple(
        OtherWords(
            row.WeDidWords.band, row.WeDidWords.language, row.WeDidWords.said, row.WeDidWords.did,
            shown_name(row.known_as, row.code), row.WeDidWords.at,
        )
        for row in rows
    )  # fmt: skip


@dataclass(frozen=True)
class Source:
    """What it can be from. code: "other", "poll:…" or "group:…"."""

    code: str
    name: str
    poll_id: int | None = None
    group_id: int | None = None


def sources(db: Db, viewer: Viewer) -> tuple[Source, ...]:
    """Polls that are over and groups, of which this viewer may say it. Two statements."""
    polls = db.execute(
        select(Poll.id, Poll.ref, Poll.title)
        .where(policy.may_write_of(viewer), Poll.closed_at.is_not(None))
        .order_by(Poll.closed_at.desc())
        .limit(30)
    )
    groups = db.execute(
        select(MeetGroup.id, MeetGroup.ref, MeetGroup.name)
        .where(policy.groups_of(viewer))
        .order_by(MeetGroup.name)
        .limit(30)
    )
    return (
        *(Source(f"poll:{row.ref}", row.title, poll_id=row.id) for row in polls),
        *(Source(f"group:{row.ref}", row.name, group_id=row.id) for row in groups),
    )
