"""When an answer is due, what a one-tap message says, how long a message may be."""

from __future__ import annotations

from datetime import datetime, time
from enum import StrEnum

from portal.clocks.days import BeyondKnownHolidays, load_holidays, reply_by
from portal.core import clock

LONGEST = 5_000
PAGE = 30


class Tap(StrEnum):
    """One-tap messages."""

    OK = "ok"
    CALL = "call"
    HELP = "help"


def answer_by(now: datetime, reply_days: int, closes_hour: int) -> datetime | None:
    """The moment (UTC) by which a message sent now is answered; None past the last bank
    holiday that is known, where any date could be wrong."""
    wall = clock.local(now).replace(tzinfo=None)
    try:
        due = reply_by(wall, reply_days, time(closes_hour), load_holidays())
    except BeyondKnownHolidays:
        return None
    return clock.at_wall(due)


def answer_days(kind: str, reply_days: int) -> int:
    """Somebody who taps "I need help" is answered the same working day; "call me" by the next."""
    quicker: dict[str, int] = {Tap.HELP: 0, Tap.CALL: min(1, reply_days)}
    return quicker.get(kind, reply_days)
