"""Writes: what a young person answers for themselves. Safe to repeat; nobody is told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.exc import NoResultFound

from portal.core.access import Viewer
from portal.core.db import Db, insert_or
from portal.core.ids import new_id
from portal.entitlements.asked import BY_CODE, is_answer
from portal.entitlements.tables import OwnFact


def answer(
    db: Db, viewer: Viewer, code: str, value: str, councils: tuple[str, ...], now: datetime
) -> None:
    """Keep it in place of what they said before. Raises NoResultFound for what was not offered."""
    if code not in BY_CODE or not is_answer(BY_CODE[code], value, councils):
        raise NoResultFound
    kept = {"value": value, "changed_at": now}
    new = insert_or(db, OwnFact).values(
        id=new_id(), council_id=viewer.council_id, person_id=viewer.person_id, code=code, **kept
    )
    db.execute(new.on_conflict_do_update(index_elements=["person_id", "code"], set_=kept))


def forget(db: Db, viewer: Viewer) -> None:
    """Every answer of theirs is deleted."""
    db.execute(
        delete(OwnFact).where(
            OwnFact.council_id == viewer.council_id, OwnFact.person_id == viewer.person_id
        )
    )
