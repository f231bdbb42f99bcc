"""How far away something is, in the words of the reader's age."""

from __future__ import annotations

from portal.core.access import Band, viewer
from portal.core.words import _, plural
from portal.hours.labels import WEEKDAYS, hours_words
from portal.hours.rules import Calendar

COUNTED_NIGHTS = 14


def away(nights: int) -> str | None:
    """2 sleeps, for a child; in 15 days, for the rest; nothing for today and tomorrow."""
    if viewer().band is Band.CHILD and 1 <= nights <= COUNTED_NIGHTS:
        return plural("%(num)s sleep", "%(num)s sleeps", nights)
    if nights < 2:
        return None
    if nights <= COUNTED_NIGHTS:
        return plural("In %(num)s day", "In %(num)s days", nights)
    return plural("In %(num)s week", "In %(num)s weeks", round(nights / 7))


def answering_hours(calendar: Calendar) -> list[str]:
    """Monday to Friday: 9am to 5pm. Days that follow each other with the same hours are said
    together; days on which nobody reads are left out."""
    found: list[str] = []
    first = 0
    week = calendar.week
    for day in range(1, len(week) + 1):
        if day < len(week) and week[day] == week[first]:
            continue
        if week[first] is not None:
            found.append(_said(first, day - 1, hours_words(week[first])))
        first = day
    return found


def _said(first: int, last: int, hours: str) -> str:
    if first == last:
        return _("%(day)s: %(hours)s", day=str(WEEKDAYS[first]), hours=hours)
    return _(
        "%(first)s to %(last)s: %(hours)s",
        first=str(WEEKDAYS[first]), last=str(WEEKDAYS[last]), hours=hours,
    )  # fmt: skip
