"""Who is asked what they want to say: each day, those whose meeting has come near and who have
begun nothing. Told once for each meeting; what is over is done with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import not_, or_, select, update

from portal.agenda.tables import AgendaItem
from portal.core import clock
from portal.core.db import Database, Db
from portal.core.jobs import DAY, job
from portal.my_views import rules
from portal.my_views.actions import ASKED, SOURCE
from portal.my_views.rules import Coming, Invitation
from portal.my_views.tables import ViewSheet
from portal.notifications.actions import tell_each
from portal.notifications.tables import Notice
from portal.people.rules import PersonKind, age_on
from portal.people.stops import stopped
from portal.people.tables import Council, Person

GROWN = 18
YOUNGEST = 4  # from this age on views are asked for at all


@job("views", DAY)
def invite_all(database: Database, now: datetime) -> None:
    """Each council in a transaction of its own."""
    with database.reader() as db:
        councils = db.scalars(select(Council.id).order_by(Council.id)).all()
    for council_id in councils:
        with database.committing() as db:
            invite(db, council_id, now)


def invite(db: Db, council_id: int, now: datetime) -> None:
    """A notice for each meeting that is near, to whoever has none of it yet; once."""
    today = clock.today(now)
    _over(db, council_id, today, now)
    told: dict[str, list[int]] = {}
    for person_id, invitation in _near(db, council_id, today):
        told.setdefault(rules.notice_ref(invitation), []).append(person_id)
    for ref, person_ids in told.items():
        new = set(person_ids) - _know(db, council_id, ref)
        if new:
            tell_each(db, council_id, sorted(new), ASKED, SOURCE, now, ref)


def _near(db: Db, council_id: int, today: date) -> Iterable[tuple[int, Invitation]]:
    """Everybody who is near a meeting, and has neither begun nor sent anything for it."""
    rows = db.execute(
        select(AgendaItem.person_id, AgendaItem.kind, AgendaItem.day, AgendaItem.source_ref,
               Person.born)
        .join(Person, Person.id == AgendaItem.person_id)
        .where(
            AgendaItem.council_id == council_id, Person.kind == PersonKind.YOUNG,
            AgendaItem.kind.in_(tuple(rules.OCCASIONS)), AgendaItem.state == "coming",
            AgendaItem.day >= today, AgendaItem.day <= today + rules.INVITE,
            not_(stopped(AgendaItem.person_id)),
        )
    ).all()  # fmt: skip
    begun = _begun(db, council_id, today)
    of_each: dict[int, list[Any]] = {}
    for row in rows:
        of_each.setdefault(row.person_id, []).append(row)
    for person_id, items in of_each.items():
        age = age_on(items[0].born, today) if items[0].born else None
        if age is not None and age < YOUNGEST:
            continue
        coming = [Coming(row.kind, row.day, row.source_ref) for row in items]
        for one in rules.invitations(coming, today, age is not None and age >= GROWN):
            if (person_id, one.occasion.value) not in begun:
                yield person_id, one


def _begun(db: Db, council_id: int, today: date) -> set[tuple[int, str]]:
    """Whoever is at it, or sent something within these weeks."""
    since = clock.at_wall(datetime.combine(today, datetime.min.time())) - timedelta(days=28)
    rows = db.execute(
        select(ViewSheet.person_id, ViewSheet.occasion).where(
            ViewSheet.council_id == council_id,
            or_(ViewSheet.sent_at.is_(None), ViewSheet.sent_at >= since),
        )
    )
    return {(row.person_id, row.occasion) for row in rows}


def _know(db: Db, council_id: int, ref: str) -> set[int]:
    return set(
        db.scalars(
            select(Notice.person_id).where(
                Notice.council_id == council_id, Notice.kind == ASKED, Notice.source_ref == ref
            )
        )
    )


def _over(db: Db, council_id: int, today: date, now: datetime) -> None:
    """A meeting that was is asked about no more: the day stands first in what names it."""
    db.execute(
        update(Notice)
        .where(
            Notice.council_id == council_id, Notice.kind == ASKED, Notice.seen_at.is_(None),
            Notice.source_ref < today.isoformat(),
        )
        .values(seen_at=now)
        .execution_options(synchronize_session=False)
    )  # fmt: skip
