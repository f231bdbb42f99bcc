"""Editors are told once of what nobody has looked up for half a year, or what nobody can read."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import or_, select, update

from portal.core import clock
from portal.core.access import Role
from portal.core.db import Database, Db
from portal.core.jobs import job
from portal.entitlements.kept import read_kept, told_of
from portal.entitlements.tables import LocalItem
from portal.local_offer.desk.item import rules
from portal.notifications.actions import tell_each
from portal.people.tables import Account, Membership

CHECK = "offer_check"


@job("offers", timedelta(hours=6))
def offers(database: Database, now: datetime) -> None:
    """Each council in a commit of its own: killed between two, the rest comes next time."""
    today = clock.today(now)
    with database.reader() as db:
        rows = db.execute(
            select(LocalItem.id, LocalItem.council_id, LocalItem.offered_by, LocalItem.body)
            .where(LocalItem.gone_at.is_(None), LocalItem.reminded_at.is_(None))
            .order_by(LocalItem.council_id, LocalItem.id)
        ).all()
    councils: dict[int, list[int]] = {}
    for row in rows:
        if _is_due(row.offered_by, row.body, today):
            councils.setdefault(row.council_id, []).append(row.id)
    for council_id, ids in councils.items():
        with database.committing() as db:
            remind(db, council_id, ids, now)


def _is_due(offered_by: str, body: str, today: date) -> bool:
    """What cannot be read at all waits for them, too: their desk names it."""
    if read_kept(offered_by, body) is None:
        return True
    return rules.to_check(told_of(body)["item"], today)


def remind(db: Db, council_id: int, item_ids: list[int], now: datetime) -> None:
    """One notice to each editor, however many things there are."""
    told = db.scalars(
        update(LocalItem)
        .where(LocalItem.id.in_(item_ids), LocalItem.reminded_at.is_(None))
        .values(reminded_at=now)
        .returning(LocalItem.id)
    ).all()
    if not told:  # another worker was first
        return
    day = clock.today(now)
    who = db.scalars(
        select(Membership.person_id)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.council_id == council_id, Membership.role == Role.EDITOR.value,
            Membership.starts <= day, or_(Membership.ends.is_(None), Membership.ends >= day),
            Account.state == "open",
        )
        .order_by(Membership.person_id)
    ).all()  # fmt: skip
    tell_each(db, council_id, who, CHECK, CHECK, now)
