"""Put the demo council into a database, or take it out again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from sqlalchemy import delete, func, select

from portal.core import audit, clock
from portal.core.db import Db
from portal.demo import (
    articles,
    beside,
    claims,
    decisions,
    documents,
    goals,
    groups,
    introductions,
    letters,
    news,
    offers,
    opportunities,
    own_pages,
    papers,
    put_right,
    stories,
    views,
    writing,
)
from portal.demo.cast import gather
from portal.demo.rows import Rows
from portal.demo.told import tell
from portal.house import METADATA
from portal.notifications.tables import Outbox
from portal.owed.passing import go_on
from portal.owed.tables import Owed
from portal.people.tables import Council
from portal.rebuild import rebuild
from portal.say.themes import counting

KIND = "demo"


class RealCouncil(RuntimeError):
    """There is a council with real people here: no demo beside it."""


class AlreadyThere(RuntimeError):
    """A demo council is here already."""


def load(db: Db, as_of: date) -> None:
    """Add every story, with days relative to `as_of`. The caller commits.

    Raises RealCouncil or AlreadyThere.
    """
    refuse_beside_real(db)
    if has_councils(db):
        raise AlreadyThere
    now = moment_of(as_of)
    told = stories.read()
    rows = Rows()
    cast = gather(rows, told, as_of, now)
    for story in (*told.young.values(), *told.slim.values()):
        tell(rows, cast, story)
    news.tell(rows, cast)
    goals.tell(rows, cast)
    beside.tell(rows, cast)
    own_pages.tell(rows, cast)
    papers.tell(rows, cast)
    put_right.tell(rows, cast)
    claims.tell(rows, cast)
    writing.tell(rows, cast)
    introductions.tell(rows, cast)
    documents.tell(rows, cast)
    views.tell(rows, cast)
    groups.tell(rows, cast)
    opportunities.tell(rows, cast)
    decisions.tell(rows, cast)
    offers.tell(rows, cast)
    articles.tell(rows, cast)
    letters.tell(rows, cast)
    rows.write(db)
    rebuild_all(db, now)
    _what_went_on(db, now)
    for council_id in councils_of(db):
        counting.count_council(db, council_id, now)


def _what_went_on(db: Db, now: datetime) -> None:
    """What nobody has answered in the stories went on to the next person, each time it was due."""
    before: datetime | None = None
    while True:
        due = select(func.min(Owed.next_at)).where(Owed.done_at.is_(None))
        moment: datetime | None = db.scalar(due)
        if moment is None or moment > now or moment == before:
            break
        go_on(db, moment)
        before = moment
    db.flush()
    # They read it in the app; no channel tells them of last week.
    db.execute(delete(Outbox))


def rebuild_all(db: Db, now: datetime) -> None:
    """Make the agenda and what is owed afresh for every demo council."""
    for council_id in councils_of(db):
        rebuild(db, council_id, now)


def councils_of(db: Db) -> Sequence[int]:
    return db.scalars(select(Council.id).where(Council.kind == KIND)).all()


def moment_of(as_of: date) -> datetime:
    """When the demo is loaded: now if `as_of` is today, else noon of that day, in UTC."""
    now = clock.now()
    if clock.today(now) == as_of:
        return now
    return clock.at_wall(datetime.combine(as_of, time(12)))


def has_councils(db: Db) -> bool:
    return bool(db.scalar(select(func.count()).select_from(Council)))


def refuse_beside_real(db: Db) -> None:
    """Raises RealCouncil if any council is of another kind than demo."""
    if db.scalar(select(Council.id).where(Council.kind != KIND).limit(1)) is not None:
        raise RealCouncil


def clear(db: Db) -> None:
    """Take out every row of every demo council. Raises RealCouncil rather than guess.

    With no real council there, all that the database holds is the demo's: sessions, counters
    and the audit of made-up people with it.
    """
    refuse_beside_real(db)
    with audit.unguarded(db):
        for table in reversed(METADATA.sorted_tables):
            db.execute(delete(table))
