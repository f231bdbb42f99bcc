"""Passphrases that are too well known: what many people use, and our own words."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

LIST = Path(__file__).with_name("common.txt")
DIGITS = 10  # hexadecimal, of each digest in the list

# What stands on our own pages, and what people here are to each other: tried first by whoever
# wants to get in here. Longer ones before those that they hold.
OUR_WORDS = (
    "alongside", "passphrase", "password", "username", "socialworker", "personaladviser",
    "fostercarer", "careleaver", "reviewingofficer", "letmein", "welcome", "council", "worker",
    "child", "carer", "care",
)  # fmt: skip
BETWEEN = ("my", "the", "is")
LETTERS_OF_ONES_OWN = 4


def too_common(passphrase: str) -> bool:
    """Whether it is among the most used ones, or little but our own words and numbers."""
    plain = "".join(passphrase.casefold().split())
    return _marked(plain) in _list() or _hardly_own(plain)


def _hardly_own(plain: str) -> bool:
    left = plain
    for word in OUR_WORDS:
        left = left.replace(word, "")
    if left == plain:
        return False
    for word in BETWEEN:
        left = left.replace(word, "")
    return sum(c.isalpha() for c in left) < LETTERS_OF_ONES_OWN


def _marked(plain: str) -> bytes:
    return hashlib.sha256(plain.encode()).hexdigest()[:DIGITS].encode()


@cache
def _list() -> frozenset[bytes]:
    lines = LIST.read_bytes().split()
    return frozenset(line for line in lines if len(line) == DIGITS and line.isalnum())
