"""Passphrases: argon2id, with figures measured for a small server (about 40 ms, 19 MiB each).

An unknown account costs the same one verification as a known one.
"""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP's second recommended setting: little memory, so that many can sign in at once.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_nobody = _hasher.hash("there is nobody with this name")


def keep(passphrase: str) -> str:
    return _hasher.hash(passphrase)


def fits(kept: str | None, passphrase: str) -> bool:
    """Whether the passphrase is the kept one. Takes as long when there is nothing kept."""
    try:
        _hasher.verify(kept or _nobody, passphrase)
    except (VerificationError, InvalidHashError):
        return False
    return bool(kept)
