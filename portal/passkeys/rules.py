"""Figures and fixed words of passkeys. Plain functions."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from enum import StrEnum

CHALLENGE_LASTS = timedelta(minutes=5)
MOST_KEYS = 10
LONGEST_NAME = 60

# What the phone's own secret is asked for, to seal what the phone keeps (WebAuthn's PRF). It is no
# secret and the same for everybody: each key answers with a value of its own, and who is signing
# in is not known yet when it is asked. It never changes, or what was sealed could not be opened.
PRF_SALT = hashlib.sha256(b"alongside: what a phone keeps, 1").digest()

# From WebAuthn level 3, AuthenticatorTransport; anything else a browser says is not kept.
TRANSPORTS = ("ble", "hybrid", "internal", "nfc", "smart-card", "usb")


class Purpose(StrEnum):
    """What a challenge may be answered for, and nothing else."""

    MAKE = "make"
    SIGN_IN = "sign-in"
    PROVE = "prove"  # unlock, or show once more that it is them


def transports(said: object) -> str:
    """What a browser says about how a key is reached, as it is kept."""
    given = said if isinstance(said, list) else []
    return ",".join(one for one in TRANSPORTS if one in given)


def went_back(before: int, now: int) -> bool:
    """Whether a key's own count says that there are two of it. Most keys do not count: always 0."""
    return (before > 0 or now > 0) and now <= before
