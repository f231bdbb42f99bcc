"""Of which kind each value of an offer has to be, asked before anything reads it.

A day in quotes, or a title that is a list, would be kept, and then break the pages of everybody
whom it is for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.entitlements.facts import EARLIEST, LATEST

MOST = 10_000_000  # pounds
LONGEST = 7_000  # days
OLDEST = 150
# As a day is kept (`kept.as_body`): words like this would come back as a day.
LIKE_A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class WrongKind(ValueError):
    """A value is of another kind; the message says of what."""


@dataclass(frozen=True)
class Kind:
    """called: "takes_days is …"."""

    called: str
    fits: Callable[[Any], bool]


def _is_words(value: Any) -> bool:
    plain = isinstance(value, str) and all(ord(letter) >= 32 for letter in value)
    return plain and not LIKE_A_DAY.fullmatch(value)


def _up_to(most: int) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and 0 <= value <= most


WORDS = Kind("words on one line, in quotes", _is_words)
LIST = Kind("a list of words", lambda value: isinstance(value, list) and all(map(_is_words, value)))
NUMBER = Kind(f"a whole number, up to {MOST}", _up_to(MOST))
AGE = Kind(f"an age, up to {OLDEST}", _up_to(OLDEST))
DAYS = Kind(f"a number of days, up to {LONGEST}", _up_to(LONGEST))
MONTHS = Kind("a number of months, up to 360", _up_to(360))
BOOLEAN = Kind("true or false", lambda value: isinstance(value, bool))
TRUE = Kind("true, or is left out", lambda value: value is True)
# A moment is a day of its own kind in Python, and is none here.
DAY = Kind(
    f"a day without quotes, like 2027-03-31, from {EARLIEST.year} to {LATEST.year}",
    lambda value: type(value) is date and EARLIEST <= value <= LATEST,
)
TABLE = Kind("a table", lambda value: isinstance(value, Mapping))
TABLES = Kind(
    "a list of tables",
    lambda value: isinstance(value, list) and all(isinstance(one, Mapping) for one in value),
)


def refuse_other(name: str, value: Any, kind: Kind) -> None:
    """Raises WrongKind."""
    if not kind.fits(value):
        raise WrongKind(f"{name} is {kind.called}.")


def refuse_others(row: Any, kinds: Mapping[str, Kind], *needed: str) -> None:
    """Each field is one of these and of its kind, and what is needed is there. Raises WrongKind."""
    if not isinstance(row, Mapping):
        raise WrongKind(f"{row!r:.40} is no table.")
    if extra := sorted(set(row) - set(kinds)):
        raise WrongKind(f"nothing reads {', '.join(extra)}.")
    for name in needed:
        if name not in row:
            raise WrongKind(f"'{name}' is missing, or not known.")
    for name, value in row.items():
        refuse_other(name, value, kinds[name])
