"""Who oversees what was opened: the young person's managers, and the safeguarding lead."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import exists, not_, or_, select

from portal.core import clock
from portal.core.access import Role, Viewer
from portal.core.db import Db
from portal.people.reach import barred, lasting
from portal.people.tables import Account, Connection, Membership

_WATCHING = tuple(role.value for role in (Role.MANAGER, Role.IRO, Role.DUTY))


def oversees(viewer: Viewer) -> bool:
    """Whether they see what was opened in the whole council."""
    return viewer.role is Role.MANAGER or viewer.is_lead


def overseers(
    db: Db, council_id: int, young_id: int, now: datetime, without: Collection[int | None] = ()
) -> tuple[int, ...]:
    """Keys of who is told that something of this young person was opened: the managers connected
    with them, else every manager; and the council's safeguarding lead. Never anybody who must not
    know of them."""
    found = _staff(db, council_id, young_id, now, without)
    managers = [row for row in found if row.role == Role.MANAGER]
    near = [row.person_id for row in managers if row.near]
    leads = [row.person_id for row in found if row.is_lead]
    return tuple(dict.fromkeys([*(near or [row.person_id for row in managers]), *leads]))


def everybody_who_oversees(
    db: Db, council_id: int, young_id: int, now: datetime, without: Collection[int | None] = ()
) -> tuple[int, ...]:
    """Every manager and the safeguarding lead, near or far: one of them has to agree."""
    return tuple(row.person_id for row in _staff(db, council_id, young_id, now, without))


def watches(db: Db, council_id: int, person_id: int, now: datetime) -> bool:
    """Whether somebody watches over others' work, now or soon: as a manager, a reviewing officer,
    on duty, or as the safeguarding lead."""
    found = select(Membership.id).where(
        Membership.council_id == council_id,
        Membership.person_id == person_id,
        or_(Membership.role.in_(_WATCHING), Membership.is_lead),
        or_(Membership.ends.is_(None), Membership.ends >= clock.today(now)),
    )
    return db.scalar(found.limit(1)) is not None


def leads(
    db: Db, council_id: int, young_id: int, now: datetime, without: Collection[int | None] = ()
) -> tuple[int, ...]:
    found = _staff(db, council_id, young_id, now, without)
    return tuple(row.person_id for row in found if row.is_lead)


def _staff(
    db: Db, council_id: int, young_id: int, now: datetime, without: Collection[int | None]
) -> list[Any]:
    day = clock.today(now)
    near = exists(
        select(Connection.id).where(
            Connection.council_id == council_id,
            Connection.of_id == young_id,
            Connection.with_id == Membership.person_id,
            *lasting(Connection, day),
        )
    )
    rows = db.execute(
        select(Membership.person_id, Membership.role, Membership.is_lead, near.label("near"))
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.council_id == council_id,
            or_(Membership.role == Role.MANAGER.value, Membership.is_lead),
            Membership.starts <= day,
            or_(Membership.ends.is_(None), Membership.ends >= day),
            Account.state == "open",
            not_(barred(young_id, Membership.person_id)),
        )
        .order_by(Membership.id)
    )
    return [row for row in rows if row.person_id not in without]
