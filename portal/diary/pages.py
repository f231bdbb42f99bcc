"""Reads: whether there is a diary, whether it is open here, and what is in it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.exc import NoResultFound

from portal.core import clock
from portal.core.access import Viewer
from portal.core.db import Db
from portal.diary import rules, sealing
from portal.diary.sealing import Making, WrongKey
from portal.diary.tables import Diary, DiaryEntry, DiaryOpen

PAGE = 20


@dataclass(frozen=True)
class Standing:
    """A diary, and how its key is made."""

    id: int
    making: Making
    proof: bytes

    @property
    def place(self) -> str:
        return f"diary:{self.id}"


@dataclass(frozen=True)
class Found:
    """diary: None where they have none. key: its key, while it is open in this session and the
    browser holds the other half; else None."""

    diary: Standing | None
    key: bytes | None


NOTHING = Found(None, None)


def find(db: Db, viewer: Viewer, other_half: bytes, now: datetime) -> Found:
    """One statement. other_half: from the cookie; anything at all where there is none."""
    row = db.execute(
        select(Diary, DiaryOpen.sealed, DiaryOpen.opened_at)
        .outerjoin(
            DiaryOpen,
            and_(
                DiaryOpen.diary_id == Diary.id,
                DiaryOpen.session_id == viewer.session_id,
                DiaryOpen.ends_at > now,
            ),
        )
        .where(Diary.council_id == viewer.council_id, Diary.person_id == viewer.person_id)
    ).first()
    if row is None:
        return NOTHING
    diary: Diary = row.Diary
    making = Making(diary.salt, diary.rounds, diary.memory_kib, diary.lanes)
    standing = Standing(diary.id, making, diary.proof)
    # A phone that locked itself since then has asked for proof: the diary has locked, too.
    if row.sealed is None or row.opened_at < viewer.proved_at:
        return Found(standing, None)
    return Found(standing, _key(row.sealed, other_half, viewer.session_id, standing.id))


def _key(sealed: bytes, other_half: bytes, session_id: int, diary_id: int) -> bytes | None:
    try:
        return sealing.unseal(other_half, sealed, opening(session_id, diary_id))
    except WrongKey:
        return None


def opening(session_id: int, diary_id: int) -> str:
    return f"open:{session_id}:{diary_id}"


def place_of(diary_id: int, ref: str) -> str:
    return f"entry:{diary_id}:{ref}"


@dataclass(frozen=True)
class Entry:
    """at: aware, UTC."""

    ref: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Day:
    date: date
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class DiaryPage:
    """Newest first. before: where the next page begins."""

    days: tuple[Day, ...]
    before: int | None


def diary_page(db: Db, diary: Standing, key: bytes, before: str | None) -> DiaryPage:
    """One statement."""
    query = select(DiaryEntry.ref, DiaryEntry.number, DiaryEntry.sealed).where(
        DiaryEntry.diary_id == diary.id
    )
    if before and before.isascii() and before.isdigit() and len(before) < 7:
        query = query.where(DiaryEntry.number < int(before))
    rows = db.execute(query.order_by(DiaryEntry.number.desc()).limit(PAGE + 1)).all()
    entries = [_entry(row, diary.id, key) for row in rows[:PAGE]]
    days = groupby(entries, key=lambda e: clock.today(e.at))
    return DiaryPage(
        tuple(Day(day, tuple(found)) for day, found in days),
        rows[PAGE - 1].number if len(rows) > PAGE else None,
    )


def one_entry(db: Db, viewer: Viewer, ref: str, found: Found) -> Entry | None:
    """One of their entries; None while the diary is locked. One statement. Raises NoResultFound."""
    if found.diary is None:
        raise NoResultFound
    row = db.execute(
        select(DiaryEntry.ref, DiaryEntry.sealed).where(
            DiaryEntry.council_id == viewer.council_id, DiaryEntry.diary_id == found.diary.id,
            DiaryEntry.ref == ref,
        )
    ).one()  # fmt: skip
    return None if found.key is None else _entry(row, found.diary.id, found.key)


def _entry(row: Any, diary_id: int, key: bytes) -> Entry:
    filled = sealing.unseal(key, row.sealed, place_of(diary_id, row.ref))
    said = json.loads(rules.unfill(filled))
    return Entry(row.ref, said["text"], datetime.fromisoformat(said["at"]))
