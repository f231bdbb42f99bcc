"""Versions of an item in time, and codes for new ones. Plain values: the rows of an item as parsed
TOML, each a version, both days included."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from hashlib import blake2s
from typing import Any

from portal.entitlements.fit import LONGEST_CODE
from portal.local_offer.rules import CHECK_AFTER

Row = Mapping[str, Any]
DAY = timedelta(days=1)
FARTHEST = timedelta(days=730)  # a day from which something holds lies within two years
TODAY = "today"


class When(StrEnum):
    """From when a draft holds. MEANT: it corrects what stands, or is so already."""

    NOW = "now"
    DAY = "day"
    MEANT = "meant"


class NothingToCorrect(Exception):
    """The version that was corrected is not there any more."""


class OverBefore(Exception):
    """Its last day lies before its first."""


def begins(row: Row) -> date:
    first: date | None = row.get("valid_from")
    return first or date.min


def ends(row: Row) -> date:
    last: date | None = row.get("valid_to")
    return last or date.max


def place_now(rows: Sequence[Row], today: date) -> int:
    """Which version holds today; else the next to come, else the last that was."""
    by_time = sorted(range(len(rows)), key=lambda n: begins(rows[n]))
    for n in by_time:
        if ends(rows[n]) >= today:
            return n
    return by_time[-1]


def is_over(rows: Sequence[Row], today: date) -> bool:
    return all(ends(row) < today for row in rows)


def goes_by_today(row: Row) -> bool:
    """Whether its version is the one of today, and not of another day in somebody's life."""
    return bool(row.get("dated_by", TODAY) == TODAY)


def corrected(rows: Sequence[Row], new: Row) -> list[Row]:
    """`new` in the place of the version that begins on its first day; where there is none yet, the
    first. Raises NothingToCorrect, OverBefore."""
    if ends(new) < begins(new):
        raise OverBefore
    if not rows:
        return [new]
    if begins(new) not in map(begins, rows):
        raise NothingToCorrect
    return [new if begins(row) == begins(new) else row for row in rows]


def from_a_day(rows: Sequence[Row], new: Row, first: date) -> list[Row]:
    """`new` from that day on; what holds till then ends the day before, and what is planned for
    later stays, and ends it. Raises OverBefore."""
    if ends(new) < first:
        raise OverBefore
    before = [_closed(row, first - DAY) for row in rows if begins(row) < first]
    later = [row for row in rows if begins(row) > first]
    made = {**new, "valid_from": first}
    if later:
        made = _closed(made, min(map(begins, later)) - DAY)
    return [*before, made, *later]


def taken_out(rows: Sequence[Row], first: date) -> list[Row]:
    """Without anything from that day on; [] if nothing is left."""
    return [_closed(row, first - DAY) for row in rows if begins(row) < first]


def _closed(row: Row, last: date) -> dict[str, Any]:
    return {**row, "valid_to": min(ends(row), last)}


def checked(rows: Sequence[Row], today: date) -> list[Row]:
    """Looked up today: every version that is not over."""
    return [{**row, "checked_on": today} if ends(row) >= today else row for row in rows]


def checked_on(rows: Sequence[Row], today: date) -> date:
    """When the version that counts was looked up last."""
    found: date = rows[place_now(rows, today)]["checked_on"]
    return found


def to_check(rows: Sequence[Row], today: date) -> bool:
    """What is over needs no look."""
    return not is_over(rows, today) and checked_on(rows, today) + CHECK_AFTER <= today


def may_begin_on(day: date, today: date) -> bool:
    return today <= day <= today + FARTHEST


def source_key(name: str, address: str, sure: str) -> str:
    """Its own for each source, so that changing one in one item changes it in no other."""
    told = "\n".join((name, address, sure))
    return f"s{blake2s(told.encode(), digest_size=5).hexdigest()}"


def code_of(council: str, title: str, taken: Collection[str]) -> str:
    """A code that nobody has yet: the council's first word, and words of the title."""
    words = [*_plain(council)[:1], *_plain(title)] or ["item"]
    code = "_".join(words)[: LONGEST_CODE - 4].strip("_")
    number, made = 2, code
    while made in taken:
        made = f"{code}_{number}"
        number += 1
    return made


def _plain(text: str) -> list[str]:
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return re.findall(r"[a-z0-9]+", letters)
