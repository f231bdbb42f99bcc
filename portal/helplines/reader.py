"""Whom the reader of this page can call now."""

from __future__ import annotations

from portal.core.access import Band, viewer_or_none
from portal.helplines.contacts import Contact, now_for


def numbers_now() -> tuple[Contact, ...]:
    """A child's numbers for a child; those for all ages from 16 on, and for everybody else."""
    who = viewer_or_none()
    return now_for(child=who is not None and who.is_young and who.band is not Band.ADULT)
