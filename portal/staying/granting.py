"""Give a field that no default gives, take it back, and let it go over: in one place, so that the
record of it and the bit that lets somebody in are never apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, exists, not_, or_, select, update
from sqlalchemy.orm import aliased

from portal.core import audit, clock
from portal.core.access import Viewer
from portal.core.db import Database, Db
from portal.core.ids import new_id
from portal.core.jobs import DAY, job
from portal.notifications.actions import tell
from portal.owed.passing import follow_wish
from portal.people import by_wish
from portal.people.reach import barred
from portal.people.rules import WORKERS, Grant, Kind
from portal.people.tables import Connection
from portal.staying.tables import FieldGrant

FIELD = Grant.IMMIGRATION
GIVEN, NEWS = "fields_given", "fields_changed"
# To whom a young person may give it; a manager only to whoever is their worker.
MAY_HAVE = (*WORKERS, Kind.IRO)
_held = aliased(Connection, name="held")


class NotTheirs(Exception):
    """There is nobody here to whom it could be given."""


def links(
    db: Db, council_id: int, person_id: int, with_id: int, kinds: Sequence[Kind], today: date
) -> list[Connection]:
    """The connections that would hold it, today's and those that begin later."""
    return list(
        db.scalars(
            select(Connection)
            .where(
                Connection.council_id == council_id,
                Connection.of_id == person_id,
                Connection.with_id == with_id,
                Connection.kind.in_(kinds),
                Connection.ends_at.is_(None),
                or_(Connection.ends.is_(None), Connection.ends >= today),
                ~barred(Connection.of_id, Connection.with_id),
            )
            .with_for_update()
        )
    )


def give(
    db: Db, viewer: Viewer, person_id: int, with_id: int, now: datetime, *, why: str = "",
    also_after: bool = False,
) -> None:  # fmt: skip
    """The viewer is the young person, or a manager with a reason. Given again, it says what was
    said last. Raises NotTheirs."""
    theirs = viewer.person_id == person_id
    kinds = MAY_HAVE if theirs else WORKERS
    held = links(db, viewer.council_id, person_id, with_id, kinds, clock.today(now))
    if not held:
        raise NotTheirs
    open_one = _open(db, viewer.council_id, person_id, with_id, now)
    for link in held:
        link.grants |= int(FIELD)
    db.flush()
    follow_wish(db, viewer.council_id, person_id, now)
    if open_one is not None and open_one.theirs == theirs:
        if theirs:
            open_one.also_after = also_after
        db.flush()
        return
    if open_one is not None and not theirs:
        return  # theirs stands: a manager adds nothing to it
    if open_one is not None:
        open_one.ended_at, open_one.ended_by_id = now, viewer.person_id
        db.flush()
    _record(db, viewer.council_id, person_id, with_id, viewer.person_id, now, theirs=theirs,
            why=why, also_after=also_after)  # fmt: skip
    if theirs:
        tell(db, viewer.council_id, with_id, GIVEN, "field", "", now)
    else:
        tell(db, viewer.council_id, person_id, NEWS, "field", "", now)
        audit.changed(db, viewer, person_id, "staying.given", now)


def take_back(db: Db, viewer: Viewer, person_id: int, with_id: int, now: datetime) -> None:
    """At once, on every connection. Again changes nothing."""
    by_wish.take_back(db, viewer.council_id, person_id, with_id)
    db.execute(
        update(FieldGrant)
        .where(
            FieldGrant.council_id == viewer.council_id, FieldGrant.person_id == person_id,
            FieldGrant.with_id == with_id, FieldGrant.field == int(FIELD),
            FieldGrant.ended_at.is_(None),
        )
        .values(ended_at=now, ended_by_id=viewer.person_id)
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    follow_wish(db, viewer.council_id, person_id, now)


def goes_over(
    db: Db, council_id: int, person_id: int, from_id: int, to_id: int, now: datetime
) -> None:
    """Somebody takes over for good: they have it only if the young person said "also whoever comes
    after". In the commit that lets them in, after it did."""
    db.flush()
    # Whoever hands over today had their last day yesterday.
    one = _open(db, council_id, person_id, from_id, now, on=clock.today(now) - timedelta(days=1))
    if one is None or not (one.theirs and one.also_after):
        return
    held = links(db, council_id, person_id, to_id, WORKERS, clock.today(now))
    there = _open(db, council_id, person_id, to_id, now)
    for link in held:
        link.grants |= int(FIELD)
    db.flush()
    follow_wish(db, council_id, person_id, now)
    if held and there is None:
        _record(db, council_id, person_id, to_id, person_id, now, theirs=True, also_after=True)


def over(grant: type[FieldGrant], day: date) -> ColumnElement[bool]:
    """Whether what was given is over on this day, though nobody has written so yet: no connection
    that holds the field is left, or they are kept away. One that begins later brings nothing
    back."""
    return not_(
        exists(
            select(_held.id).where(
                _held.council_id == grant.council_id, _held.of_id == grant.person_id,
                _held.with_id == grant.with_id, _held.ends_at.is_(None),
                _held.grants.bitwise_and(int(FIELD)) == int(FIELD),
                or_(_held.ends.is_(None), _held.ends >= day),
                not_(barred(_held.of_id, _held.with_id)),
            )
        )
    )  # fmt: skip


@job("fields end", DAY)
def end_with_connections(database: Database, now: datetime) -> None:
    """What was given to somebody who has gone is over, and the bit goes from what they had: so
    that nothing which makes that connection longer, or lets them back in, gives it again."""
    today = clock.today(now)
    with database.committing() as db:
        db.execute(
            update(FieldGrant)
            .where(FieldGrant.ended_at.is_(None), over(FieldGrant, today))
            .values(ended_at=now)
            .execution_options(synchronize_session=False)
        )
        db.execute(
            update(Connection)
            .where(
                Connection.grants.bitwise_and(int(FIELD)) == int(FIELD),
                or_(Connection.ends < today, barred(Connection.of_id, Connection.with_id)),
            )
            .values(grants=Connection.grants.bitwise_and(~int(FIELD)))
            .execution_options(synchronize_session=False)
        )


def _open(
    db: Db, council_id: int, person_id: int, with_id: int, now: datetime, *, on: date | None = None
) -> FieldGrant | None:
    """What stands. What is over with a connection (on: before this day, today by default) is
    written down as over first, and is none. Asked before a new bit is set."""
    row = db.execute(
        select(FieldGrant, over(FieldGrant, on or clock.today(now)).label("over"))
        .where(
            FieldGrant.council_id == council_id, FieldGrant.person_id == person_id,
            FieldGrant.with_id == with_id, FieldGrant.field == int(FIELD),
            FieldGrant.ended_at.is_(None),
        )
        .with_for_update(of=FieldGrant)
    ).one_or_none()  # fmt: skip
    if row is None or not row.over:
        return row.FieldGrant if row else None
    row.FieldGrant.ended_at = now
    db.flush()
    return None


def _record(
    db: Db, council_id: int, person_id: int, with_id: int, by_id: int, now: datetime, *,
    theirs: bool, why: str = "", also_after: bool = False,
) -> None:  # fmt: skip
    db.add(
        FieldGrant(
            id=new_id(), council_id=council_id, person_id=person_id, with_id=with_id,
            field=int(FIELD), by_id=by_id, theirs=theirs, why=why, also_after=also_after,
            given_at=now,
        )
    )  # fmt: skip
    db.flush()
