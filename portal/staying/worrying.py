"""Words about papers that must not wait: read by whom the young person gave these pages to, and by
nobody else, so that "Only you see this" stays true. Whoever must act is told that they must, and
rings."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, false, select

from portal.core.access import CASE_STAFF, Viewer
from portal.core.db import Db
from portal.people.reach import reach
from portal.staying import policy
from portal.staying.tables import StayingEntry
from portal.worries.alone import USUAL, read_by_some
from portal.worries.tables import Worry
from portal.worries.words import words_in

# Where a worry says that it comes from: neutral, as its kind is written where more people look.
IN_PAPERS = "papers"


def _reads(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    if viewer.role not in CASE_STAFF:
        return false()
    return reach(viewer, Worry.person_id, policy.NEEDED, now)


@words_in(IN_PAPERS)
def _words(db: Db, council_id: int, entry_id: int) -> str:
    found = select(StayingEntry.text).where(
        StayingEntry.council_id == council_id, StayingEntry.id == entry_id, StayingEntry.theirs
    )
    return db.scalar(found) or ""


read_by_some(IN_PAPERS, _reads, lambda *_of: USUAL)
