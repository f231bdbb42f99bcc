"""What stands beside the page that is being drawn, for templates."""

from __future__ import annotations

from portal.articles import reading
from portal.articles.beside import Beside, Look
from portal.core import clock, db
from portal.core.access import viewer


def beside_here(need: str = "", town: str = "", words: str = "") -> tuple[Beside, ...]:
    """For the viewer. No statement on a page that has read pages of its own."""
    who = viewer()
    look = Look(need, town, words)
    return reading.beside(db.opened(), who, look, clock.today(clock.now()))
