"""How long something may be opened, what counts as a reason, who fits what was typed."""

from __future__ import annotations

import re
from datetime import date, timedelta

SHORTEST_WHY = 20
LONGEST_WHY = 1000
_FEWEST_LETTERS = 5  # different ones: "aaaa aaaa aaaa" says nothing

EMERGENCY_HOURS = (1, 4, 12, 24)
MESSAGE_HOURS = (4, 24, 48, 72)

# So far ahead at most is it looked at again why the young person is not told.
LONGEST_UNTIL_REVIEW = timedelta(days=90)

# So often somebody may be looked for.
TRIES = 10
TRIES_WINDOW = timedelta(hours=1)


def says_why(text: str) -> bool:
    """Whether a reason was written: long enough, and more than one key held down."""
    plain = re.sub(r"\s+", " ", text).strip()
    letters = {c for c in plain.casefold() if c.isalpha()}
    return len(plain) >= SHORTEST_WHY and len(letters) >= _FEWEST_LETTERS


def day_typed(text: str) -> date | None:
    """A day as a browser sends it (2012-03-04), or as it is written here (04/03/2012)."""
    for shape in (r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})",
                  r"(?P<d>\d{1,2})[/. -](?P<m>\d{1,2})[/. -](?P<y>\d{4})"):  # fmt: skip
        if found := re.fullmatch(shape, text.strip()):
            try:
                return date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                return None
    return None


def same_name(typed: str, known_as: str, first_name: str, last_name: str) -> bool:
    """Whether what was typed is the name people use, or the full name. Case and spaces do not
    matter; part of a name is not enough."""
    names = {_plain(known_as)}
    if last_name.strip():
        names |= {_plain(f"{name} {last_name}") for name in (first_name, known_as) if name.strip()}
    return _plain(typed) in names - {""}


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
