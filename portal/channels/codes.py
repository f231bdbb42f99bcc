"""The six digits that show that an e-mail address or a number is one's own: never kept, worked out
from a seed with the installation's key, by whoever sends them and by whoever checks them."""

from __future__ import annotations

import hmac
from collections.abc import Iterable


def code_of(key: str, seed: str) -> str:
    drawn = hmac.new(key.encode(), f"own way:{seed}".encode(), "sha256").digest()
    return f"{int.from_bytes(drawn) % 1_000_000:06}"


def fits(keys: Iterable[str], seed: str, typed: str) -> bool:
    """Whether this is the code of this seed, by any key that is still accepted."""
    said = "".join(c for c in typed if c.isascii() and c.isdigit()).encode()
    return any(hmac.compare_digest(said, code_of(key, seed).encode()) for key in list(keys))
