"""Keep a chosen language in the account of whoever is signed in."""

from __future__ import annotations

from portal.core.access import Viewer
from portal.core.db import Db
from portal.people import actions as people


def keep_for(db: Db, viewer: Viewer, tag: str) -> None:
    """From now on this account reads in this language, on every phone."""
    people.choose_language(db, viewer, tag)
