"""Who may say that a promise is kept: whoever made it, while they may read the plan it is in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, select

from portal.core.access import Viewer
from portal.core.db import Db
from portal.people.reach import reach
from portal.people.rules import Grant
from portal.promises.tables import Promise


def made_by(viewer: Viewer, now: datetime) -> Select[Promise]:
    """The viewer's own promises to people they still reach."""
    return select(Promise).where(
        Promise.council_id == viewer.council_id,
        Promise.owner_id == viewer.person_id,
        reach(viewer, Promise.person_id, Grant.PLAN, now),
    )


def may_keep(db: Db, viewer: Viewer, promise: Promise, now: datetime) -> bool:
    """`made_by` as a question about one promise."""
    return db.scalar(made_by(viewer, now).where(Promise.id == promise.id)) is not None
