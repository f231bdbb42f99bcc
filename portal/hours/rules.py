"""When a council answers: plain functions of plain values, in UTC moments and walls in England."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from datetime import time as Time

from portal.clocks.days import BeyondKnownHolidays, Holidays
from portal.core import clock

DAY = timedelta(days=1)
MINUTES_OF_A_DAY = 24 * 60
USUAL_OPENS = 9 * 60
# Nobody is closed for so long; whoever seems to be gets no day rather than a search without end.
LONGEST_LOOK = 1_500

Hours = tuple[int, int]  # minutes after midnight: opens, closes
Days = tuple[date, date]  # both included
Span = tuple[datetime, datetime]  # UTC: from, and until (not included)


class NeverOpen(ValueError):
    """There is no day on which anybody answers."""


# Where either is raised no day is said: a wrong one is worse than none.
NO_DAY = (BeyondKnownHolidays, NeverOpen)


def usual_week(closes_hour: int) -> tuple[Hours | None, ...]:
    """Monday to Friday, from 9 until this hour."""
    return (*[(USUAL_OPENS, max(closes_hour * 60, USUAL_OPENS + 60))] * 5, None, None)


@dataclass(frozen=True)
class Calendar:
    """week: hours from Monday to Sunday, None where nobody answers. closed: days on which the
    council is closed besides. away: days on which nobody reads, both ends included.

    Questions about a day outside the years of the bank holidays raise BeyondKnownHolidays.
    """

    week: tuple[Hours | None, ...]
    holidays: Holidays
    closed: frozenset[date] = frozenset()
    away: tuple[Days, ...] = ()

    def without(self, away: Iterable[Days]) -> Calendar:
        """The same, of somebody who does not read on these days."""
        return replace(self, away=(*self.away, *away))

    def anyhow(self) -> Calendar:
        """The same, for what must go on after the last bank holiday that is known: no day after it
        is one. What goes by it may come too soon there, and never too late."""
        return replace(self, holidays=Holidays(self.holidays.dates, date.max, date.min))

    def span(self, day: date) -> Span | None:
        """From when to when somebody reads on this day; None when nobody does."""
        hours = self.week[day.weekday()]
        if not self.holidays.covers(day):
            raise BeyondKnownHolidays(f"No bank holidays are known around {day}.")
        shut = day in self.holidays.dates or day in self.closed
        if hours is None or shut or any(first <= day <= last for first, last in self.away):
            return None
        opens, closes = (at_minute(day, minute) for minute in hours)
        return (opens, closes) if opens < closes else None

    def works(self, day: date) -> bool:
        return self.span(day) is not None

    def closes(self, day: date) -> datetime | None:
        """Closing time on this day; None when nobody works on it."""
        span = self.span(day)
        return span[1] if span else None

    def is_open(self, moment: datetime) -> bool:
        """Whether somebody reads at this moment. At closing time nobody does any more."""
        span = self.span(clock.today(moment))
        return span is not None and span[0] <= moment < span[1]

    def next_open(self, moment: datetime) -> datetime:
        """This moment if somebody reads, else the next one at which somebody begins to."""
        for span in self._from(clock.today(moment)):
            if moment < span[1]:
                return max(moment, span[0])
        raise NeverOpen

    def closes_after(self, moment: datetime) -> datetime:
        """The closing time of the span in which this moment lies, or of the next one."""
        for span in self._from(clock.today(moment)):
            if moment < span[1]:
                return span[1]
        raise NeverOpen

    def add_working_days(self, day: date, number: int) -> date:
        """The working day so many after `day`, which is itself not counted; for 0, `day` or the
        first working day after it."""
        left = number
        for on in self._days(day):
            if on == day and number:
                continue
            if self.works(on):
                left -= 1 if number else 0
                if left <= 0:
                    return on
        raise NeverOpen

    def add_open_minutes(self, moment: datetime, minutes: int) -> datetime:
        """The moment at which so many minutes of open time have passed since `moment`."""
        left = timedelta(minutes=minutes)
        for start, end in self._from(clock.today(moment)):
            start = max(start, moment)
            if start >= end:
                continue
            if start + left <= end:
                return start + left
            left -= end - start
        raise NeverOpen

    def reply_by(self, sent_at: datetime, working_days: int) -> datetime:
        """Closing time, so many working days after a message came. What came after closing time, or
        on a day on which nobody works, came on the next working day."""
        received = _day_before(sent_at)
        closes = self.closes(received)
        if closes is not None and sent_at > closes:
            received += DAY
        received = self.add_working_days(received, 0)
        found = self.closes(self.add_working_days(received, working_days))
        assert found is not None  # it is a working day
        return found

    def close_of_next_day(self, moment: datetime) -> datetime:
        """Closing time of the first working day after the day of this moment."""
        found = self.closes(self.add_working_days(_day_before(moment), 1))
        assert found is not None
        return found

    def at_the_latest(self, sent_at: datetime, days: int) -> datetime:
        """A moment that is never after `reply_by`, where that knows none: so many calendar days
        on, at closing time, weekends and bank holidays not left out."""
        sent = _day_before(sent_at)
        day = sent + days * DAY
        usual = [hours[1] for hours in self.week if hours is not None] or [17 * 60]
        hours = self.week[sent.weekday()]
        if hours is not None and sent_at > at_minute(sent, hours[1]):
            day += DAY
        of_the_day = self.week[day.weekday()]
        return at_minute(day, of_the_day[1] if of_the_day else min(usual))

    def _days(self, day: date) -> Iterable[date]:
        return (day + number * DAY for number in range(LONGEST_LOOK))

    def _from(self, day: date) -> Iterable[Span]:
        """Every span from this day on."""
        return (span for on in self._days(day) if (span := self.span(on)) is not None)


def _day_before(moment: datetime) -> date:
    """The day just before a moment: midnight belongs to the day that it closes."""
    return clock.today(moment - timedelta(microseconds=1))


def at_minute(day: date, minute: int) -> datetime:
    """The UTC moment at which a clock on the wall shows so many minutes after midnight; 1440 is
    the midnight that ends the day."""
    if minute >= MINUTES_OF_A_DAY:
        day, minute = day + DAY, minute - MINUTES_OF_A_DAY
    return clock.at_wall(datetime.combine(day, Time(*divmod(minute, 60))))


# --- who is away --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Absence:
    """Somebody is away on these days. covered: days on which somebody else can read for them.
    cover_away: days on which that somebody is away as well."""

    days: Days
    covered: tuple[Days, ...] = ()
    cover_away: tuple[Days, ...] = ()


def nobody_reads(absences: Iterable[Absence], today: date) -> tuple[Days, ...]:
    """The days from today on which somebody is away and nobody covers, as spans."""
    found: list[date] = []
    for one in absences:
        day = max(one.days[0], today)
        last = min(one.days[1], day + LONGEST_LOOK * DAY)
        while day <= last:
            if not _in(day, one.covered) or _in(day, one.cover_away):
                found.append(day)
            day += DAY
    return joined(found)


def _in(day: date, spans: Iterable[Days]) -> bool:
    return any(first <= day <= last for first, last in spans)


def joined(days: Iterable[date]) -> tuple[Days, ...]:
    """Days as spans of days that follow each other."""
    spans: list[Days] = []
    for day in sorted(set(days)):
        if spans and spans[-1][1] + DAY == day:
            spans[-1] = (spans[-1][0], day)
        else:
            spans.append((day, day))
    return tuple(spans)
