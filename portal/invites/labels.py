"""What workers are told, in words."""

from __future__ import annotations

from portal.core.words import later
from portal.invites.pages import LOCKED_OUT, USED, USED_AGAIN, ToldRow

_TOLD = {
    USED: later("They are in, with the code they were given."),
    USED_AGAIN: later("They are back in with a new code. Everybody else was signed out."),
    LOCKED_OUT: later(
        "They were afraid that somebody else could get in, and locked everybody else out. Please "
        "ask them soon how they are, in person or on the phone."
    ),
}


def told(row: ToldRow) -> str:
    """What happened, under their name."""
    return str(_TOLD[row.kind])
