"""Quarters, how a point stands, what can be said of it. Plain values."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

LONGEST_POINT = 400
LONGEST_EVIDENCE = 1_000


class State(StrEnum):
    NOT_YET = "not_yet"
    GOING = "going"
    DONE = "done"


class IsTrue(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNKNOWN = "unknown"


def quarter_of(day: date) -> str:
    """ "2026-4": the quarter of the year in which a day is."""
    return f"{day.year}-{(day.month + 2) // 3}"


def ends(quarter: str) -> date:
    """The first day after a quarter."""
    year, number = (int(part) for part in quarter.split("-"))
    return date(year + 1, 1, 1) if number == 4 else date(year, number * 3 + 1, 1)


def is_over(quarter: str, day: date) -> bool:
    return ends(quarter) <= day
