"""When somebody reads, in words."""

from __future__ import annotations

from datetime import datetime, time

from portal.core import clock
from portal.core.words import _, later, near_day, time_words
from portal.hours.rules import NO_DAY, Calendar, Hours

WEEKDAYS = (
    later("Monday"),
    later("Tuesday"),
    later("Wednesday"),
    later("Thursday"),
    later("Friday"),
    later("Saturday"),
    later("Sunday"),
)


def next_read(calendar: Calendar, now: datetime) -> str:
    """When somebody will next look: "Nobody reads this until Monday at 9am."; "" while somebody
    may be reading, and where no day is known."""
    try:
        opens = calendar.next_open(now)
    except NO_DAY:
        return ""
    if opens <= now:
        return ""
    day = near_day(clock.today(opens), clock.today(now))
    return _("Nobody reads this until %(day)s at %(time)s.", day=day, time=time_words(opens))


def minute_words(minute: int) -> str:
    """9am, 5:30pm, midnight."""
    if minute in (0, 24 * 60):
        return _("midnight")
    return time_words(time(*divmod(minute, 60)))


def hours_words(hours: Hours | None) -> str:
    if hours is None:
        return _("Nobody reads")
    opens, closes = (minute_words(minute) for minute in hours)
    return _("%(opens)s to %(closes)s", opens=opens, closes=closes)
