"""When an answer is due, what a one-tap message says, how long a message may be."""

from __future__ import annotations

from datetime import datetime, time, timedelta
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
    """The moment (UTC) by which a message sent now is answered, as the sender is told it; None
    past the last bank holiday that is known, where any date could be wrong."""
    wall = clock.local(now).replace(tzinfo=None)
    try:
        due = reply_by(wall, reply_days, time(closes_hour), load_holidays())
    except BeyondKnownHolidays:
        return None
    return clock.at_wall(due)


def owed_by(sent_at: datetime, kind: str, reply_days: int, closes_hour: int) -> datetime:
    """The moment (UTC) from which an answer is late where `answer_by` knows none.

    A cry for help is due at once. Anything else is due at closing time so many calendar days
    on, counted from the next day after closing time: weekends and bank holidays are not left
    out, so this is never later than the true day. It goes on the worker's list; the sender is
    told no date.
    """
    if kind == Tap.HELP:
        return sent_at
    wall = clock.local(sent_at).replace(tzinfo=None)
    close = time(closes_hour)
    days = answer_days(kind, reply_days) + (wall.time() > close)
    return clock.at_wall(datetime.combine(wall.date() + timedelta(days=days), close))


def answer_days(kind: str, reply_days: int) -> int:
    """Somebody who taps "I need help" is answered the same working day; "call me" by the next."""
    quicker: dict[str, int] = {Tap.HELP: 0, Tap.CALL: min(1, reply_days)}
    return quicker.get(kind, reply_days)
