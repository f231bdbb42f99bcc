"""By when the next review is due, made afresh in the commit in which one is held."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import delete, select, update

from portal.agenda import entries as agenda
from portal.agenda.tables import AgendaItem
from portal.care.present import present_care
from portal.care.tables import CareEpisode
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
from portal.core.json_rows import json_rows, rows_of
from portal.owed.tables import Owed
from portal.people.allocated import allocated
from portal.people.tables import Person
from portal.reviews.tables import Review

SOURCE = f"clock_{Clock.REVIEW.value}"


def shows(db: Db, review: Review) -> None:
    """How it stands in the young person's dates. One statement."""
    _in_agenda(db, [_row(review)])


def counts(db: Db, review: Review, now: datetime) -> None:
    """It was held: that in the dates, when the next is due, and who owes it; the same that
    `rebuild` makes of it. Three statements, two more where none was owed. Of a council whose first
    review of all this is, the others follow in the night."""
    council_id, person_id = review.council_id, review.person_id
    due = _due(db, council_id, person_id, now)
    if due is None:
        shows(db, review)
        _nothing_due(db, council_id, person_id)
        return
    _in_agenda(db, [_row(review), agenda_row(council_id, person_id, due)])
    _owe(db, council_id, person_id, due, now)


def _row(review: Review) -> dict[str, object]:
    return agenda.row(
        review.council_id, "review", review.id, review.ref, review.person_id, review.run_by_label,
        review.wall, review.state, review.all_day,
    )  # fmt: skip


def _in_agenda(db: Db, rows: list[dict[str, object]]) -> None:
    put = insert_or(db, AgendaItem).values([{"id": new_id(), **row} for row in rows])
    key = [AgendaItem.source_kind, AgendaItem.source_id]
    anew = {name: put.excluded[name] for name in rows[0]}
    db.execute(put.on_conflict_do_update(index_elements=key, set_=anew))


def _nothing_due(db: Db, council_id: int, person_id: int) -> None:
    for table in (AgendaItem, Owed):
        db.execute(
            delete(table).where(
                table.council_id == council_id,
                table.source_kind == SOURCE,
                table.source_id == person_id,
            )
        )


def _owe(db: Db, council_id: int, person_id: int, due: Due, now: datetime) -> None:
    """Whoever owed the one before owes the next; where nobody did, their reviewing officer."""
    row = owed_row(council_id, person_id, 0, due)
    del row["debtor_id"]
    again = (
        update(Owed)
        .where(
            Owed.council_id == council_id,
            Owed.source_kind == SOURCE,
            Owed.source_id == person_id,
            Owed.done_at.is_(None),
        )
        .values(**row, next_at=None, asked_at=None)
        .returning(Owed.id)
        .execution_options(synchronize_session=False)
    )
    if db.execute(again).first() is not None:
        return
    workers, iros = allocated(db, council_id, clock.today(now), person_id)
    debtor = iros.get(person_id) or workers.get(person_id)
    if debtor is None:
        return
    row = {**row, "debtor_id": debtor, "done_at": None, "next_at": None, "asked_at": None}
    put = insert_or(db, Owed).values(id=new_id(), **row)
    key = [Owed.source_kind, Owed.source_id, Owed.kind]
    anew = {name: put.excluded[name] for name in row}
    db.execute(put.on_conflict_do_update(index_elements=key, set_=anew))


def _due(db: Db, council_id: int, person_id: int, now: datetime) -> Due | None:
    """All that the clock has to know of one young person: one statement."""
    today = clock.today(now)
    care = json_rows(
        CareEpisode.id, CareEpisode.started, CareEpisode.ended, CareEpisode.reason_new,
        CareEpisode.legal_status, CareEpisode.placement,
    ).where(CareEpisode.council_id == council_id, CareEpisode.person_id == person_id)  # fmt: skip
    held = json_rows(Review.wall).where(
        Review.council_id == council_id, Review.person_id == person_id, Review.kind == "care",
        Review.state == "done",
    )  # fmt: skip
    ours = json_rows(
        LocalStandard.rule, LocalStandard.number, LocalStandard.unit, LocalStandard.source,
        LocalStandard.valid_from, LocalStandard.valid_to,
    ).where(
        LocalStandard.council_id == council_id, LocalStandard.clock == Clock.REVIEW.value
    )  # fmt: skip
    row = db.execute(
        select(
            Person.born, care.scalar_subquery().label("care"), held.scalar_subquery().label("held"),
            ours.scalar_subquery().label("ours"),
        ).where(Person.council_id == council_id, Person.id == person_id)
    ).one()  # fmt: skip
    present = present_care(_episodes(row.care), today)
    if present is None or row.born is None:
        return None
    facts = CareFacts(
        born=row.born, care_started=present.started, legal_status=present.legal_status,
        reviews=tuple(datetime.fromisoformat(wall).date() for (wall,) in rows_of(row.held)),
    )  # fmt: skip
    return clock_of_reviews(
        Case(facts, today, _standards(row.ours), load_holidays(), load_statute())
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _episodes(found: str | None) -> list[CareEpisode]:
    """The earliest first."""
    by_day = sorted(rows_of(found), key=lambda row: (row[1], row[0]))
    return [
        CareEpisode(
            id=id, started=_day(started), ended=_day(ended), reason_new=new, legal_status=legal,
            placement=placement,
        )
        for id, started, ended, new, legal, placement in by_day
    ]  # fmt: skip


def _standards(found: str | None) -> tuple[Standard, ...]:
    return tuple(
        Standard(
            Clock.REVIEW, rule or None, number, Unit(unit), source, date.fromisoformat(first),
            _day(last),
        )
        for rule, number, unit, source, first, last in rows_of(found)
    )  # fmt: skip
