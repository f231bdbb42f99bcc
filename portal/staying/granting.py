"""Give a field that no default gives, take it back, and let it go over: in one place, so that the
record of it and the bit that lets somebody in are never apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import or_, select, update

from portal.core import audit, clock
from portal.core.access import Viewer
from portal.core.db import Db
from portal.core.ids import new_id
from portal.notifications.actions import tell
from portal.owed.passing import follow_wish
from portal.people.reach import barred
from portal.people.rules import WORKERS, Grant, Kind
from portal.people.tables import Connection
from portal.staying.tables import FieldGrant

FIELD = Grant.IMMIGRATION
GIVEN, NEWS = "fields_given", "fields_changed"
# To whom a young person may give it; a manager only to whoever is their worker.
MAY_HAVE = (*WORKERS, Kind.IRO)


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
    for link in held:
        link.grants |= int(FIELD)
    db.flush()
    follow_wish(db, viewer.council_id, person_id, now)
    open_one = _open(db, viewer.council_id, person_id, with_id)
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
    db.execute(
        update(Connection)
        .where(
            Connection.council_id == viewer.council_id, Connection.of_id == person_id,
            Connection.with_id == with_id,
        )
        .values(grants=Connection.grants.bitwise_and(~int(FIELD)))
        .execution_options(synchronize_session=False)
    )  # fmt: skip
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
    one = _open(db, council_id, person_id, from_id)
    if one is None or not (one.theirs and one.also_after):
        return
    db.flush()
    held = links(db, council_id, person_id, to_id, WORKERS, clock.today(now))
    for link in held:
        link.grants |= int(FIELD)
    db.flush()
    follow_wish(db, council_id, person_id, now)
    if held and _open(db, council_id, person_id, to_id) is None:
        _record(db, council_id, person_id, to_id, person_id, now, theirs=True, also_after=True)


def _open(db: Db, council_id: int, person_id: int, with_id: int) -> FieldGrant | None:
    return db.scalars(
        select(FieldGrant)
        .where(
            FieldGrant.council_id == council_id, FieldGrant.person_id == person_id,
            FieldGrant.with_id == with_id, FieldGrant.field == int(FIELD),
            FieldGrant.ended_at.is_(None),
        )
        .with_for_update()
    ).one_or_none()  # fmt: skip


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
