"""How long something can still be changed, and how much is shown at once."""

from __future__ import annotations

from datetime import datetime, timedelta

WORKER, CARER = "worker", "carer"  # kinds of conversation
SOURCE = "message"  # what a worry says about where it was written
CHANGE_WITHIN = timedelta(minutes=1)
HITS = 30  # of a search, on one page
AROUND = 15  # messages on either side of the one that was looked for
LONGEST_SEARCH = 100
LONGEST_DRAFT = 20_000  # more than can be sent: what is too long still is not lost
CLIP = 70  # letters before and after what was found


def still_changes(sent_at: datetime, now: datetime) -> bool:
    """Whether its writer may still mend it or take it back."""
    return now - sent_at <= CHANGE_WITHIN


def clipped(text: str, sought: str) -> str:
    """The part of a message in which what was sought stands, on one line."""
    line = " ".join(text.split())
    at = max(0, line.casefold().find(" ".join(sought.casefold().split())))
    start, end = max(0, at - CLIP), at + len(sought) + CLIP
    return ("…" if start else "") + line[start:end] + ("…" if end < len(line) else "")
