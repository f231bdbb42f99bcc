"""Write the promise, say what was done for it; say whether it is true; close a quarter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import delete, func, insert, select, update

from portal.core import clock, few, receipts
from portal.core.access import Viewer
from portal.core.db import Db, insert_or
from portal.core.ids import new_id, new_ref
from portal.people.tables import Person
from portal.polls import policy
from portal.polls.pledge import pages
from portal.polls.pledge.rules import IsTrue, State, is_over, quarter_of
from portal.polls.pledge.tables import (
    PledgeBefore,
    PledgeCount,
    PledgeDone,
    PledgeEvidence,
    PledgePoint,
)
from portal.polls.rules import Audience, To
from portal.polls.tables import random_key


class AnsweredBefore(Exception):
    """Once in a quarter: nobody can find an answer again to change it."""


# --- its keepers --------------------------------------------------------------------------------


def add(db: Db, viewer: Viewer, text: str, state: State, key: str, now: datetime) -> None:
    """One more point, the last. Raises receipts.KeyReused."""
    ref = new_ref()
    content = receipts.fingerprint("pledge-point", text, state)
    if receipts.first_time(db, viewer.account_id, key, content, ref, now) is not None:
        return
    last = select(func.coalesce(func.max(PledgePoint.place), 0)).where(
        PledgePoint.council_id == viewer.council_id
    )
    db.execute(
        insert(PledgePoint).values(
            id=new_id(), council_id=viewer.council_id, ref=ref, text=text, state=state.value,
            place=db.execute(last).scalar_one() + 1, by_id=viewer.person_id, made_at=now,
            changed_at=now,
        )
    )  # fmt: skip


def change(db: Db, viewer: Viewer, ref: str, text: str, state: State, now: datetime) -> None:
    """What it said before stays readable. Again changes nothing. Raises NoResultFound."""
    one = pages.found(db, viewer, ref)
    if (one.text, one.state) == (text, state):
        return
    db.execute(
        insert(PledgeBefore).values(
            id=new_id(), council_id=one.council_id, point_id=one.id, text=one.text,
            state=one.state, by_id=one.by_id, until=now,
        )
    )  # fmt: skip
    one.text, one.state, one.by_id, one.changed_at = text, state.value, viewer.person_id, now


def drop(db: Db, viewer: Viewer, ref: str, now: datetime) -> None:
    """It is promised no more. Raises NoResultFound."""
    pages.found(db, viewer, ref).gone_at = now


def prove(
    db: Db, viewer: Viewer, ref: str, text: str, on_day: date, key: str, now: datetime
) -> None:
    """What was done for it, by the viewer's name. Raises NoResultFound, receipts.KeyReused."""
    content = receipts.fingerprint("pledge-evidence", ref, text, on_day.isoformat())
    if receipts.first_time(db, viewer.account_id, key, content, ref, now) is not None:
        return
    one = pages.found(db, viewer, ref)
    db.execute(
        insert(PledgeEvidence).values(
            id=new_id(), council_id=one.council_id, point_id=one.id, text=text, on_day=on_day,
            by_id=viewer.person_id, made_at=now,
        )
    )  # fmt: skip


# --- a young person -----------------------------------------------------------------------------


def say(db: Db, viewer: Viewer, given: Mapping[str, IsTrue], now: datetime) -> None:
    """Whether it is true for them, by the ref of each point; those they left out are not counted.
    Every number of this quarter is written, whichever grew (`polls.actions`). Raises
    AnsweredBefore."""
    quarter = quarter_of(clock.today(now))
    put = insert_or(db, PledgeDone).values(
        id=random_key(), council_id=viewer.council_id, person_id=viewer.person_id, quarter=quarter
    )
    first = put.on_conflict_do_nothing().returning(PledgeDone.id)
    if db.execute(first).first() is None:
        raise AnsweredBefore
    points = db.execute(
        select(PledgePoint.id, PledgePoint.ref)
        .where(PledgePoint.council_id == viewer.council_id, PledgePoint.gone_at.is_(None))
        .order_by(PledgePoint.id)
        .with_for_update()
    ).all()
    rows = [
        {"id": new_id(), "council_id": viewer.council_id, "point_id": point.id,
         "quarter": quarter, "answer": answer.value, "count": int(given.get(point.ref) is answer),
         "shown": None, "closed": False}
        for point in points
        for answer in IsTrue
    ]  # fmt: skip
    counted = insert_or(db, PledgeCount).values(rows)
    db.execute(
        counted.on_conflict_do_update(
            index_elements=[PledgeCount.point_id, PledgeCount.quarter, PledgeCount.answer],
            set_={"count": PledgeCount.count + counted.excluded["count"]},
        )
    )


# --- a quarter is over --------------------------------------------------------------------------


def quarters_over(db: Db, day: date) -> list[tuple[int, str]]:
    """(council, quarter) of which the numbers are still to be worked out."""
    rows = db.execute(
        select(PledgeCount.council_id, PledgeCount.quarter)
        .where(PledgeCount.closed.is_(False))
        .distinct()
    )
    return [(council_id, quarter) for council_id, quarter in rows if is_over(quarter, day)]


def close_quarter(db: Db, council_id: int, quarter: str, now: datetime) -> None:
    """Work out what is shown of each point; the numbers behind it go, and who answered. Once."""
    rows = db.execute(
        select(PledgeCount.id, PledgeCount.point_id, PledgeCount.count)
        .where(
            PledgeCount.council_id == council_id, PledgeCount.quarter == quarter,
            PledgeCount.closed.is_(False),
        )
        .order_by(PledgeCount.id)
        .with_for_update()
    ).all()  # fmt: skip
    of = _of(db, council_id, quarter, now)
    by_point: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for id, point_id, count in rows:
        by_point[point_id].append((id, count))
    for counts in by_point.values():
        cells = few.one_of([count for _id, count in counts], of)
        for (id, _count), cell in zip(counts, cells, strict=True):
            db.execute(
                update(PledgeCount)
                .where(PledgeCount.id == id)
                .values(count=0, shown=cell, closed=True)
            )  # fmt: skip
    db.execute(
        delete(PledgeDone).where(PledgeDone.council_id == council_id, PledgeDone.quarter == quarter)
    )


def _of(db: Db, council_id: int, quarter: str, now: datetime) -> int:
    """How many could have answered: everybody who uses the app, or at least whoever did."""
    who = policy.could_answer(council_id, To(Audience.ALL), clock.today(now))
    could = db.execute(select(func.count()).select_from(Person).where(*who)).scalar_one()
    did = db.execute(
        select(func.count()).where(
            PledgeDone.council_id == council_id, PledgeDone.quarter == quarter
        )
    ).scalar_one()
    return max(could, did)
