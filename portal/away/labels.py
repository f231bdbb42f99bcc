"""Being away, in words."""

from __future__ import annotations

from portal.away.pages import Away, Booked
from portal.away.rules import Wrong
from portal.core.words import _, day_words, later, plural, time_words

WRONG = {
    Wrong.NO_DAY: later("Choose a day, like this: 27/3/2027."),
    Wrong.PAST: later("Choose today or a later day."),
    Wrong.ORDER: later("The last day is before the first. Choose a later one."),
    Wrong.LONG: later("That is more than a year. Choose a nearer day, and add the rest then."),
    Wrong.OVERLAP: later("Some of these days are taken by another leave. Change that one instead."),
    Wrong.COVER_AWAY: later("They are away on some of these days too. Choose somebody else."),
    Wrong.YOURSELF: later("Nobody covers for themselves. Choose somebody else."),
    Wrong.NOBODY: later("We do not find them any more. Choose again."),
    Wrong.LATER: later("Choose a day from today on, and before the last day as it is now."),
}


def days(away: Away) -> str:
    """Monday 7 December; Monday 7 to Friday 11 December."""
    first, last = day_words(away.starts), day_words(away.ends)
    return first if away.starts == away.ends else _("%(first)s to %(last)s", first=first, last=last)


def who_covers(away: Away) -> str:
    return _("%(name)s answers", name=away.cover) if away.cover else _("Nobody answers")


def booked(visit: Booked) -> str:
    """When, and who was to come."""
    when = day_words(visit.day)
    if visit.wall is not None:
        when = _("%(day)s at %(time)s", day=when, time=time_words(visit.wall.time()))
    return _("%(when)s, with %(name)s", when=when, name=visit.by) if visit.by else when


def chip(away: Away) -> str | None:
    """How many young people nobody answers meanwhile."""
    if not away.uncovered:
        return None
    return plural(
        "Nobody for %(num)s young person", "Nobody for %(num)s young people", away.uncovered
    )
