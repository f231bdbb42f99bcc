"""Is it alive, and is it ready? For whoever runs it; says nothing about anybody.

`/readyz` says of the worker whether it was heard within two minutes, and stays 200 without one: it
decides whether this web process is sent people, and a worker that is silent is no reason to turn
away a child who wants to write. Whoever watches over the portal sets an alarm on anything but
`"worker": "ok"`, and `flask check` says it, too.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Blueprint
from sqlalchemy import func, select, text

from portal.core import clock, db, migrate
from portal.core.access import PUBLIC, Cache, Data, door
from portal.core.db import Db
from portal.core.jobs import Heartbeat

bp = Blueprint("health", __name__)

SILENT_AFTER = timedelta(minutes=2)


@bp.get("/healthz")
@door(PUBLIC, data=Data.NEVER, cache=Cache.NO_STORE)
def alive() -> dict[str, str]:
    return {"process": "ok"}


@bp.get("/readyz")
@door(PUBLIC, data=Data.NEVER, cache=Cache.NO_STORE)
def ready() -> tuple[dict[str, object], int]:
    try:
        db.opened().execute(text("SELECT 1"))
    except Exception:  # whatever is wrong, the answer is "not ready"
        return {"database": "away", "migrations": "unknown", "worker": "unknown"}, 503
    state: dict[str, object] = {"database": "ok"}
    if not migrate.at_head(db.database().asking):
        return {**state, "migrations": "behind", "worker": "unknown"}, 503
    return {**state, "migrations": "ok", **worker(db.opened(), clock.now())}, 200


def worker(handle: Db, now: datetime) -> dict[str, object]:
    """Whether any worker is alive, and how long ago one was heard. "none": never, or the last one
    so long ago that the next has forgotten it."""
    heard: datetime | None = handle.scalar(select(func.max(Heartbeat.at)))
    if heard is None:
        return {"worker": "none"}
    age = max(now - heard, timedelta(0))
    said = "ok" if age <= SILENT_AFTER else "silent"
    return {"worker": said, "worker_heard_seconds_ago": int(age.total_seconds())}
