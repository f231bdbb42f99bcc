"""Begin, open, write, change the word, throw away. What takes long (making a key from a word) is
done by the route, before the database is held."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import NoResultFound

from portal.core import db as doors
from portal.core.access import Viewer
from portal.core.db import Db, add_rows, insert_or
from portal.core.ids import new_id
from portal.diary import rules, sealing
from portal.diary.pages import Standing, opening, place_of
from portal.diary.sealing import Making
from portal.diary.tables import Diary, DiaryEntry, DiaryOpen
from portal.people.sessions import when_ended

ROUND = 500  # entries sealed anew in one statement


class Full(Exception):
    """As many entries as there may be."""


class HasOne(Exception):
    """They have a diary already."""


class WordChanged(Exception):
    """The word was changed elsewhere since the key was made: it opens nothing any more."""


def hold(db: Db, viewer: Viewer, diary_id: int, key: bytes) -> None:
    """Hold the diary until the commit, as one that this key opens: what would be sealed with
    another could never be read. Raises WordChanged."""
    proof = db.scalar(
        select(Diary.proof)
        .where(Diary.council_id == viewer.council_id, Diary.id == diary_id)
        .with_for_update()
    )
    if proof is None or not sealing.proves(key, proof, f"diary:{diary_id}"):
        raise WordChanged


def random_id() -> int:
    """A key that does not say when it was drawn."""
    return secrets.randbits(62) + 1


def begin(db: Db, viewer: Viewer, word_key: bytes, making: Making, id: int) -> None:
    """A diary with this word. id: as the key's proof was made for. Raises HasOne."""
    put = insert_or(db, Diary).values(
        id=id, council_id=viewer.council_id, person_id=viewer.person_id,
        proof=sealing.proof(word_key, f"diary:{id}"), **_made(making),
    )  # fmt: skip
    put = put.on_conflict_do_nothing(index_elements=[Diary.person_id])
    if db.execute(put.returning(Diary.id)).first() is None:
        raise HasOne


def _made(making: Making) -> dict[str, object]:
    return {"salt": making.salt, "rounds": making.rounds, "memory_kib": making.memory_kib,
            "lanes": making.lanes}  # fmt: skip


def open_here(db: Db, viewer: Viewer, diary_id: int, key: bytes, now: datetime) -> bytes:
    """Open in this session from now on, for some minutes. Returns the other half, for the browser
    alone: it is kept nowhere here. Raises WordChanged."""
    hold(db, viewer, diary_id, key)
    other_half = sealing.new_key()
    sealed = sealing.seal(other_half, key, opening(viewer.session_id, diary_id))
    times = {"opened_at": now, "ends_at": now + rules.OPEN_FOR}
    put = insert_or(db, DiaryOpen).values(
        id=new_id(), council_id=viewer.council_id, session_id=viewer.session_id,
        diary_id=diary_id, sealed=sealed, **times,
    )  # fmt: skip
    db.execute(
        put.on_conflict_do_update(
            index_elements=[DiaryOpen.session_id],
            set_={"diary_id": diary_id, "sealed": sealed, **times},
        )
    )
    return other_half


def stay_open(db: Db, viewer: Viewer, now: datetime) -> None:
    """Something was saved: the minutes begin anew."""
    db.execute(
        update(DiaryOpen)
        .where(DiaryOpen.session_id == viewer.session_id)
        .values(ends_at=now + rules.OPEN_FOR)
    )


def close(db: Db, viewer: Viewer) -> None:
    db.execute(delete(DiaryOpen).where(DiaryOpen.session_id == viewer.session_id))


@when_ended
def close_with_session(handle: Db, ended: Collection[tuple[int, int]]) -> None:
    """Signed out, left, ended from elsewhere: nothing is open any more."""
    for council_id in sorted({council_id for _session, council_id in ended}):
        those = {session_id for session_id, of in ended if of == council_id}
        with doors.among(handle, council_id):
            handle.execute(delete(DiaryOpen).where(DiaryOpen.session_id.in_(those)))


# --- entries ------------------------------------------------------------------------------------


