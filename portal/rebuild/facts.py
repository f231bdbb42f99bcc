"""Gathers what the clocks need to know of every young person of a council, a query a table.

It joins what several rooms know, so it also says where somebody may have been heard from.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal.care.present import episodes_of, present_care
from portal.clocks.heard import say_heard
from portal.clocks.kinds import Clock, Unit
from portal.clocks.rules import CareFacts
from portal.clocks.standards import Standard
from portal.clocks.tables import DoneOn, LocalStandard
from portal.core.db import Db
from portal.keep_in_touch import entries as keep_in_touch
from portal.messages.heard import last_written
from portal.people.allocated import allocated
from portal.people.rules import PersonKind
from portal.people.tables import Person
from portal.reviews.tables import Review
from portal.visits.entries import last_visits
from portal.visits.tables import Visit

say_heard("messages", last_written)
say_heard("visits", last_visits)

# What the portal may hold no records of; then no date is said rather than a wrong one.
KEPT_IN_DONE_ON = (
    Clock.HEALTH,
    Clock.SDQ,
    Clock.SCHOOL_PLAN,
    Clock.PATHWAY_ASSESSMENT,
    Clock.PATHWAY_PLAN,
    Clock.KEEP_IN_TOUCH,
    Clock.RETURN_INTERVIEW,
    Clock.PLACEMENT_PLAN,
    Clock.CARE_PLAN,
)
CATEGORIES = (
    "eligible", "relevant", "former_relevant", "qualifying", "qualifying_education_to_25",
)  # fmt: skip


@dataclass(frozen=True)
class Known:
    """One young person's facts, and who answers for them: worker and reviewing officer."""

    person_id: int
    facts: CareFacts
    worker_id: int | None
    iro_id: int | None


def standards(db: Db, council_id: int) -> tuple[Standard, ...]:
    rows = db.scalars(select(LocalStandard).where(LocalStandard.council_id == council_id))
    return tuple(
        Standard(
            Clock(r.clock),
            r.rule or None,
            r.number,
            Unit(r.unit),
            r.source,
            r.valid_from,
            r.valid_to,
        )
        for r in rows
    )


def gather(db: Db, council_id: int, today: date) -> list[Known]:
    episodes = episodes_of(db, council_id)
    visits = _days(db, council_id, Visit, Visit.kind == "social_worker")
    adviser_visits = _days(db, council_id, Visit, Visit.kind == "adviser")
    reviews = _days(db, council_id, Review, Review.kind == "care")
    pathway_reviews = _days(db, council_id, Review, Review.kind == "pathway")
    done: dict[str, dict[int, list[date]]] = defaultdict(lambda: defaultdict(list))
    for clock, person_id, day in db.execute(
        select(DoneOn.clock, DoneOn.person_id, DoneOn.day).where(DoneOn.council_id == council_id)
    ):
        done[clock][person_id].append(day)
    missing_records = {clock for clock in KEPT_IN_DONE_ON if not done.get(clock.value)}
    if not visits:
        missing_records |= {Clock.VISIT, Clock.FIRST_VISIT}
    if not adviser_visits:
        missing_records.add(Clock.PA_VISIT)
    if not reviews:
        missing_records.add(Clock.REVIEW)
    workers, iros = allocated(db, council_id, today)
    touch = keep_in_touch.touch(db, council_id, today)

    def days(clock: Clock, person_id: int) -> tuple[date, ...]:
        return tuple(done[clock.value][person_id])

    known = []
    for person in db.execute(
        select(Person.id, Person.born, Person.category).where(
            Person.council_id == council_id,
            Person.kind == PersonKind.YOUNG,
            Person.born.is_not(None),
        )
    ):
        id = person.id
        care = present_care(episodes.get(id, []), today)
        plan_made = days(Clock.PATHWAY_PLAN, id)
        assessed = days(Clock.PATHWAY_ASSESSMENT, id)
        known.append(
            Known(
                id,
                CareFacts(
                    born=person.born,
                    care_started=care.started if care else None,
                    placement_started=care.home_started if care else None,
                    placement_type=care.placement if care else None,
                    legal_status=care.legal_status if care else None,
                    visits=tuple(visits[id]),
                    reviews=tuple(reviews[id]),
                    health_assessments=days(Clock.HEALTH, id),
                    sdqs=days(Clock.SDQ, id),
                    school_plan_reviews=days(Clock.SCHOOL_PLAN, id),
                    category=person.category if person.category in CATEGORIES else None,
                    pathway_assessment_done=min(assessed, default=None),
                    pathway_plan_made=min(plan_made, default=None),
                    pathway_reviews=tuple(pathway_reviews[id]),
                    pa_visits=tuple(adviser_visits[id]),
                    contacts=touch.days_of(id),
                    contacts_kept_since=touch.kept_since,
                    wish_weeks=touch.wish_of(id).weeks,
                    wished_on=touch.wish_of(id).since,
                    # What somebody asked for is owed to them, whatever records there are.
                    not_recorded=frozenset(
                        missing_records - {Clock.KEEP_IN_TOUCH}
                        if touch.wish_of(id).weeks
                        else missing_records
                    ),
                ),
                workers.get(id),
                iros.get(id),
            )
        )
    return known


def _days(
    db: Db, council_id: int, table: type[Visit] | type[Review], kind: object
) -> dict[int, list[date]]:
    """Days on which visits or reviews were done, by person."""
    found: dict[int, list[date]] = defaultdict(list)
    for person_id, wall in db.execute(
        select(table.person_id, table.wall).where(
            table.council_id == council_id,
            table.state == "done",
            kind,  # type: ignore[arg-type]
        )
    ):
        found[person_id].append(wall.date())
    return found
