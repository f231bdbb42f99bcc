"""How far away something is, in the words of the reader's age."""

from __future__ import annotations

from portal.core.access import Band, viewer
from portal.core.words import plural

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
