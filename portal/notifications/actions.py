"""Queue something new, in the same commit as the change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import cast

from sqlalchemy import Executable, Select, Table, bindparam, delete, not_, select, update

from portal.core import jobs
from portal.core.db import Base, Db, dialect, insert_or
from portal.core.ids import new_id
from portal.notifications.tables import Notice, Outbox
from portal.people.stops import stopped


@cache
def _to_whom_it_may_go(dialect: str, table: type[Base], names: tuple[str, ...]) -> Executable:
    """Add one row, unless nothing goes to this person any more: asked in the same statement, so
    that no room has to remember, and nothing slips in between the question and the row."""
    columns = cast(Table, table.__table__).c
    gaps = {name: bindparam(name, type_=columns[name].type) for name in names}
    row = select(*gaps.values()).where(not_(stopped(gaps["person_id"])))
    put = insert_or(dialect, table).from_select(names, row, include_defaults=False)
    return put.on_conflict_do_nothing()


def _add(db: Db, table: type[Base], row: dict[str, object]) -> None:
    db.execute(_to_whom_it_may_go(dialect(db), table, tuple(row)), row)


def _add_each(db: Db, table: type[Base], rows: list[dict[str, object]]) -> None:
    if rows:
        db.execute(_to_whom_it_may_go(dialect(db), table, tuple(rows[0])), rows)


def send_later(
    db: Db, council_id: int, person_id: int, kind: str, source_ref: str, now: datetime,
    about_id: int | None = None,
) -> None:  # fmt: skip
    """One outbox row; a second call for the same thing adds nothing, and none is added for somebody
    to whom nothing goes any more.

    about_id: the young person, where a carer is told: it is sent only while a connection between
    the two still holds, and then says which child by the carer's own nickname for them."""
    row = {
        "id": new_id(),
        "council_id": council_id,
        "person_id": person_id,
        "kind": kind,
        "source_ref": source_ref,
        "about_id": about_id,
        "dedupe": _once(kind, source_ref, person_id),
        "not_before": now,
        "attempts": 0,
    }
    _add(db, Outbox, row)
    jobs.nudge("notices")


def send_later_each(
    db: Db, council_id: int, kind: str, refs: Mapping[int, str], now: datetime
) -> None:
    """`send_later`, to several at once: one statement. refs: by person, what each is told of."""
    _add_each(db, Outbox, [
        {"id": new_id(), "council_id": council_id, "person_id": person_id, "kind": kind,
         "source_ref": ref, "about_id": None, "dedupe": _once(kind, ref, person_id),
         "not_before": now, "attempts": 0}
        for person_id, ref in refs.items()
    ])  # fmt: skip
    jobs.nudge("notices")


def tell(
    db: Db, council_id: int, person_id: int, kind: str, source_kind: str, source_ref: str,
    now: datetime, about_id: int | None = None,
) -> None:  # fmt: skip
    """A notice in the app, and the outbox row for the channels, which points at the notice: the
    same thing may change again, and is then told again.

    now: from when on it is told. A moment to come holds it back until then (`take_back`)."""
    notice_id = new_id()
    row = {
        "id": notice_id,
        "council_id": council_id,
        "person_id": person_id,
        "kind": kind,
        "source_kind": source_kind,
        "source_ref": source_ref,
        "made_at": now,
    }
    _add(db, Notice, row)
    send_later(db, council_id, person_id, kind, str(notice_id), now, about_id)


def tell_some(
    db: Db, council_id: int, kinds: Mapping[int, str], source_kind: str, source_ref: str,
    now: datetime,
) -> None:  # fmt: skip
    """`tell`, to a few at once, each in words of their own (kinds: by person): two statements."""
    keys = {person_id: new_id() for person_id in kinds}
    _add_each(db, Notice, [
        {"id": key, "council_id": council_id, "person_id": person_id, "kind": kinds[person_id],
         "source_kind": source_kind, "source_ref": source_ref, "made_at": now}
        for person_id, key in keys.items()
    ])  # fmt: skip
    _add_each(db, Outbox, [
        {"id": new_id(), "council_id": council_id, "person_id": person_id,
         "kind": kinds[person_id], "source_ref": str(key), "about_id": None,
         "dedupe": _once(kinds[person_id], str(key), person_id), "not_before": now, "attempts": 0}
        for person_id, key in keys.items()
    ])  # fmt: skip
    jobs.nudge("notices")


