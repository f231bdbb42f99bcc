"""Show something, or stop showing it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update

from portal.core import clock
from portal.core.access import Viewer
from portal.core.db import Database, Db, insert_or
from portal.core.ids import new_id
from portal.core.jobs import DAY, job
from portal.shares import pages
from portal.shares.policy import over
from portal.shares.rules import Thing, To
from portal.shares.tables import Share

AT_ONCE = 500


def stop_showing(db: Db, viewer: Viewer, thing: Thing, now: datetime, key: str = "") -> None:
    """Nobody sees it any more. One statement; again changes nothing. The viewer is the young
    person."""
    db.execute(
        update(Share)
        .where(
            Share.council_id == viewer.council_id, Share.person_id == viewer.person_id,
            Share.thing == thing, Share.key == key, Share.ended_at.is_(None),
        )
        .values(ended_at=now)
    )  # fmt: skip


def show_to(
    db: Db, viewer: Viewer, thing: Thing, wanted: Collection[str], now: datetime, key: str = ""
) -> None:
    """From now on it is shown to exactly those wanted (`pages.Choice.value`) and to nobody else.
    Somebody who is not theirs is left out. The viewer is the young person."""
    targets: set[tuple[str, int | None]] = {
        (to.value, None) for to in (To.WORKERS, To.CARERS) if to.value in wanted
    }
    named = set(wanted) - set(To)
    if named:
        targets |= {(To.ONE.value, id) for id in pages.may_be_shown(db, viewer, named, now)}
    rows = db.execute(
        select(
            Share.id, Share.to, Share.with_id, over(Share, clock.today(now)).label("over")
        ).where(
            Share.council_id == viewer.council_id, Share.person_id == viewer.person_id,
            Share.thing == thing, Share.key == key, Share.ended_at.is_(None),
        )
    ).all()  # fmt: skip
    ended = [row.id for row in rows if row.over or (row.to, row.with_id) not in targets]
    targets -= {(row.to, row.with_id) for row in rows if not row.over}
    if ended:
        db.execute(update(Share).where(Share.id.in_(ended)).values(ended_at=now))
    given = [
        {"id": new_id(), "council_id": viewer.council_id, "person_id": viewer.person_id,
         "thing": thing.value, "key": key, "to": to, "with_id": with_id, "given_at": now}
        for to, with_id in sorted(targets, key=str)
    ]  # fmt: skip
    if given:
        # Sent twice at once, it is shown once.
        db.execute(insert_or(db, Share).on_conflict_do_nothing(), given)


def also_show(
    db: Db, viewer: Viewer, thing: Thing, to: To, keys: Collection[str], now: datetime
) -> None:
    """From now on these are shown to whoever works or lives with them (`to`) as well; whoever saw
    them before still does. One statement; again changes nothing. The viewer is the young person."""
    given = [
        {"id": new_id(), "council_id": viewer.council_id, "person_id": viewer.person_id,
         "thing": thing.value, "key": key, "to": to.value, "with_id": None, "given_at": now}
        for key in keys
    ]  # fmt: skip
    if given:
        db.execute(insert_or(db, Share).on_conflict_do_nothing(), given)


@job("shares end", DAY)
def end_with_connections(database: Database, now: datetime) -> None:
    """Write down of every share with somebody who has gone that it is over: nobody sees anything by
    it since then (`policy.over`)."""
    with database.committing() as db:
        ends = select(Share.id).where(Share.ended_at.is_(None), over(Share, clock.today(now)))
        keys = db.scalars(ends).all()
        for start in range(0, len(keys), AT_ONCE):
            few = Share.id.in_(keys[start : start + AT_ONCE])
            db.execute(update(Share).where(few, Share.ended_at.is_(None)).values(ended_at=now))
