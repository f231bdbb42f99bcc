"""Show something, or stop showing it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from portal.core.access import Viewer
from portal.core.db import Db
from portal.shares import pages
from portal.shares.rules import Thing, To
from portal.shares.tables import Share


def show_to(
    db: Db, viewer: Viewer, thing: Thing, wanted: Collection[str], now: datetime, key: str = ""
) -> None:
    """From now on it is shown to exactly those wanted (`pages.Choice.value`) and to nobody else.
    Somebody who is not theirs is left out. The viewer is the young person."""
    targets: set[tuple[str, int | None]] = {
        (to.value, None) for to in (To.WORKERS, To.CARERS) if to.value in wanted
    }
    for ref in set(wanted) - set(To):
        found = pages.may_be_shown(db, viewer, ref, now)
        if found is not None:
            targets.add((To.ONE.value, found))
    rows = db.scalars(
        select(Share).where(
            Share.council_id == viewer.council_id, Share.person_id == viewer.person_id,
            Share.thing == thing, Share.key == key, Share.ended_at.is_(None),
        )
    ).all()  # fmt: skip
    for row in rows:
        if (row.to, row.with_id) in targets:
            targets.discard((row.to, row.with_id))
        else:
            row.ended_at = now
    db.flush()
    for to, with_id in sorted(targets, key=str):
        db.add(
            Share(
                council_id=viewer.council_id, person_id=viewer.person_id, thing=thing.value,
                key=key, to=to, with_id=with_id, given_at=now,
            )
        )  # fmt: skip
