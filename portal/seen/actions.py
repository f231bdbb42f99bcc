"""Remember what somebody has seen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from portal.core.access import Viewer
from portal.core.db import Db, insert_or
from portal.core.ids import new_id
from portal.seen.tables import Seen


def mark_seen(
    db: Db, viewer: Viewer, thing: str, marks: Iterable[tuple[str, int]], now: datetime,
    *, may_go_back: bool = False,
) -> None:  # fmt: skip
    """Keep (key, mark) pairs for this viewer in one statement; an older mark never replaces a
    newer one, unless it is of a thing whose older state may come to hold again."""
    rows = [
        {
            "id": new_id(),
            "council_id": viewer.council_id,
            "person_id": viewer.person_id,
            "thing": thing,
            "thing_key": key,
            "mark": mark,
            "at": now,
        }
        for key, mark in marks
    ]
    if not rows:
        return
    put = insert_or(db, Seen).values(rows)
    db.execute(
        put.on_conflict_do_update(
            index_elements=[Seen.person_id, Seen.thing, Seen.thing_key],
            set_={"mark": put.excluded.mark, "at": put.excluded.at},
            where=Seen.mark != put.excluded.mark if may_go_back else Seen.mark < put.excluded.mark,
        )
    )
