"""Whose turn a job is, as plain functions of plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

DONE = "done"
THREADS = 2  # one does jobs while the other sends


@dataclass(frozen=True)
class Pace:
    """How often a worker looks and says that it is alive, and when another is taken for dead.

    silent: six missed beats. longest: a run that takes longer hangs, and is taken again. again:
    how long after it raised a job is tried again, at most `tries` times in its slot.
    """

    look: float = 1.0  # seconds
    look_beside_broker: float = 5.0  # seconds; nudges come by the broker meanwhile
    beat: float = 10.0  # seconds
    stop: float = 10.0  # seconds, to finish what was begun
    silent: timedelta = timedelta(seconds=60)
    longest: timedelta = timedelta(hours=1)
    again: timedelta = timedelta(minutes=5)
    tries: int = 3


@dataclass(frozen=True)
class Newest:
    """A job's newest run. heard_at: when its worker said last that it is alive; None: never, or
    so long ago that it was forgotten."""

    slot: datetime
    started_at: datetime
    ended_at: datetime | None
    outcome: str
    tries: int
    heard_at: datetime | None


class Turn(Enum):
    NEW = auto()  # nobody has this slot yet
    AGAIN = auto()  # somebody had it and died, or it raised: the same slot once more
    WAIT = auto()  # somebody is at it, or it is not time yet to try again
    OVER = auto()  # done, or tried often enough


def turn(newest: Newest | None, slot: datetime, now: datetime, pace: Pace, may_judge: bool) -> Turn:
    """What a worker may do now about a job whose slot is `slot`.

    may_judge: whether this worker was heard itself for as long as another has to be silent to be
    taken for dead. Where nobody could write for a while (a long import on SQLite), everybody looks
    silent.
    """
    if newest is None:
        return Turn.NEW
    if newest.ended_at is None:
        hangs = newest.started_at < now - pace.longest
        silent = newest.heard_at is None or newest.heard_at < now - pace.silent
        return Turn.AGAIN if hangs or (silent and may_judge) else Turn.WAIT
    if newest.slot < slot:
        return Turn.NEW
    if newest.outcome == DONE or newest.tries >= pace.tries:
        return Turn.OVER
    return Turn.AGAIN if newest.ended_at <= now - pace.again else Turn.WAIT
