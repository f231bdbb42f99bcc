"""TOML that somebody sends us, read within bounds.

The reader of the standard library keeps a mark for each beginning of a key, so a key of many parts
costs the square of its length, and goes as deep as the brackets do: a small file could take all the
memory there is. What nobody writes by hand is refused before it is read.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

MOST_DOTS = 8  # in one key, or in the name of a table
MOST_OPEN = 20  # brackets in one another
# What is in quotes or a comment has no keys in it. A quote that is never closed is none of TOML.
_QUOTED = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|'
    r"'''.*?'{3,5}|"
    r'"(?!"")(?:\\.|[^"\\\n])*"|'
    r"'(?!'')[^'\n]*'|"
    r"#[^\n]*|"
    r"(?P<open>[\"'])",
    re.DOTALL,
)
_ENDS_A_KEY = re.compile(r"[=,{}\[\]\n]")
_BRACKETS = re.compile(r"[\[\]{}]")


class BadToml(ValueError):
    """It cannot be read; the message says where, or what there is too much of."""


def read_toml(text: str) -> dict[str, Any]:
    """Raises BadToml."""
    bare = _QUOTED.sub(_out, text)
    if any(part.count(".") > MOST_DOTS for part in _ENDS_A_KEY.split(bare)):
        raise BadToml(f"A key has up to {MOST_DOTS + 1} parts with a dot between.")
    if _depth(bare) > MOST_OPEN:
        raise BadToml(f"Up to {MOST_OPEN} brackets in one another.")
    try:
        return tomllib.loads(text)
    except RecursionError as deep:
        raise BadToml("There are too many brackets in one another.") from deep
    except ValueError as wrong:  # also of a number with too many digits
        raise BadToml(str(wrong)) from wrong


def _out(found: re.Match[str]) -> str:
    if found["open"]:
        raise BadToml("A quote is not closed.")
    return "_"


def _depth(bare: str) -> int:
    deepest = now = 0
    for bracket in _BRACKETS.findall(bare):
        now = now + 1 if bracket in "[{" else max(0, now - 1)
        deepest = max(deepest, now)
    return deepest
