"""What was done because of a poll is owed to whoever answered, by whoever asked, until somebody
says it. No one young person is owed it, so the row is about whoever asked (`owed.tables`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import exists, not_, select

from portal.core import clock
from portal.core.access import Role
from portal.core.db import Db
from portal.hours.pages import calendar_for
from portal.owed.entries import every_step, with_steps
from portal.owed.passing import PASSED_ON
from portal.owed.steps import Begun, Taken, To
from portal.owed.tables import Owed
from portal.owed.ways import Next, goes_on_to
from portal.people.answers import away_on, signs_in
from portal.people.stops import stopped
from portal.people.tables import Membership
from portal.polls.did.tables import WeDid
from portal.polls.tables import Poll

KIND, SOURCE = "poll_did", "poll"


def owed_row(
    council_id: int, id: int, ref: str, by_id: int, since: datetime, did_by: date
) -> dict[str, Any]:
    late = clock.at_wall(datetime.combine(did_by + timedelta(days=1), time()))
    due = max(late, since)
    return {
        "council_id": council_id, "debtor_id": by_id, "person_id": by_id, "kind": KIND,
        "since": since, "due_at": due, "urgent": False, "rule": "", "source": "",
        "source_kind": SOURCE, "source_id": id, "source_ref": ref, "passes_to_id": None,
        "passes_at": None, "next_at": due,
    }  # fmt: skip


def owed_rows(db: Db, council_id: int) -> list[dict[str, Any]]:
    said = exists(select(WeDid.id).where(WeDid.poll_id == Poll.id))
    rows = db.execute(
        select(Poll.id, Poll.ref, Poll.by_id, Poll.closed_at, Poll.did_by).where(
            Poll.council_id == council_id, Poll.closed_at.is_not(None), not_(said)
        )
    ).all()
    if not rows:
        return []
    calendar, passed = calendar_for(db, council_id), every_step(db, council_id, KIND)
    found = []
    for row in rows:
        owed = owed_row(council_id, row.id, row.ref, row.by_id, row.closed_at, row.did_by)
        steps = passed.get((SOURCE, row.id, row.closed_at), ())
        begun = [Begun(row.closed_at, owed["due_at"], urgent=False)]
        found.append(with_steps(owed, calendar, begun, steps))
    return found


@goes_on_to(KIND)
def to_a_manager(db: Db, owed: Owed, taken: Sequence[Taken], now: datetime) -> Next | None:
    """Late, it goes to a manager, and on to the next: whoever was not asked yet, or longest ago."""
    asked = {step.to_id: step.number for step in taken}
    day = clock.today(now)
    managers = db.scalars(
        select(Membership.person_id).where(
            Membership.council_id == owed.council_id, Membership.role == Role.MANAGER.value,
            signs_in(Membership.person_id, day), not_(stopped(Membership.person_id)),
            not_(away_on(Membership.person_id, day)), Membership.person_id != owed.debtor_id,
        )
    ).all()  # fmt: skip
    if not managers:
        return None
    chosen = min(managers, key=lambda id: (asked.get(id, 0), id))
    return Next(To.AGAIN if taken else To.MANAGER, chosen, PASSED_ON)
