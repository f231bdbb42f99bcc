"""What the council's yearly list says, by code. Raw codes stay raw; one we do not know is said to
be unknown, never guessed.

Codes: SSDA903, table OC2 (children looked after for a year or more, 31 March).
"""

from __future__ import annotations

from enum import StrEnum

MOST_POINTS = 40  # of the questionnaire: four parts of ten


class Said(StrEnum):
    YES = "yes"
    NO = "no"
    NOTHING = "nothing"  # nothing was written down
    UNKNOWN = "unknown"  # a code that we do not know


_SAID = {"1": Said.YES, "0": Said.NO, "": Said.NOTHING}


def said(code: str) -> Said:
    return _SAID.get(code.strip(), Said.UNKNOWN)


class NoScore(StrEnum):
    """Why there is no number: the list's SDQ1 to SDQ5."""

    AGE = "SDQ1"
    CARER = "SDQ2"
    DISABILITY = "SDQ3"
    OTHER = "SDQ4"
    YOUNG = "SDQ5"


def no_score(code: str) -> NoScore | None:
    tidy = code.strip().upper()
    return NoScore(tidy) if tidy in set(NoScore) else None


def in_range(score: int | None) -> bool:
    return score is not None and 0 <= score <= MOST_POINTS
