"""When somebody reads, in words."""

from __future__ import annotations

from datetime import date, datetime, time

from portal.core import clock
from portal.core.words import _, day_words, later, listed, near_day, time_words
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


def is_away(name: str, until: date, back: date | None) -> str:
    """To whoever waits for somebody on leave: the day on which they are back; where none is known
    the last day of the leave."""
    if back is None:
        return _("%(name)s is away until %(day)s.", name=name, day=day_words(until))
    return _("%(name)s is away. Back on %(day)s.", name=name, day=day_words(back))


def when_read(calendar: Calendar) -> str:
    """Stands under every box: on which days and at which hours somebody reads, and that nobody does
    at others. From the council's own hours: some are open on Saturdays."""
    spans: list[tuple[int, int, Hours]] = []
    for weekday, hours in enumerate(calendar.week):
        if hours is None:
            continue
        if spans and spans[-1][1] == weekday - 1 and spans[-1][2] == hours:
            spans[-1] = (spans[-1][0], weekday, hours)
        else:
            spans.append((weekday, weekday, hours))
    return _(
        "We read what you write on %(days)s. Nobody reads it at other times or on bank holidays.",
        days=listed([_span_words(*span) for span in spans]),
    )


def _span_words(first: int, last: int, hours: Hours) -> str:
    opens, closes = (minute_words(minute) for minute in hours)
    day, other = str(WEEKDAYS[first]), str(WEEKDAYS[last])
    if first == last:
        return _("%(day)s from %(opens)s to %(closes)s", day=day, opens=opens, closes=closes)
    return _(
        "%(first)s to %(last)s from %(opens)s to %(closes)s",
        first=day, last=other, opens=opens, closes=closes,
    )  # fmt: skip


def open_now(calendar: Calendar, now: datetime) -> bool:
    """Whether the council is open: what must not wait goes straight to whoever is on duty when it
    is not. Past the last bank holiday that is known, as `owed.steps` counts it."""
    return calendar.anyhow().is_open(now)


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
