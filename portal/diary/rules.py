"""How long a word, an entry and an opening are. Plain functions."""

from __future__ import annotations

from datetime import timedelta

SHORTEST_WORD, LONGEST_WORD = 10, 200
LONGEST_ENTRY = 10_000
MOST_ENTRIES = 2_000
OPEN_FOR = timedelta(minutes=20)  # since it was opened or something was saved
TRIES, TRIES_WINDOW = 5, timedelta(minutes=5)  # in one session
TRIES_EVERYWHERE = 30  # in all of theirs: whoever knows their passphrase could begin many
# Bytes to which an entry is filled up, so that its size says little.
SIZES = (1_024, 4_096, 16_384, 65_536)
_HEAD = 4


def fill(plain: bytes) -> bytes:
    """These bytes, their length before them, filled up to the next of `SIZES`. Raises ValueError
    for more than the largest holds."""
    whole = len(plain).to_bytes(_HEAD) + plain
    size = next((size for size in SIZES if len(whole) <= size), None)
    if size is None:
        raise ValueError("too long to be sealed")
    return whole.ljust(size, b"\0")


def unfill(filled: bytes) -> bytes:
    length = int.from_bytes(filled[:_HEAD])
    return filled[_HEAD : _HEAD + length]


def good_word(word: str) -> bool:
    """Long enough, and more than one key held down."""
    return SHORTEST_WORD <= len(word) <= LONGEST_WORD and len(set(word.casefold())) >= 5
