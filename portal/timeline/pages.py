"""What comes when, for the young person, for those who were given their plan, and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from portal.care.tables import CareEpisode
from portal.clocks.category import CareHistory, CarePeriod, Category
from portal.clocks.days import birthday
from portal.clocks.rules import SHORT_BREAKS
from portal.core import clock
from portal.core.access import Band, Viewer
from portal.core.db import Db
from portal.people.answers import (
    FIRST,
    Answers,
    answers_for,
    columns,
    with_who_answers,
    worker,
)
from portal.people.pages import Subject
from portal.people.tables import Person
from portal.timeline import policy, rules
from portal.timeline.rules import IF_STILL, Hint, Meaning, Stage, State, milestones


@dataclass(frozen=True)
class Explained:
    """The recorded category. over: its last day is behind us, so it may have changed."""

    meaning: Meaning
    until: date
    then: date | None
    over: bool


@dataclass(frozen=True)
class Period:
    """An unbroken time in care, in however many homes."""

    started: date
    ended: date | None
    short_breaks: bool


@dataclass(frozen=True)
class ForStaff:
    """turned: the days of 14, 16 and 18, from which it was worked out."""

    hint: Hint
    turned: tuple[tuple[int, date], ...]
    periods: tuple[Period, ...]


@dataclass(frozen=True)
class TimelinePage:
    """stages: empty where no birthday is recorded. known: whether a category is recorded that we
    can explain. for_staff: the sum."""

    stages: tuple[Stage, ...]
    born_known: bool
    known: bool
    if_still: bool
    explained: Explained | None
    asks: Answers | None
    band: Band
    today: date
    for_staff: ForStaff | None = None

    @property
    def next(self) -> Stage | None:
        return next((s for s in self.stages if s.state is State.NEXT), None)

    @property
    def later(self) -> tuple[Stage, ...]:
        return tuple(s for s in self.stages if s.state is State.COMING)

    @property
    def past(self) -> tuple[Stage, ...]:
        return tuple(s for s in self.stages if s.state is State.DONE)


def timeline_page(db: Db, viewer: Viewer, subject: Subject, now: datetime) -> TimelinePage:
    """One statement, and one more for the sum that staff see."""
    today = clock.today(now)
    row = db.execute(
        with_who_answers(
            select(Person.born, Person.category, *columns(worker)).select_from(Person),
            viewer.council_id,
            Person.id,
            today,
        )
        .where(Person.id == subject.id, Person.council_id == viewer.council_id)
        .order_by(*FIRST)
        .limit(1)
    ).one()
    found = rules.recorded(row.category)
    for_staff = None
    if policy.may_read_sum(viewer):
        periods = _episodes(db, viewer.council_id, subject.id)
        history = _history(row.born, periods)
        for_staff = ForStaff(rules.hint(found, history, today), _turned(row.born), _joined(periods))
    return TimelinePage(
        rules.stages(row.born, found, today) if row.born else (),
        row.born is not None,
        found is not None,
        found in IF_STILL,
        _explained(found, row.born, today),
        answers_for(row, today),
        subject.band,
        today,
        for_staff,
    )


def _explained(found: Category | None, born: date | None, today: date) -> Explained | None:
    if found is None or born is None:
        return None
    meaning = milestones().meanings[found]
    until = rules.day_at(born, meaning.until)
    then = rules.day_at(born, meaning.then) if meaning.then else None
    return Explained(meaning, until, then, (then or until) <= today)


MOST_EPISODES = 200
COUNTED = (14, 16, 18)


def _turned(born: date | None) -> tuple[tuple[int, date], ...]:
    return tuple((age, birthday(born, age)) for age in COUNTED) if born else ()


def _episodes(db: Db, council_id: int, person_id: int) -> Sequence[Any]:
    return db.execute(
        select(CareEpisode.started, CareEpisode.ended, CareEpisode.legal_status)
        .where(CareEpisode.council_id == council_id, CareEpisode.person_id == person_id)
        .order_by(CareEpisode.started, CareEpisode.id)
        .limit(MOST_EPISODES)
    ).all()


def _history(born: date | None, episodes: Sequence[Any]) -> CareHistory:
    """Without any period recorded nobody has told us; custody, guardianship, other help and
    education are not kept here, and so are not known."""
    periods = tuple(
        CarePeriod(e.started, e.ended, e.legal_status.strip().upper() in SHORT_BREAKS)
        for e in episodes
    )
    return CareHistory(born, periods or None)


def _joined(episodes: Sequence[Any]) -> tuple[Period, ...]:
    joined: list[Period] = []
    for e in episodes:
        short = e.legal_status.strip().upper() in SHORT_BREAKS
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.short_breaks == short
            and (last.ended is None or e.started <= last.ended + timedelta(days=1))
        ):
            goes_on = last.ended is None or e.ended is None
            joined[-1] = Period(last.started, None if goes_on else max(last.ended, e.ended), short)
        else:
            joined.append(Period(e.started, e.ended, short))
    return tuple(joined)
