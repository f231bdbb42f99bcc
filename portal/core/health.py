"""Is it alive, and is it ready? For whoever runs it; says nothing about anybody."""

from __future__ import annotations

from flask import Blueprint
from sqlalchemy import text

from portal.core import db, migrate
from portal.core.access import PUBLIC, Cache, Data, door

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@door(PUBLIC, data=Data.NEVER, cache=Cache.NO_STORE)
def alive() -> dict[str, str]:
    return {"process": "ok"}


@bp.get("/readyz")
@door(PUBLIC, data=Data.NEVER, cache=Cache.NO_STORE)
def ready() -> tuple[dict[str, str], int]:
    try:
        db.opened().execute(text("SELECT 1"))
        database = "ok"
    except Exception:  # whatever is wrong, the answer is "not ready"
        return {"database": "away", "migrations": "unknown"}, 503
    up_to_date = migrate.at_head(db.database().asking)
    state = {"database": database, "migrations": "ok" if up_to_date else "behind"}
    return state, 200 if up_to_date else 503
