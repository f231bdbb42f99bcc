"""What is owed to whoever said something about their plan, and what is asked again by when."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select

from portal.core import clock
from portal.core.db import Db
from portal.hours.pages import calendar_for
from portal.owed.answering import answer_clock
from portal.owed.entries import every_step, with_steps
from portal.owed.passing import who_has_field
from portal.owed.steps import Begun
from portal.owed.tables import Owed
from portal.owed.wish import owed_by_wish
from portal.people.answers import answers_for, everybody_who_answers
from portal.people.tables import Council
from portal.plan.policy import WISHED
from portal.plan.together import rules
from portal.plan.together.tables import BigQuestion, PlanResponse
from portal.worries import policy as worries

OWED = "plan_response"  # kind and source of what is owed: one row for each wait
ASK_AGAIN = "big_question"
BY_ASK_AGAIN = "by_big_question"


@owed_by_wish
def about_a_wish(owed: type[Owed]) -> ColumnElement[bool]:
    """Answers about a part that is given by wish."""
    return and_(
        owed.kind == OWED,
        exists(
            select(PlanResponse.id)
            .where(PlanResponse.wait_id == owed.source_id, PlanResponse.area.in_(WISHED))
            .correlate_except(PlanResponse)
        ),
    )


def owed_rows(db: Db, council_id: int, now: datetime) -> list[dict[str, Any]]:
    """One row for each wait: what was said and nobody has answered, and what was said before it in
    the same wait. Owed by whoever answers the young person today; where nobody does, by whoever
    stands in; about what is given by wish, by whoever has it, and while nobody does it stays with
    whoever had it, who does not see it. And one for each big question that is to be asked again."""
    waits = select(PlanResponse.wait_id).where(
        PlanResponse.council_id == council_id, PlanResponse.state == rules.State.OPEN
    )
    rows = db.execute(
        select(
            PlanResponse.wait_id, PlanResponse.id, PlanResponse.ref, PlanResponse.person_id,
            PlanResponse.made_at, PlanResponse.answer_by, PlanResponse.again_at,
            PlanResponse.again_by, PlanResponse.area, Council.reply_days, Owed.debtor_id,
        )
        .join(Council, Council.id == PlanResponse.council_id)
        .outerjoin(
            Owed,
            and_(
                Owed.source_kind == OWED, Owed.source_id == PlanResponse.wait_id,
                Owed.kind == OWED,
            ),
        )
        .where(PlanResponse.council_id == council_id, PlanResponse.wait_id.in_(waits))
        .order_by(PlanResponse.wait_id, PlanResponse.id)
    ).all()  # fmt: skip
    return [*_waits(db, council_id, rows, now), *_asked_again(db, council_id, now)]


def _waits(db: Db, council_id: int, rows: Any, now: datetime) -> list[dict[str, Any]]:
    if not rows:
        return []
    answers = who_answers(db, council_id, clock.today(now))
    about_wish = {row.person_id for row in rows if row.area in WISHED}
    with_field = who_has_field(db, council_id, about_wish, clock.today(now)) if about_wish else {}
    calendar, passed = calendar_for(db, council_id), every_step(db, council_id, OWED)
    found = []
    for wait_id, group in groupby(rows, key=lambda row: row.wait_id):
        said = list(group)
        first = said[0]
        if first.area in WISHED:
            debtor_id = with_field.get(first.person_id) or first.debtor_id
        else:
            debtor_id = answers.get(first.person_id) or worries.sees_to_it(
                db, council_id, first.person_id, first.person_id, now
            )
        if debtor_id is None:
            continue
        moments = [
            (
                one.again_at or one.made_at,
                answer_clock(
                    one.again_at or one.made_at, one.reply_days, calendar, calendar,
                    one.again_by if one.again_at else one.answer_by,
                ),
            )
            for one in said
        ]  # fmt: skip
        since = moments[0][0]
        row = owed_row(
            council_id, wait_id, first.ref, first.person_id, debtor_id, since,
            min(clock.due for _at, clock in moments), None,
        )  # fmt: skip
        begun = [Begun(at, clock.goes_on, urgent=False) for at, clock in moments]
        found.append(with_steps(row, calendar, begun, passed.get((OWED, wait_id, since), ())))
    return found


def who_answers(db: Db, council_id: int, today: date) -> dict[int, int]:
    found: dict[int, int] = {}
    for row in db.execute(everybody_who_answers(council_id, today)):
        answers = answers_for(row, today)
        if answers is not None:
            found.setdefault(row.of_id, answers.id)
    return found


def owed_row(
    council_id: int, wait_id: int, ref: str, person_id: int, debtor_id: int, since: datetime,
    due_at: datetime, goes_on_at: datetime | None,
) -> dict[str, Any]:  # fmt: skip
    return {
        "council_id": council_id,
        "debtor_id": debtor_id,
        "person_id": person_id,
        "kind": OWED,
        "since": since,
        "due_at": due_at,
        "urgent": False,
        "rule": "",
        "source": "",
        "source_kind": OWED,
        "source_id": wait_id,
        "source_ref": ref,
        "passes_to_id": None,
        "passes_at": None,
        "next_at": goes_on_at,
    }


# --- big questions ------------------------------------------------------------------------------


def _asked_again(db: Db, council_id: int, now: datetime) -> list[dict[str, Any]]:
    rows = db.execute(
        select(BigQuestion.id, BigQuestion.person_id, BigQuestion.ask_again, BigQuestion.made_at)
        .where(
            BigQuestion.council_id == council_id,
            BigQuestion.ended_at.is_(None),
            BigQuestion.ask_again.is_not(None),
        )
        .order_by(BigQuestion.id)
    ).all()
    answers = who_answers(db, council_id, clock.today(now)) if rows else {}
    return [
        ask_again_row(council_id, row.id, row.person_id, answers[row.person_id], row.made_at,
                      row.ask_again)
        for row in rows
        if row.person_id in answers
    ]  # fmt: skip


def ask_again_row(
    council_id: int, id: int, person_id: int, debtor_id: int, since: datetime, day: date
) -> dict[str, Any]:
    midnight = clock.at_wall(datetime.combine(day + timedelta(days=1), time()))
    row = owed_row(council_id, id, "", person_id, debtor_id, since, midnight, None)
    return {**row, "kind": ASK_AGAIN, "source_kind": ASK_AGAIN}


def agenda_rows(db: Db, council_id: int) -> list[dict[str, Any]]:
    """A day by which each big question is asked again, without saying which."""
    rows = db.execute(
        select(BigQuestion.id, BigQuestion.person_id, BigQuestion.ask_again).where(
            BigQuestion.council_id == council_id,
            BigQuestion.ended_at.is_(None),
            BigQuestion.ask_again.is_not(None),
        )
    )
    return [agenda_row(council_id, row.id, row.person_id, row.ask_again) for row in rows]


def agenda_row(council_id: int, id: int, person_id: int, day: date) -> dict[str, Any]:
    return {
        "council_id": council_id,
        "person_id": person_id,
        "kind": BY_ASK_AGAIN,
        "with_label": "",
        "with_id": None,
        "day": day,
        "wall": None,
        "zone": "Europe/London",
        "state": "coming",
        "source_kind": ASK_AGAIN,
        "source_id": id,
        "source_ref": "",
    }