def write(
    db: Db, viewer: Viewer, diary: Standing, key: bytes, ref: str, text: str, now: datetime
) -> None:
    """A new entry under this ref; sent twice it is written once, and sent again with other words it
    is changed. Raises Full, WordChanged."""
    hold(db, viewer, diary.id, key)
    newest, count = db.execute(
        select(func.coalesce(func.max(DiaryEntry.number), 0), func.count(DiaryEntry.id)).where(
            DiaryEntry.council_id == viewer.council_id, DiaryEntry.diary_id == diary.id
        )
    ).one()  # fmt: skip
    if count >= rules.MOST_ENTRIES:
        raise Full
    put = insert_or(db, DiaryEntry).values(
        id=random_id(), council_id=viewer.council_id, diary_id=diary.id, ref=ref,
        number=newest + 1, sealed=_sealed(key, diary.id, ref, text, now),
    )  # fmt: skip
    put = put.on_conflict_do_nothing(index_elements=[DiaryEntry.ref])
    if db.execute(put.returning(DiaryEntry.id)).first() is None:
        change(db, viewer, diary, key, ref, text, now)
    stay_open(db, viewer, now)


def change(
    db: Db, viewer: Viewer, diary: Standing, key: bytes, ref: str, text: str, at: datetime
) -> None:
    """Other words in the same place, of a diary that is held. at: when it was first written. Raises
    NoResultFound."""
    changed = db.execute(
        update(DiaryEntry)
        .where(
            DiaryEntry.council_id == viewer.council_id, DiaryEntry.diary_id == diary.id,
            DiaryEntry.ref == ref,
        )
        .values(sealed=_sealed(key, diary.id, ref, text, at))
        .returning(DiaryEntry.id)
    )  # fmt: skip
    if changed.first() is None:
        raise NoResultFound


def _sealed(key: bytes, diary_id: int, ref: str, text: str, at: datetime) -> bytes:
    said = json.dumps({"at": at.isoformat(), "text": text}, ensure_ascii=False).encode()
    return sealing.seal(key, rules.fill(said), place_of(diary_id, ref))


def throw_away(db: Db, viewer: Viewer, diary: Standing, ref: str) -> None:
    """One entry, for good; again changes nothing."""
    db.execute(
        delete(DiaryEntry).where(
            DiaryEntry.council_id == viewer.council_id, DiaryEntry.diary_id == diary.id,
            DiaryEntry.ref == ref,
        )
    )  # fmt: skip


# --- the whole of it ----------------------------------------------------------------------------


def change_word(
    db: Db, viewer: Viewer, diary: Standing, old: bytes, new: bytes, making: Making
) -> None:
    """Every entry sealed anew: what opened it before opens nothing any more. It closes wherever
    else it was open. Raises WordChanged."""
    hold(db, viewer, diary.id, old)
    rows = db.execute(
        select(DiaryEntry.id, DiaryEntry.ref, DiaryEntry.number, DiaryEntry.sealed)
        .where(DiaryEntry.council_id == viewer.council_id, DiaryEntry.diary_id == diary.id)
        .order_by(DiaryEntry.number)
    ).all()
    db.execute(delete(DiaryEntry).where(DiaryEntry.diary_id == diary.id))
    for start in range(0, len(rows), ROUND):
        add_rows(db, DiaryEntry, [
            {"id": row.id, "council_id": viewer.council_id, "diary_id": diary.id, "ref": row.ref,
             "number": row.number, "sealed": _again(old, new, diary.id, row.ref, row.sealed)}
            for row in rows[start : start + ROUND]
        ])  # fmt: skip
    db.execute(
        update(Diary)
        .where(Diary.council_id == viewer.council_id, Diary.id == diary.id)
        .values(proof=sealing.proof(new, diary.place), **_made(making))
    )
    db.execute(delete(DiaryOpen).where(DiaryOpen.diary_id == diary.id))


def _again(old: bytes, new: bytes, diary_id: int, ref: str, sealed: bytes) -> bytes:
    place = place_of(diary_id, ref)
    return sealing.seal(new, sealing.unseal(old, sealed, place), place)


def throw_all_away(db: Db, viewer: Viewer) -> None:
    """The diary and every entry, for good; again changes nothing."""
    ids = select(Diary.id).where(
        Diary.council_id == viewer.council_id, Diary.person_id == viewer.person_id
    )
    for table in (DiaryOpen, DiaryEntry):
        db.execute(
            delete(table).where(table.diary_id.in_(ids)),
            execution_options={"synchronize_session": False},
        )
    db.execute(
        delete(Diary).where(Diary.id.in_(ids)), execution_options={"synchronize_session": False}
    )
