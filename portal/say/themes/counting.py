"""Counts a quarter, once nothing is added to it any more, and keeps only what may be shown."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, or_, select

from portal.care.rules import home_kind
from portal.care.tables import CareEpisode
from portal.core import clock
from portal.core.db import Database, Db, insert_or
from portal.core.ids import new_id
from portal.core.jobs import DAY, job
from portal.core.words import local_day
from portal.hours.pages import calendar_for
from portal.hours.rules import Calendar
from portal.owed.answering import answer_clock
from portal.people.rules import age_on
from portal.people.tables import Council, Person
from portal.promises.tables import Promise
from portal.say.kinds import reply_days
from portal.say.policy import SOURCE
from portal.say.rules import Owner, Readers
from portal.say.tables import Said, SaidAnswer
from portal.say.themes.rules import (
    Heard,
    Kept,
    Quarter,
    Time,
    Voice,
    age_band,
    closed_since,
    home_of,
    shown,
)
from portal.say.themes.tables import QuarterInNumbers

_WORST = (Kept.LATE, Kept.COMING, Kept.KEPT)


@job("numbers of what was said", DAY)
def count_quarters(database: Database, now: datetime) -> None:
    """Each council's quarters that have closed and are not counted yet. A council at a time."""
    with database.reader() as db:
        councils = db.scalars(select(Council.id).order_by(Council.id)).all()
    for council_id in councils:
        with database.committing() as db:
            count_council(db, council_id, now)


def count_council(db: Db, council_id: int, now: datetime) -> None:
    first = db.scalar(select(func.min(Said.said_at)).where(Said.council_id == council_id))
    if first is None:
        return
    there = {
        (row.year, row.number)
        for row in db.execute(
            select(QuarterInNumbers.year, QuarterInNumbers.number).where(
                QuarterInNumbers.council_id == council_id
            )
        )
    }
    for quarter in closed_since(local_day(first), clock.today(now)):
        if quarter in there:
            continue
        found = asdict(shown(voices(db, council_id, quarter)))
        put = insert_or(db, QuarterInNumbers).values(
            id=new_id(), council_id=council_id, year=quarter.year, number=quarter.number,
            shown=json.dumps(found), made_at=now,
        )  # fmt: skip
        db.execute(put.on_conflict_do_nothing())


def voices(db: Db, council_id: int, quarter: Quarter) -> list[Voice]:
    """Everybody who said something in this quarter, as it stood when it closed. Four statements,
    however many there are."""
    closes = _begins(quarter.closes + timedelta(days=1))
    rows = db.execute(
        select(
            Said.id, Said.person_id, Said.kind, Said.topic, Said.owner, Said.readers, Said.turn,
            Said.said_at, Said.due_at, Person.born, Council.reply_days,
        )
        .join(Person, Person.id == Said.person_id)
        .join(Council, Council.id == Said.council_id)
        .where(
            Said.council_id == council_id, Said.said_at >= _begins(quarter.first),
            Said.said_at < _begins(quarter.next.first),
        )
        .order_by(Said.id)
    ).all()  # fmt: skip
    if not rows:
        return []
    by_person: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        by_person[row.person_id].append(row)
    answers = _answers(db, council_id, quarter, closes)
    homes = _homes(db, council_id, quarter.last)
    calendar = calendar_for(db, council_id)
    return [
        _voice(theirs, answers, homes.get(person_id), calendar, quarter)
        for person_id, theirs in by_person.items()
    ]


def is_private(owner: str, readers: int) -> bool:
    """Said to the reviewing officer alone, or of a worker: never counted by anything."""
    return owner != Owner.WORKER or Readers.WORKER not in Readers(readers)


def _begins(day: date) -> datetime:
    return clock.at_wall(datetime.combine(day, time()))


def _answers(
    db: Db, council_id: int, quarter: Quarter, closes: datetime
) -> Mapping[int, Sequence[Any]]:
    """By what was said: its answers until then, the first first."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in db.execute(
        select(SaidAnswer.said_id, SaidAnswer.made_at, SaidAnswer.found, SaidAnswer.found_at,
               Promise.state, Promise.state_on, Promise.due)
        .join(Said, Said.id == SaidAnswer.said_id)
        .outerjoin(
            Promise,
            (Promise.council_id == SaidAnswer.council_id) & (SaidAnswer.promise_ref != "")
            & (Promise.ref == SaidAnswer.promise_ref) & (Promise.source_kind == SOURCE),
        )
        .where(
            SaidAnswer.council_id == council_id, SaidAnswer.made_at < closes,
            Said.said_at >= _begins(quarter.first), Said.said_at < _begins(quarter.next.first),
        )
        .order_by(SaidAnswer.said_id, SaidAnswer.turn)
    ):  # fmt: skip
        found[row.said_id].append(row)
    return found


def _homes(db: Db, council_id: int, day: date) -> dict[int, str]:
    """By young person: the code of the home they had on this day, the newest of several."""
    rows = db.execute(
        select(CareEpisode.person_id, CareEpisode.placement)
        .where(
            CareEpisode.council_id == council_id,
            CareEpisode.started <= day,
            or_(CareEpisode.ended.is_(None), CareEpisode.ended > day),
        )
        .order_by(CareEpisode.started, CareEpisode.id)
    )
    return {row.person_id: row.placement for row in rows}


def _voice(
    theirs: Sequence[Any], answers: Mapping[int, Sequence[Any]], home: str | None,
    calendar: Calendar, quarter: Quarter,
) -> Voice:  # fmt: skip
    open_ = [row for row in theirs if not is_private(row.owner, row.readers)]
    given = [answer for row in open_ for answer in answers.get(row.id, ())]
    firsts = [(row, answers[row.id][0]) for row in open_ if row.id in answers]
    in_time = len(firsts) == len(open_) and all(
        answer.made_at <= _first_due(row, calendar) for row, answer in firsts
    )
    born = theirs[0].born
    return Voice(
        frozenset((row.kind, row.topic) for row in open_),
        Time.IN_TIME if in_time else Time.LATE,
        _heard(given, quarter),
        _kept(given, quarter),
        age_band(age_on(born, quarter.last) if born else None),
        home_of(None if home is None else home_kind(home)),
        tuple((local_day(answer.made_at) - local_day(row.said_at)).days for row, answer in firsts),
    )


def _first_due(row: Any, calendar: Calendar) -> datetime:
    """From when on the first answer was late; the row has the day of the newest turn."""
    if row.turn == 1:
        due: datetime = row.due_at
        return due
    days = reply_days(row.kind, row.reply_days)
    return answer_clock(row.said_at, days, calendar, calendar).due


def _heard(given: Sequence[Any], quarter: Quarter) -> Heard:
    told = [
        answer for answer in given
        if answer.found and answer.found_at and local_day(answer.found_at) <= quarter.closes
    ]  # fmt: skip
    return Heard(max(told, key=lambda one: one.found_at).found) if told else Heard.NOT_SAID


def _kept(given: Sequence[Any], quarter: Quarter) -> Kept:
    """The worst of what was promised, as it stood on the day on which the quarter closed."""
    found = {_stands(answer, quarter.closes) for answer in given if answer.due is not None}
    return next((kept for kept in _WORST if kept in found), Kept.NONE)


def _stands(promise: Any, day: date) -> Kept:
    done = promise.state == "kept" and promise.state_on <= day
    if done and promise.state_on <= promise.due:
        return Kept.KEPT
    gone = promise.state == "dropped" and promise.state_on <= day
    return Kept.LATE if done or gone or promise.due < day else Kept.COMING
