"""Raise a worry, take it, say what was done."""

from __future__ import annotations

from datetime import datetime

from portal.core.db import Db


def look_at(
    db: Db,
    council_id: int,
    person_id: int,
    from_id: int,
    kind: str,
    text: str,
    source: tuple[str, int, str],
    now: datetime,
) -> str | None:
    """Whether this must not wait: "help" or "words", else None. One that must not is raised in the
    same commit: somebody is told now, and another after them until somebody takes it.

    kind: of the message. source: (kind, key, ref) of what was written, say ("message", 1, "…").
    """
    return None
