"""Who reads how a young person wants a meeting to be: whom they chose, as what they chose them.

What was said is read under `say.policy`; this is the same for the sheet on which the wishes stand.
A draft is read by nobody but whoever writes it. Who must not know of them reads nothing
(`people.reach`)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from portal.core import clock
from portal.core.access import Role, Viewer
from portal.my_views.tables import ViewSheet
from portal.people.reach import granting, holds
from portal.people.rules import Grant, Kind
from portal.people.tables import Connection
from portal.say.policy import FOR_IRO, FOR_WORKER
from portal.say.rules import Readers

_to = aliased(Connection, name="sheet_to")
EDITORS = frozenset({Role.EDITOR, Role.MANAGER})  # of what the council asks


def own(viewer: Viewer) -> ColumnElement[bool]:
    return and_(ViewSheet.council_id == viewer.council_id, ViewSheet.person_id == viewer.person_id)


def reads(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Which sheets an adult of the council reads the wishes of."""
    return and_(
        ViewSheet.council_id == viewer.council_id,
        ViewSheet.sent_at.is_not(None),
        or_(*(and_(_chosen(reader), near) for reader, near in reads_as(viewer, now).items())),
    )


def reads_as(viewer: Viewer, now: datetime) -> dict[Readers, ColumnElement[bool]]:
    """What the viewer is to whoever wrote a sheet: of a part, they read what was chosen for
    that."""
    officer = _to.kind == Kind.IRO.value
    return {
        Readers.IRO: _connected(viewer, now, FOR_IRO, officer),
        Readers.WORKER: _connected(viewer, now, FOR_WORKER, ~officer),
    }


def _chosen(reader: Readers) -> ColumnElement[bool]:
    return ViewSheet.readers.bitwise_and(int(reader)) == int(reader)


def _connected(
    viewer: Viewer, now: datetime, grant: Grant, as_what: ColumnElement[bool]
) -> ColumnElement[bool]:
    day = clock.today(now)
    return exists(
        select(_to.id).where(
            _to.council_id == viewer.council_id,
            _to.with_id == viewer.person_id,
            _to.of_id == ViewSheet.person_id,
            as_what,
            *holds(_to, day, now),
            granting(_to, grant, day),
        )
    )
