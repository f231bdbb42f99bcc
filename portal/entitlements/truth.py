"""The four values, and what one condition says of one person on one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum


class Truth(IntEnum):
    """From the weakest to the strongest. LIKELY: by our own sum, not by anybody's record."""

    NO = 0
    UNKNOWN = 1
    LIKELY = 2
    YES = 3


class Form(StrEnum):
    """Which sentence a leaf says. EARLY: it will come true by itself, on a day that is known.
    LATE: it was true, or could have been, until a day."""

    YES = "yes"
    LIKELY = "likely"
    UNKNOWN = "unknown"
    NO = "no"
    EARLY = "early"
    LATE = "late"


@dataclass(frozen=True)
class Reading:
    """day: the one the sentence names, if it names one. say: other sentences than the leaf's."""

    truth: Truth
    form: Form
    day: date | None = None
    say: str = ""


YES = Reading(Truth.YES, Form.YES)
LIKELY = Reading(Truth.LIKELY, Form.LIKELY)
UNKNOWN = Reading(Truth.UNKNOWN, Form.UNKNOWN)
NO = Reading(Truth.NO, Form.NO)
BY_TRUTH = {found.truth: found for found in (NO, UNKNOWN, LIKELY, YES)}


def early(day: date, say: str = "") -> Reading:
    return Reading(Truth.NO, Form.EARLY, day, say)


def late(day: date) -> Reading:
    return Reading(Truth.NO, Form.LATE, day)


def told(fact: bool | None) -> Reading:
    return UNKNOWN if fact is None else YES if fact else NO


def turned(reading: Reading) -> Reading:
    """The opposite. The opposite of likely is not likely enough to say no."""
    if reading.truth is Truth.YES:
        return NO
    return YES if reading.truth is Truth.NO else UNKNOWN
