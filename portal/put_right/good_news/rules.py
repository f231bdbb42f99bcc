"""What is sent back for good news: a tap, or a few words. Plain values."""

from __future__ import annotations

from enum import StrEnum

LONGEST_NEWS = 2_000
LONGEST_REPLY = 500
MOST_TO = 12


class Tap(StrEnum):
    """What can be sent back with one tap."""

    PROUD = "proud"
    HAPPY = "happy"
    THANKS = "thanks"