BATCH = 1_000  # rows of one statement, so that a council's news needs no more memory than this


def tell_each(
    db: Db, council_id: int, person_ids: Sequence[int], kind: str, source_kind: str, now: datetime,
    source_ref: str = "", about: Mapping[int, int] | None = None,
) -> dict[int, int]:  # fmt: skip
    """`tell`, to many at once, in the same commit: a notice and an outbox row for each. about: of
    those who are carers, about which young person. Returns the key of each person's notice."""
    keys = {person_id: new_id() for person_id in person_ids}
    shared = {"council_id": council_id, "kind": kind}
    whole = list(keys.items())
    for start in range(0, len(whole), BATCH):
        some = whole[start : start + BATCH]
        _add_each(db, Notice, [
            {"id": key, "person_id": person_id, "source_kind": source_kind,
             "source_ref": source_ref,
             "made_at": now, **shared}
            for person_id, key in some
        ])  # fmt: skip
        _add_each(db, Outbox, [
            {"id": new_id(), "person_id": person_id, "source_ref": str(key),
             "about_id": (about or {}).get(person_id),
             "dedupe": _once(kind, str(key), person_id), "not_before": now, "attempts": 0,
             **shared}
            for person_id, key in some
        ])  # fmt: skip
    jobs.nudge("notices")
    return keys


def withdraw(db: Db, council_id: int, which: Select[int], now: datetime) -> None:
    """Notices among these keys that nobody has seen yet, and what the channels have still to say of
    them: gone."""
    unseen = db.execute(
        select(Notice.id, Notice.kind, Notice.person_id).where(
            Notice.council_id == council_id, Notice.id.in_(which), Notice.seen_at.is_(None)
        )
    ).all()
    for start in range(0, len(unseen), BATCH):
        some = unseen[start : start + BATCH]
        # By the keys themselves: PostgreSQL, which knows nothing yet of rows that were just
        # written, would hold each notice against every row of the outbox.
        db.execute(
            update(Outbox)
            .where(
                Outbox.dedupe.in_([_once(kind, str(id), person) for id, kind, person in some]),
                Outbox.done_at.is_(None),
            )
            .values(done_at=now)
            .execution_options(synchronize_session=False)
        )
        db.execute(
            delete(Notice)
            .where(Notice.id.in_([row.id for row in some]), Notice.seen_at.is_(None))
            .execution_options(synchronize_session=False)
        )


def _once(kind: str, source_ref: str, person_id: int) -> str:
    return f"{kind}:{source_ref}:{person_id}"


def take_back(
    db: Db, council_id: int, kind: str, source_kind: str, source_ref: str, now: datetime
) -> None:
    """Notices of this kind about this thing that nobody was shown yet, and what the channels would
    have said of them: gone. One that was shown stays."""
    still = db.scalars(
        select(Notice.id).where(
            Notice.council_id == council_id,
            Notice.kind == kind,
            Notice.source_kind == source_kind,
            Notice.source_ref == source_ref,
            Notice.made_at > now,
        )
    ).all()
    if still:
        refs = [str(id) for id in still]
        db.execute(
            delete(Outbox).where(
                Outbox.council_id == council_id, Outbox.kind == kind, Outbox.source_ref.in_(refs)
            )
        )
        db.execute(delete(Notice).where(Notice.id.in_(still)))


def kinds_seen(
    db: Db, council_id: int, person_id: int, kinds: Sequence[str], now: datetime
) -> None:
    """The person has read their notices of these kinds."""
    db.execute(
        update(Notice)
        .where(
            Notice.council_id == council_id,
            Notice.person_id == person_id,
            Notice.kind.in_(kinds),
            Notice.seen_at.is_(None),
            Notice.made_at <= now,
        )
        .values(seen_at=now)
    )


def seen(
    db: Db,
    council_id: int,
    person_id: int,
    source_kind: str,
    source_ref: str | None,
    now: datetime,
) -> None:
    """The person has looked at the thing itself (None: at all things of this kind): its notices
    are done with."""
    which = [] if source_ref is None else [Notice.source_ref == source_ref]
    db.execute(
        update(Notice)
        .where(
            Notice.council_id == council_id,
            Notice.person_id == person_id,
            Notice.source_kind == source_kind,
            Notice.seen_at.is_(None),
            Notice.made_at <= now,
            *which,
        )
        .values(seen_at=now)
    )
