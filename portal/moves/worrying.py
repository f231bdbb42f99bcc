"""Words about a move that must not wait: read by whom the page named, staff who may know where the
young person lives. To be told of a worry makes nobody one of these; the others ring."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, false, select

from portal.core.access import Viewer
from portal.core.db import Db
from portal.moves import policy
from portal.moves.tables import MoveSaid
from portal.people.reach import reach
from portal.worries.alone import USUAL, read_by_some
from portal.worries.tables import Worry
from portal.worries.words import words_in

# Where a worry says that it comes from.
IN_SAID = "move_said"


def _reads(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    if viewer.role not in policy.READERS:
        return false()
    return reach(viewer, Worry.person_id, policy.NEEDED, now)


@words_in(IN_SAID)
def _words(db: Db, council_id: int, said_id: int) -> str:
    found = select(MoveSaid.text).where(MoveSaid.council_id == council_id, MoveSaid.id == said_id)
    return db.scalar(found) or ""


read_by_some(IN_SAID, _reads, lambda *_of: USUAL)
