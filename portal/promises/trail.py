"""What happened to a promise, step by step; for every room in which a promise is made."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from portal.core.db import Db
from portal.core.ids import new_id
from portal.promises.tables import Promise, PromiseStep


def noted(
    db: Db, promise: Promise, state: str, by_id: int, at: datetime, note: str = "", **more: Any
) -> PromiseStep:
    """One more step, with what is waiting to be written before it."""
    step = PromiseStep(
        id=new_id(), council_id=promise.council_id, promise_id=promise.id, state=state,
        by_id=by_id, at=at, note=note, **more,
    )  # fmt: skip
    db.add(step)
    db.flush()
    return step


def waits_anew(promise: Promise, now: datetime) -> None:
    """Another wait begins: nobody was told of it yet."""
    promise.waits_since, promise.chased_at, promise.chased_id = now, None, None
    promise.asked_at = None
