"""Writes about when a council answers. What was told before stays told; what is sent from now on
goes by the new hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete

from portal.core import audit
from portal.core.access import Viewer
from portal.core.db import Db, add_rows, insert_or
from portal.core.ids import new_id
from portal.hours.rules import Hours
from portal.hours.tables import ClosedDay, OpenHours


def set_hours(db: Db, viewer: Viewer, week: Sequence[Hours | None], now: datetime) -> None:
    """The council answers at these hours, Monday first; None: not on that day."""
    db.execute(delete(OpenHours).where(OpenHours.council_id == viewer.council_id))
    add_rows(
        db,
        OpenHours,
        [
            {
                "id": new_id(), "council_id": viewer.council_id, "weekday": weekday,
                "opens": hours[0], "closes": hours[1],
            }
            for weekday, hours in enumerate(week)
            if hours is not None
        ],
    )  # fmt: skip
    _noted(db, viewer, now)


def close_on(db: Db, viewer: Viewer, day: date, why: str, now: datetime) -> None:
    """The council does not answer on this day. Again only changes why."""
    put = insert_or(db, ClosedDay).values(
        id=new_id(), council_id=viewer.council_id, day=day, why=why
    )
    put = put.on_conflict_do_update(
        index_elements=[ClosedDay.council_id, ClosedDay.day], set_={"why": put.excluded.why}
    )
    db.execute(put)
    _noted(db, viewer, now)


def reopen_on(db: Db, viewer: Viewer, day: date, now: datetime) -> None:
    """The council answers on this day after all. Again changes nothing."""
    db.execute(
        delete(ClosedDay).where(ClosedDay.council_id == viewer.council_id, ClosedDay.day == day)
    )
    _noted(db, viewer, now)


def _noted(db: Db, viewer: Viewer, now: datetime) -> None:
    """In the council's own chain: it is about nobody's record."""
    audit.changed(db, viewer, viewer.council_id, "hours.changed", now)
