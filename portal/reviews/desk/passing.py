"""How a dispute goes on when whoever was asked does not answer by their day.

What was asked in a talk goes to a manager of the young person, as the next step, with a day of its
own. Whoever comes above them has no place here that we know of: then the officer is told that the
day has passed, again each working week, and takes it a step up by name. Nobody is let in for it,
and the young person reads each step.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from portal.core import clock
from portal.core.db import Db, add_rows
from portal.core.ids import new_id
from portal.core.words import later
from portal.hours.pages import calendar_for
from portal.hours.rules import NO_DAY, Calendar
from portal.notifications.actions import tell
from portal.notifications.labels import say_news
from portal.owed.passing import taken_of, when_passed
from portal.owed.steps import Taken, To
from portal.owed.tables import Owed
from portal.owed.ways import Next, goes_on_to
from portal.people.reach import shown_name
from portal.people.tables import Person
from portal.reviews.desk import entries
from portal.reviews.desk.entries import KIND
from portal.reviews.desk.rules import ANSWER_DAYS, Level
from portal.reviews.desk.tables import DisputeStep, ReviewDispute
from portal.say import who

CHALLENGE, CHALLENGE_ASKED, CHALLENGE_LATE = "challenge", "challenge_asked", "challenge_late"

say_news(
    CHALLENGE_LATE, later("What you asked has no answer, and its day has passed"),
    "review_desk.desk", "review",
)  # fmt: skip


def _of(db: Db, step_id: int) -> tuple[DisputeStep, ReviewDispute]:
    row = db.execute(
        select(DisputeStep, ReviewDispute)
        .join(ReviewDispute, ReviewDispute.id == DisputeStep.dispute_id)
        .where(DisputeStep.id == step_id)
    ).one()
    return row.DisputeStep, row.ReviewDispute


@goes_on_to(KIND)
def whom(db: Db, owed: Owed, taken: Sequence[Taken], now: datetime) -> Next | None:
    step, dispute = _of(db, owed.source_id)
    if step.level == Level.INFORMAL and not taken:
        been = {step.to_id, dispute.by_id}
        managers = who.managers(db, owed.council_id, owed.person_id, now)
        near = [one.id for one in managers if one.near and one.id not in been]
        if near:
            return Next(To.MANAGER, near[0], CHALLENGE_ASKED)
    officers = who.officers(db, owed.council_id, now, owed.person_id).get(owed.person_id, ())
    if not officers:
        return None
    officer = dispute.by_id if dispute.by_id in officers else officers[0]
    return Next(To.OFFICER, officer, CHALLENGE_LATE)


@when_passed(KIND)
def went_on(db: Db, owed: Owed, person_id: int, now: datetime) -> None:
    calendar, taken = calendar_for(db, owed.council_id), taken_of(db, owed)
    if taken[-1].to is To.MANAGER:
        _asks(db, owed, person_id, calendar, now)
        return
    again = entries.next_at(calendar, taken)
    db.execute(update(Owed).where(Owed.id == owed.id).values(next_at=again))


def _asks(db: Db, owed: Owed, person_id: int, calendar: Calendar, now: datetime) -> None:
    """The manager is asked, as the next step of the dispute."""
    step, dispute = _of(db, owed.source_id)
    manager: Any = db.execute(
        select(Person.known_as, Person.code).where(Person.id == person_id)
    ).one()
    days, today = ANSWER_DAYS[Level.MANAGER], clock.today(now)
    try:
        due = calendar.anyhow().add_working_days(today, days)
    except NO_DAY:
        due = today + timedelta(days=days + 2)
    new = DisputeStep(
        id=new_id(), council_id=owed.council_id, person_id=owed.person_id,
        dispute_id=dispute.id, number=step.number + 1, level=Level.MANAGER.value,
        to_id=person_id, to_label=shown_name(manager.known_as, manager.code), due=due, at=now,
    )  # fmt: skip
    db.add(new)
    db.flush()
    db.execute(update(Owed).where(Owed.id == owed.id).values(done_at=now, next_at=None))
    add_rows(db, Owed, [{"id": new_id(), **entries.owed_row(new, dispute.ref)}])
    tell(db, owed.council_id, owed.person_id, CHALLENGE, CHALLENGE, dispute.ref, now)
    tell(db, owed.council_id, dispute.by_id, CHALLENGE_LATE, CHALLENGE, dispute.ref, now)
