"""To whom and when something goes on that nobody has done: plain rules.

Something plain (an answer to a message) goes on when the moment that was told has passed: to
whoever is on duty, then to a manager, then on each working day to a manager again, at closing time.

Something urgent (somebody asked for help today; a worry) does not wait for closing time. While the
council is open its worker has 15 minutes, and each of the next people 15 more. When it is closed
it goes straight to whoever is on duty, and 30 minutes later to a manager, and again every 30
minutes: at night and at weekends nobody sits at a desk, but somebody on duty is on call, has to
find a phone and wake up; half an hour is what that takes, and more is too long for a child.

Something that was promised (PROMISE) is on its adult's list from the first moment at which it is
late. At closing time of the first working day after its day it goes to a manager; then, every five
working days, to the next one, and last to whoever is on duty. A promise is no cry for help: to ask
again each day would be noise, and each asking is shown to the young person.

A step counts from the moment at which it was due, so that a worker process that comes a little
late makes nothing late after it; when it came much later (the server was down), from the moment at
which it was taken, so that nobody is passed over unasked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.core import clock
from portal.hours.rules import NO_DAY, Calendar

OPEN_MINUTES = timedelta(minutes=15)
ON_CALL_MINUTES = timedelta(minutes=30)
A_LITTLE_LATE = timedelta(minutes=5)
PROMISE = "promise"
PROMISE_DAYS = 5  # working days from one manager to the next


class To(StrEnum):
    """Whom it goes on to. LEAD and ADMIN are told that nobody can read it; they cannot either. TOLD
    is told that it is late, and not what was said. NEXT: somebody else to whom the young person
    gave what it is about."""

    COVER = "cover"
    DUTY = "duty"
    MANAGER = "manager"
    NEXT = "next"
    AGAIN = "again"
    OFFICER = "officer"
    TOLD = "told"
    LEAD = "lead"
    ADMIN = "admin"


@dataclass(frozen=True)
class Taken:
    """A step that was taken. due_at: when it had to be. at: when it was."""

    number: int
    to: To
    to_id: int
    due_at: datetime
    at: datetime


@dataclass(frozen=True)
class Begun:
    """A message that waits: when it came, and when it goes on if nothing is done."""

    at: datetime
    first: datetime
    urgent: bool


def first_urgent(calendar: Calendar, now: datetime) -> datetime:
    """When something urgent goes on to the first who is asked after its worker."""
    try:
        calendar = calendar.anyhow()
        if calendar.is_open(now):
            return min(now + OPEN_MINUTES, calendar.closes_after(now))
    except NO_DAY:
        pass
    return now


def first_plain(due_at: datetime, fair: datetime | None) -> datetime:
    """When something plain goes on first: when it is late. Where the worker is away and nobody
    covers, that is long after anybody would wait: it goes on when the council would have answered
    if they were there (`fair`), and is answered sooner than was told."""
    return due_at if fair is None else min(due_at, fair)


def after(calendar: Calendar, due_at: datetime, at: datetime, urgent: bool) -> datetime:
    """When it goes on after a step."""
    calendar = calendar.anyhow()
    base = due_at if at - due_at <= A_LITTLE_LATE else at
    try:
        if urgent:
            return base + (OPEN_MINUTES if calendar.is_open(base) else ON_CALL_MINUTES)
        return calendar.close_of_next_day(base)
    except NO_DAY:
        return base + timedelta(days=1)


def next_at(calendar: Calendar, begun: Sequence[Begun], steps: Iterable[Taken]) -> datetime:
    """When something goes on next, from all that waits and every step so far: what a row of Owed
    says in the end, after each of them was written in its turn. To go to whoever covers moves
    nothing: they have the time that the worker had."""
    taken = [step for step in steps if step.to is not To.COVER]
    if not taken:
        return min(one.first for one in begun)
    last = max(taken, key=lambda step: step.number)
    urgent = any(one.urgent and one.at <= last.at for one in begun)
    since = [one.first for one in begun if one.at > last.at]
    return min([after(calendar, last.due_at, last.at, urgent), *since])


def first_promise(calendar: Calendar, due_at: datetime) -> datetime:
    """When a promise goes to a manager. due_at: the midnight from which it is late."""
    try:
        return calendar.anyhow().close_of_next_day(due_at)
    except NO_DAY:
        return due_at + timedelta(days=1)


def next_promise(calendar: Calendar, due_at: datetime, steps: Iterable[Taken]) -> datetime:
    """When a promise goes on next, from every step so far. One that a manager was told of before
    its day still goes to nobody else before that."""
    first = first_promise(calendar, due_at)
    last = max(steps, key=lambda step: step.number, default=None)
    if last is None:
        return first
    calendar = calendar.anyhow()
    base = last.due_at if last.at - last.due_at <= A_LITTLE_LATE else last.at
    try:
        closes = calendar.closes(
            calendar.add_working_days(clock.today(base - timedelta(microseconds=1)), PROMISE_DAYS)
        )
    except NO_DAY:
        closes = None
    return max(first, closes or base + timedelta(days=7))


# --- whom ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Candidate:
    """Somebody who is there today and may know of the young person. opens: they can open the
    conversation. load: how much was passed on to them that still waits. asked: the number of the
    last step by which this very thing was theirs, 0 if there was none."""

    person_id: int
    duty: bool
    manager: bool
    opens: bool
    load: int = 0
    asked: int = 0


@dataclass(frozen=True)
class Chosen:
    """let_in: they cannot open the conversation yet, and are given access for it."""

    to: To
    person_id: int
    let_in: bool = False


def choose(
    people: Iterable[Candidate], steps: Iterable[Taken], debtor_id: int, holder_id: int
) -> Chosen | None:
    """Who is next; None when nobody on duty and no manager is there.

    debtor_id: who owed it first; holder_id: to whom it went last. First whoever is on duty, then a
    manager, then managers again: those who were not asked yet before those who were, and of them
    whoever has least on their list. Somebody is let in only when nobody else who is there can open
    the conversation, or when no manager who can was asked yet: a message that nobody may read
    helps nobody, and to ask the same person again is no step up.
    """
    taken = [step for step in steps if step.to is not To.COVER]
    there = [one for one in people if (one.duty or one.manager) and one.person_id != debtor_id]
    others = [one for one in there if one.person_id != holder_id]
    if not taken:
        return _named(_best([one for one in others if one.opens], duty=True), taken) or _named(
            _best(others or there, duty=True), taken
        )
    asked_manager = any(step.to in (To.MANAGER, To.AGAIN) for step in taken)
    managers = [one for one in others if one.manager]
    in_turn = (
        [one for one in managers if one.opens and not one.asked],
        [] if asked_manager else managers,
        [one for one in there if one.opens and one.manager],
        [one for one in others if one.opens and not one.asked],
        [one for one in there if one.opens],
        others,
        there,
    )
    for some in in_turn:
        if some:
            return _named(_best(some), taken)
    return None


def choose_for_promise(
    people: Iterable[Candidate], steps: Iterable[Taken], debtor_id: int
) -> Chosen | None:
    """Which manager is asked about a promise; None when nobody is there who may see it: nobody is
    let in for it. First a manager who was not asked yet, then whoever is on duty, then those who
    were asked longest ago."""
    taken = list(steps)
    there = [one for one in people if one.opens and one.person_id != debtor_id]
    in_turn = (
        [one for one in there if one.manager and not one.asked],
        [one for one in there if not one.asked],
        there,
    )
    for some in in_turn:
        if some:
            best = min(some, key=lambda one: (one.asked, one.load, one.person_id))
            if any(step.to in (To.MANAGER, To.AGAIN) for step in taken):
                return Chosen(To.AGAIN, best.person_id)
            return Chosen(To.MANAGER if best.manager else To.DUTY, best.person_id)
    return None


def choose_by_wish(people: Iterable[Candidate], debtor_id: int, holder_id: int) -> Chosen | None:
    """Who is asked about something that only those read to whom the young person gave it; None when
    nobody has it today. Nobody is let in for it. First those who were not asked yet, then those who
    were asked longest ago, and where there is one only, they are asked again."""
    there = [one for one in people if one.opens]
    others = [one for one in there if one.person_id != holder_id]
    fresh = [one for one in others if not one.asked and one.person_id != debtor_id]
    best = _best(fresh, duty=True) or _best(others) or _best(there)
    if best is None:
        return None
    if best.person_id == holder_id:
        return Chosen(To.AGAIN, best.person_id)
    to = To.DUTY if best.duty else To.MANAGER if best.manager else To.NEXT
    return Chosen(to, best.person_id)


def _best(some: Sequence[Candidate], duty: bool = False) -> Candidate | None:
    def order(one: Candidate) -> tuple[bool, int, int, int]:
        return (one.duty is not duty, one.asked, one.load, one.person_id)

    return min(some, key=order, default=None)


def _named(best: Candidate | None, taken: Sequence[Taken]) -> Chosen | None:
    if best is None:
        return None
    if any(step.to in (To.MANAGER, To.AGAIN) for step in taken) or best.asked:
        to = To.AGAIN
    else:
        to = To.DUTY if best.duty else To.MANAGER
    return Chosen(to, best.person_id, not best.opens)
