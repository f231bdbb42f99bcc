"""When an answer is due, what a one-tap message says, how long a message may be."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from portal.hours.rules import NO_DAY, Calendar
from portal.owed.steps import first_plain, first_urgent

LONGEST = 5_000
PAGE = 30


class Tap(StrEnum):
    """One-tap messages."""

    OK = "ok"
    CALL = "call"
    HELP = "help"


def answer_by(sent_at: datetime, working_days: int, reading: Calendar) -> datetime | None:
    """The moment (UTC) by which a message sent at this one is answered, as the sender is told it:
    closing time, so many working days on of whoever answers (`reading`: without the days on which
    they are away and nobody covers). None past the last bank holiday that is known, where any date
    could be wrong."""
    try:
        return reading.reply_by(sent_at, working_days)
    except NO_DAY:
        return None


def owed_by(sent_at: datetime, kind: str, reply_days: int, calendar: Calendar) -> datetime:
    """The moment (UTC) from which an answer is late where `answer_by` knows none.

    A cry for help is due at once. Anything else is due at closing time so many calendar days
    on, counted from the next day after closing time: weekends and bank holidays are not left
    out, so this is never later than the true day. It goes on the worker's list; the sender is
    told no date.
    """
    if kind == Tap.HELP:
        return sent_at
    return calendar.at_the_latest(sent_at, answer_days(kind, reply_days))


def goes_on_at(
    sent_at: datetime, kind: str, urgent: bool, due_at: datetime, reply_days: int,
    calendar: Calendar,
) -> datetime:  # fmt: skip
    """When a message goes on to somebody else, if nobody answers it (`owed.steps`)."""
    if urgent:
        return first_urgent(calendar, sent_at)
    return first_plain(due_at, answer_by(sent_at, answer_days(kind, reply_days), calendar))


def answer_days(kind: str, reply_days: int) -> int:
    """Somebody who taps "I need help" is answered the same working day; "call me" by the next."""
    quicker: dict[str, int] = {Tap.HELP: 0, Tap.CALL: min(1, reply_days)}
    return quicker.get(kind, reply_days)
