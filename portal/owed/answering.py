"""By when something that a young person said is answered, and when it goes on: plain rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portal.hours.rules import NO_DAY, Calendar
from portal.owed.steps import first_plain


@dataclass(frozen=True)
class Clock:
    """told: the moment by which an answer is promised, None past the last bank holiday that is
    known. due: from when on it is late. goes_on: when it goes on to somebody else."""

    told: datetime | None
    due: datetime
    goes_on: datetime


def answer_clock(
    at: datetime,
    reply_days: int,
    reading: Calendar,
    calendar: Calendar,
    told: datetime | None = None,
) -> Clock:
    """When something said at this moment is answered. reading: the calendar of whoever answers;
    calendar: the council's. told: what was promised already, which stays. As for a message."""
    told = told or reply_by(at, reply_days, reading)
    due = told or calendar.at_the_latest(at, reply_days)
    return Clock(told, due, first_plain(due, reply_by(at, reply_days, calendar)))


def reply_by(at: datetime, reply_days: int, calendar: Calendar) -> datetime | None:
    try:
        return calendar.reply_by(at, reply_days)
    except NO_DAY:
        return None
