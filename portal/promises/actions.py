"""Writes about promises."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from portal.core import audit, clock
from portal.core.access import Viewer
from portal.core.db import Db
from portal.notifications.actions import tell
from portal.owed.tables import Owed
from portal.promises import policy
from portal.promises.tables import Promise, PromiseStep


def keep(db: Db, viewer: Viewer, ref: str, note: str, now: datetime) -> None:
    """The adult who promised says that it is done; the young person is told.

    A second time changes nothing. Raises NoResultFound unless it is the viewer's own promise to
    somebody they still reach.
    """
    promise = db.scalars(policy.made_by(viewer, now).where(Promise.ref == ref)).one()
    if promise.state != "coming":
        return
    promise.state, promise.state_on, promise.state_note = "kept", clock.today(now), note
    db.add(
        PromiseStep(
            council_id=viewer.council_id, promise_id=promise.id, state="kept",
            by_id=viewer.person_id, at=now, note=note,
        )
    )  # fmt: skip
    db.execute(
        update(Owed)
        .where(
            Owed.council_id == viewer.council_id,
            Owed.source_kind == "promise",
            Owed.source_id == promise.id,
            Owed.done_at.is_(None),
        )
        .values(done_at=now)
    )
    tell(db, viewer.council_id, promise.person_id, "promise_kept", "promise", promise.ref, now)
    audit.changed(db, viewer, promise.person_id, "promises.kept", now)
