"""Work by itself: open check-ins, and count from what other rooms heard. Safe to repeat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import and_, exists, func, not_, or_, select

from portal.clocks.heard import last_heard
from portal.core import clock
from portal.core.db import Database, Db, insert_or
from portal.core.ids import new_id, new_ref
from portal.core.jobs import job
from portal.keep_in_touch import entries, rules
from portal.keep_in_touch.actions import ASKED, HEARD
from portal.keep_in_touch.rules import Began, Why
from portal.keep_in_touch.tables import CheckIn, Confirmed, Contact, LostTouch, Rhythm
from portal.notifications.actions import tell
from portal.notifications.tables import Notice
from portal.people.allocated import allocated
from portal.people.rules import PersonKind
from portal.people.stops import stopped
from portal.people.tables import Council, Person

BATCH, FEW = 200, 50
ASKED_WITHIN = timedelta(days=365)
MORNING = time(10)  # nobody's phone lights up at night for a hello


@job("check_ins", timedelta(days=1))
def open_check_ins(database: Database, now: datetime) -> None:
    """Open what is due to open, a batch a commit: whoever is killed goes on where it stopped."""
    for council_id in _councils(database):
        after: int | None = 0
        while after is not None:
            with database.committing() as db:
                after = open_batch(db, council_id, after, now)


@job("keep_in_touch", timedelta(minutes=15))
def count_again(database: Database, now: datetime) -> None:
    """A message or a visit is kept elsewhere: move the days on, and tell whoever was searching.
    Looked for without holding up anybody who writes; written a few people a commit."""
    for council_id in _councils(database):
        with database.reader() as db:
            found = entries.stale(db, council_id, now)
        for start in range(0, len(found), FEW):
            with database.committing() as db:
                for person_id in found[start : start + FEW]:
                    entries.match(db, council_id, now, person_id)
        with database.committing() as db:
            tell_of_heard(db, council_id, now)


def _councils(database: Database) -> Sequence[int]:
    with database.reader() as db:
        return db.scalars(select(Council.id).order_by(Council.id)).all()


@dataclass(frozen=True)
class _Asked:
    person_id: int
    opens: rules.Opens


def open_batch(db: Db, council_id: int, after: int, now: datetime) -> int | None:
    """Look at the next care leavers by key; where the batch ended, None when all were seen."""
    today = clock.today(now)
    rows = db.execute(_care_leavers(council_id, after, now)).all()
    found = []
    for row in rows:
        opens = rules.opens_on(row.born, today, row.asks)
        if opens is not None:
            found.append(_Asked(row.id, opens))
    answered = _settled(db, council_id, found)
    for one in found:
        if one.person_id not in answered:
            _open(db, council_id, one, now)
    return rows[-1].id if len(rows) == BATCH else None


def _care_leavers(council_id: int, after: int, now: datetime) -> Any:
    """Of 22 to 25 those who asked: by a wish of their own, or by having begun, in the last year."""
    year_ago = now - ASKED_WITHIN
    wished = exists(
        select(Rhythm.id).where(
            Rhythm.council_id == council_id, Rhythm.person_id == Person.id, Rhythm.theirs,
            Rhythm.made_at >= year_ago,
        )
    )  # fmt: skip
    began = exists(
        select(Contact.id).where(
            Contact.council_id == council_id, Contact.person_id == Person.id,
            Contact.began == Began.THEM.value, Contact.put_right_at.is_(None),
            Contact.day >= clock.today(year_ago),
        )
    )  # fmt: skip
    return (
        select(Person.id, Person.born, or_(wished, began).label("asks"))
        .where(
            Person.council_id == council_id,
            Person.kind == PersonKind.YOUNG,
            Person.born.is_not(None),
            Person.category.in_(sorted(rules.CHECKED_IN)),
            Person.id > after,
            not_(stopped(Person.id)),
        )
        .order_by(Person.id)
        .limit(BATCH)
    )


def _settled(db: Db, council_id: int, found: Sequence[_Asked]) -> set[int]:
    """Who need not be asked again before the window closes: they answered the first one, or their
    worker has confirmed the codes."""
    second = {one.person_id: one.opens for one in found if one.opens.why is Why.RETURN}
    if not second:
        return set()
    settled = set()
    answered = select(CheckIn.person_id, CheckIn.closes).where(
        CheckIn.council_id == council_id, CheckIn.person_id.in_(second),
        CheckIn.answered_at.is_not(None), CheckIn.why == Why.BIRTHDAY.value,
    )  # fmt: skip
    for person_id, closes in db.execute(answered):
        if closes >= second[person_id].first - timedelta(days=1):
            settled.add(person_id)
    confirmed = select(Confirmed.person_id, Confirmed.age).where(
        Confirmed.council_id == council_id, Confirmed.person_id.in_(second)
    )
    for their_id, age in db.execute(confirmed):
        if age == second[their_id].age:
            settled.add(their_id)
    return settled


def _open(db: Db, council_id: int, one: _Asked, now: datetime) -> None:
    """Once: the planned first day is part of the key, whenever the job comes to it."""
    ref = new_ref()
    put = insert_or(db, CheckIn).values(
        id=new_id(), ref=ref, council_id=council_id, person_id=one.person_id,
        why=one.opens.why.value, opens=one.opens.first, closes=one.opens.last, feeling="",
        living="", doing="", words="", call_me=False,
    )  # fmt: skip
    put = put.on_conflict_do_nothing(index_elements=[CheckIn.person_id, CheckIn.why, CheckIn.opens])
    if db.execute(put.returning(CheckIn.id)).first() is not None:
        tell(db, council_id, one.person_id, ASKED, "check_in", ref, _in_the_day(now))


def _in_the_day(now: datetime) -> datetime:
    """Now, or ten in the morning if it is still before that."""
    return max(now, clock.at_wall(datetime.combine(clock.today(now), MORNING)))


def tell_of_heard(db: Db, council_id: int, now: datetime) -> None:
    """Somebody who was lost wrote, or was visited, since the search began: their worker is told
    once. The search is ended by a person."""
    open_now = db.execute(
        select(LostTouch.ref, LostTouch.person_id, LostTouch.made_at).where(
            LostTouch.council_id == council_id,
            LostTouch.found_at.is_(None),
            not_(stopped(LostTouch.person_id)),
        )
    ).all()
    for row in open_now:
        day: date | None = last_heard(db, council_id, row.person_id).get(row.person_id)
        if day is None or day < clock.today(row.made_at):
            continue
        workers, _iros = allocated(db, council_id, clock.today(now), row.person_id)
        told = db.scalar(
            select(func.count(Notice.id)).where(
                and_(Notice.council_id == council_id, Notice.kind == HEARD,
                     Notice.source_ref == row.ref)
            )
        )  # fmt: skip
        if row.person_id in workers and not told:
            tell(db, council_id, workers[row.person_id], HEARD, "keep_in_touch", row.ref, now)
