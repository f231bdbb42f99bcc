"""Whom one thing is kept from, whatever they are to the young person and whatever was granted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased

from portal.core.db import Db, insert_or
from portal.core.ids import new_id
from portal.owed.tables import KeptFrom

_kept = aliased(KeptFrom, name="kept")


def kept_from(source_kind: Any, source_id: Any, person_id: Any) -> ColumnElement[bool]:
    """Whether this person must not learn of the thing. Each may be a value or a column."""
    return exists(
        select(_kept.id)
        .where(
            _kept.source_kind == source_kind,
            _kept.source_id == source_id,
            _kept.person_id == person_id,
        )
        .correlate_except(_kept)
    )


def those_kept_from(db: Db, source_kind: str, source_id: int) -> frozenset[int]:
    """Keys of whoever must not learn of this thing."""
    return frozenset(
        db.scalars(
            select(KeptFrom.person_id).where(
                KeptFrom.source_kind == source_kind, KeptFrom.source_id == source_id
            )
        )
    )


def keep_from(
    db: Db, council_id: int, source_kind: str, source_id: int, person_ids: Iterable[int],
    now: datetime,
) -> None:  # fmt: skip
    """From now on these learn nothing of it. Again changes nothing."""
    rows = [
        {"id": new_id(), "council_id": council_id, "source_kind": source_kind,
         "source_id": source_id, "person_id": person_id, "at": now}
        for person_id in dict.fromkeys(person_ids)
    ]  # fmt: skip
    if rows:
        db.execute(insert_or(db, KeptFrom).on_conflict_do_nothing(), rows)
