"""Keys and public references (two different things: a key is never shown).

A key is a 64-bit integer made here, not by the database: 41 bits of milliseconds, then 22 bits
that start at random and count up within a millisecond. Keys are unique across councils and in
time order, so lists page by key and tables can be spread over machines without renumbering.
"""

from __future__ import annotations

import secrets
import threading
import time

EPOCH_MS = 1_704_067_200_000  # 1 January 2024, UTC
_LOW_BITS = 22
_LOW_MAX = (1 << _LOW_BITS) - 1

_lock = threading.Lock()
_last_ms = 0
_low = 0


def new_id() -> int:
    """The next key: positive, below 2**63, larger than every earlier one of this process."""
    global _last_ms, _low
    with _lock:
        now = time.time_ns() // 1_000_000 - EPOCH_MS
        if now > _last_ms:
            _last_ms, _low = now, secrets.randbits(_LOW_BITS - 1)
        elif _low < _LOW_MAX:
            _low += 1
        else:  # the millisecond is used up (or the clock went back): borrow the next one
            _last_ms, _low = _last_ms + 1, 0
        return (_last_ms << _LOW_BITS) | _low


def new_ref() -> str:
    """What may stand in a URL: 128 random bits as 22 characters."""
    return secrets.token_urlsafe(16)
