"""When somebody reads, worked out slowly: minute by minute, from a clock on the wall.

Nothing of `portal.hours` is asked here: what this says is held against what that says.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
Week = Mapping[int, tuple[int, int]]  # weekday → (opens, closes), minutes after midnight


class Wall:
    """Every minute of a council from a moment on: whether it is open.

    shut: bank holidays and closed days. away: days on which one worker is away and nobody covers.
    """

    def __init__(
        self, start: datetime, days: int, week: Week, shut: Collection[date],
        away: Collection[date] = (),
    ) -> None:  # fmt: skip
        self.start = start
        self.open: list[bool] = []
        self.closings: list[datetime] = []
        open_before = False
        for hour in range(days * 24):
            # Clocks change on the hour, so one look an hour is enough.
            shown = (start + hour * HOUR).astimezone(LONDON)
            opens, closes = week.get(shown.weekday(), (0, 0))
            if shown.date() in shut or shown.date() in away:
                opens = closes = 0
            for minute in range(60):
                is_open = opens <= shown.hour * 60 + minute < closes
                # A day that is open all round closes at midnight, and the next opens at once.
                if open_before and (not is_open or (shown.hour == minute == 0)):
                    self.closings.append(start + hour * HOUR + minute * MINUTE)
                self.open.append(is_open)
                open_before = is_open

    def is_open(self, moment: datetime) -> bool:
        return self.open[(moment - self.start) // MINUTE]

    def next_open(self, moment: datetime) -> datetime:
        if self.is_open(moment):
            return moment
        number = (moment - self.start) // MINUTE
        while not self.open[number]:
            number += 1
        return self.start + number * MINUTE

    def reply_by(self, sent_at: datetime, working_days: int) -> datetime:
        """The first closing time at or after it is the day on which it came."""
        return self.closings[bisect_left(self.closings, sent_at) + working_days]

    def closing_after(self, moment: datetime) -> datetime:
        """The next closing time, if that is on the same day, else the end of the day."""
        return next(one for one in self.closings if one > moment)

    def next_days_closing(self, moment: datetime) -> datetime:
        """The closing time of the first working day after the day that ends with this moment."""
        day = (moment - timedelta(microseconds=1)).astimezone(LONDON).date()
        return next(one for one in self.closings if _ends(one) > day)

    def after_open_minutes(self, moment: datetime, minutes: int) -> datetime:
        number = (moment - self.start) // MINUTE
        while minutes:
            minutes -= self.open[number]
            number += 1
        return self.start + number * MINUTE


def _ends(closing: datetime) -> date:
    return (closing - MINUTE).astimezone(LONDON).date()


def days(first: date, last: date) -> set[date]:
    return {first + number * DAY for number in range((last - first).days + 1)}


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=LONDON).astimezone(UTC)
