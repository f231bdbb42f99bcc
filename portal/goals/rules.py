"""Rules of goals: what can be said of them, how they stand, what a sitting is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

SITS_FOR = timedelta(hours=2)  # a sitting that nobody ends is over by itself
GATHERS = timedelta(minutes=30)  # so long changes are gathered before the other one is told
MOST_GOALS, MOST_STEPS = 200, 30


class PlanKind(StrEnum):
    """The plans that have goals. The value is kept in the table, and is the plan's own kind."""

    PATHWAY = "pathway"
    SCHOOL = "school"


class State(StrEnum):
    """How a goal or a step stands. Kept in the table."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"  # not happening


class Owner(StrEnum):
    """Who does a step. Kept in the table."""

    ME = "me"  # the young person
    WORKER = "worker"
    ADULT = "adult"


class Standing(StrEnum):
    """How a step stands today."""

    LATE = "late"
    COMING = "coming"
    DONE = "done"
    DROPPED = "dropped"


class What(StrEnum):
    """What was changed. Kept in the table."""

    GOAL_TEXT = "text"
    GOAL_STATE = "state"
    SAY = "say"
    STEP_TEXT = "step_text"
    STEP_OWNER = "step_owner"
    STEP_DUE = "step_due"
    STEP_STATE = "step_state"


TEXTS = frozenset({What.GOAL_TEXT, What.SAY, What.STEP_TEXT})  # old words that can be put back

_OF_PROMISE = {"coming": State.OPEN, "kept": State.DONE, "dropped": State.DROPPED}
_AS_PROMISE = {State.OPEN: "coming", State.DONE: "kept", State.DROPPED: "dropped"}


def of_promise(state: str) -> State:
    """A promise's state as the step's. One that was changed still comes."""
    return _OF_PROMISE.get(state, State.OPEN)


def as_promise(state: State) -> str:
    return _AS_PROMISE[state]


def standing(state: State, due: date | None, owner: Owner, today: date) -> Standing:
    """Only what an adult does can be late: nobody chases a young person with a colour."""
    if state is State.OPEN:
        late = due is not None and due < today and owner is not Owner.ME
        return Standing.LATE if late else Standing.COMING
    return Standing(state.value)


@dataclass(frozen=True)
class Change:
    """A change of one text."""

    old: str
    new: str


def texts_ever(text: str, changes: Iterable[Change]) -> frozenset[str]:
    """Every text that this ever was: what it is now, and what its changes say it was."""
    return frozenset({text, *(c.old for c in changes), *(c.new for c in changes)})


def over_at(started: datetime, ended: datetime | None) -> datetime:
    """When a sitting was over."""
    return min(ended, started + SITS_FOR) if ended else started + SITS_FOR


def is_running(started: datetime, ended: datetime | None, now: datetime) -> bool:
    return ended is None and now < started + SITS_FOR


@dataclass(frozen=True)
class Stone:
    """One stone of the path. text: the step in words; "" where a list must not say it."""

    text: str
    who: str
    day: date | None
    standing: Standing
    area: str


def path(stones: Sequence[Stone], done: int = 4, coming: int = 6) -> tuple[Stone, ...]:
    """The last that were done, then what comes: late first, then by day, then without a day."""
    behind = sorted((s for s in stones if s.standing is Standing.DONE), key=_day)
    ahead = [s for s in stones if s.standing in (Standing.LATE, Standing.COMING)]
    ahead.sort(key=lambda s: (s.standing is not Standing.LATE, _day(s)))
    return (*behind[-done:], *ahead[:coming])


def _day(stone: Stone) -> date:
    return stone.day or date.max
