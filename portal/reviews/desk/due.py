"""By when the next review is due, made afresh in the commit in which one is held."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from portal.agenda import entries as agenda
from portal.agenda.tables import AgendaItem
from portal.care.present import episodes_of, present_care
from portal.clocks.days import load_holidays
from portal.clocks.kinds import Clock, Unit
from portal.clocks.rows import agenda_row, owed_row
from portal.clocks.rules import CareFacts, Case, Due
from portal.clocks.rules import review as clock_of_reviews
from portal.clocks.standards import Standard
from portal.clocks.statute import load_statute
from portal.clocks.tables import LocalStandard
from portal.core import clock
from portal.core.db import Db, insert_or
from portal.core.ids import new_id
from portal.owed.tables import Owed
from portal.people.allocated import allocated
from portal.people.tables import Person
from portal.reviews.tables import Review

SOURCE = f"clock_{Clock.REVIEW.value}"


def shows(db: Db, review: Review) -> None:
    """How it stands in the young person's dates."""
    row = agenda.row(
        review.council_id, "review", review.id, review.ref, review.person_id, review.run_by_label,
        review.wall, review.state, review.all_day,
    )  # fmt: skip
    _put(db, AgendaItem, row, ("source_kind", "source_id"))


def recount(db: Db, council_id: int, person_id: int, now: datetime) -> None:
    """What is owed by the clock of reviews, and what the young person is told of it: the same that
    `rebuild` makes of it. Of a council whose first review of all this is, the others follow in the
    night."""
    due = _due(db, council_id, person_id, now)
    workers, iros = allocated(db, council_id, clock.today(now), person_id)
    debtor = iros.get(person_id) or workers.get(person_id)
    if due is None:
        for table in (AgendaItem, Owed):
            db.execute(
                delete(table).where(
                    table.council_id == council_id,
                    table.source_kind == SOURCE,
                    table.source_id == person_id,
                )
            )
        return
    _put(db, AgendaItem, agenda_row(council_id, person_id, due), ("source_kind", "source_id"))
    if debtor is not None:
        row = {**owed_row(council_id, person_id, debtor, due), "done_at": None, "next_at": None}
        _put(db, Owed, {**row, "asked_at": None}, ("source_kind", "source_id", "kind"))


def _put(
    db: Db, table: type[AgendaItem] | type[Owed], row: dict[str, object], key: tuple[str, ...]
) -> None:
    put = insert_or(db, table).values({"id": new_id(), **row})
    columns = table.__table__.c
    db.execute(
        put.on_conflict_do_update(
            index_elements=[columns[name] for name in key],
            set_={name: put.excluded[name] for name in row},
        )
    )


def _due(db: Db, council_id: int, person_id: int, now: datetime) -> Due | None:
    today = clock.today(now)
    care = present_care(episodes_of(db, council_id, person_id).get(person_id, ()), today)
    days = db.execute(
        select(Person.born, Review.wall)
        .outerjoin(
            Review,
            (Review.person_id == Person.id) & (Review.kind == "care") & (Review.state == "done"),
        )
        .where(Person.council_id == council_id, Person.id == person_id)
    ).all()
    if care is None or days[0].born is None:
        return None
    facts = CareFacts(
        born=days[0].born, care_started=care.started, legal_status=care.legal_status,
        reviews=tuple(row.wall.date() for row in days if row.wall is not None),
    )  # fmt: skip
    return clock_of_reviews(
        Case(facts, today, _standards(db, council_id), load_holidays(), load_statute())
    )


def _standards(db: Db, council_id: int) -> tuple[Standard, ...]:
    rows = db.scalars(
        select(LocalStandard).where(
            LocalStandard.council_id == council_id, LocalStandard.clock == Clock.REVIEW.value
        )
    )
    return tuple(
        Standard(Clock(r.clock), r.rule or None, r.number, Unit(r.unit), r.source, r.valid_from,
                 r.valid_to)
        for r in rows
    )  # fmt: skip
