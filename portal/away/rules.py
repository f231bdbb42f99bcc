"""Which days somebody can be away. Plain functions."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

LONGEST = timedelta(days=400)
FURTHEST = timedelta(days=400)  # that it may begin from today


class Wrong(StrEnum):
    """Why it cannot be so."""

    NO_DAY = "no_day"
    PAST = "past"
    ORDER = "order"
    LONG = "long"
    OVERLAP = "overlap"
    COVER_AWAY = "cover_away"
    YOURSELF = "yourself"
    NOBODY = "nobody"
    LATER = "later"


class NotSo(Exception):
    """It cannot be so; `why` says why."""

    def __init__(self, why: Wrong) -> None:
        super().__init__(why)
        self.why = why


def check_days(starts: date | None, ends: date | None, today: date) -> tuple[date, date]:
    """Both days, the last one included. Raises NotSo."""
    if starts is None or ends is None:
        raise NotSo(Wrong.NO_DAY)
    if starts < today:
        raise NotSo(Wrong.PAST)
    if ends < starts:
        raise NotSo(Wrong.ORDER)
    if ends - starts > LONGEST or starts - today > FURTHEST:
        raise NotSo(Wrong.LONG)
    return starts, ends


def check_new_end(ends: date | None, starts: date, was: date, today: date) -> date:
    """The new last day of a leave, which can only be sooner. Raises NotSo."""
    if ends is None:
        raise NotSo(Wrong.NO_DAY)
    if not max(starts, today) <= ends < was:
        raise NotSo(Wrong.LATER)
    return ends
