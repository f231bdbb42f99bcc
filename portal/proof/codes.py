"""The code of a letter or a pass: a few bytes, signed with Ed25519. `FORMAT.md` tells others."""

from __future__ import annotations

import hashlib
import secrets
import struct
from base64 import b32decode, b32encode, urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from portal.core.settings import KEY_BYTES, Settings, made_once

VERSION = 1
# Version, key, purpose, valid until (seconds since 1970, UTC), the random number.
_BODY = struct.Struct(">B4sBI10s")
# Before the body: no signature of ours for anything else fits. Whoever checks reads it, so no name.
_SIGNED = b"letter check 1\n"
SIGNATURE = 64
LENGTH = (_BODY.size + SIGNATURE) * 4 // 3  # letters; both are whole threes, so nothing is padded
SERIAL_BYTES = 10
_GROUP = 4
_DIGITS_MEANT = str.maketrans("018", "OIB")  # the alphabet of base 32 has none of these three


class NotGood(Exception):
    """A code that we did not make, or that was changed on the way."""


@dataclass(frozen=True)
class Code:
    """purpose: `rules.Purpose`. serial: the random number, as it is typed."""

    purpose: int
    until: datetime
    serial: str


@dataclass(frozen=True)
class Key:
    id: bytes
    private: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        return _raw(self.private.public_key())


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def key_id(public: bytes) -> bytes:
    return hashlib.sha256(public).digest()[:4]


def new_secret() -> str:
    """A new key, as it stands in a setting or a file: 32 bytes in base64url."""
    return urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode().rstrip("=")


@lru_cache(maxsize=16)
def _key(secret: str) -> Key:
    raw = urlsafe_b64decode(secret + "=" * (-len(secret) % 4))
    if len(raw) != KEY_BYTES:
        raise ValueError("ALONGSIDE_PROOF_KEYS: each key has 32 bytes, in base64url")
    private = Ed25519PrivateKey.from_private_bytes(raw)
    return Key(key_id(_raw(private.public_key())), private)


def keys_of(settings: Settings) -> tuple[Key, ...]:
    """The newest first: it signs. What an older one has signed is still good."""
    given = settings.proof_keys or (made_once(settings.data / "proof", new_secret),)
    return tuple(map(_key, given))


def new_serial() -> str:
    return b32encode(secrets.token_bytes(SERIAL_BYTES)).decode()


def in_groups(serial: str) -> str:
    """As it stands on paper: ABCD EFGH IJKL MNOP."""
    return " ".join(serial[at : at + _GROUP] for at in range(0, len(serial), _GROUP))


def last_group(serial: str) -> str:
    """How the number ends, by which two papers are told apart."""
    return serial[-_GROUP:]


def typed_serial(text: str) -> str:
    """The number as somebody has typed it from paper: any case, spaces and dashes, and a digit for
    the letter that looks like it."""
    return "".join(c for c in text.upper() if c.isalnum()).translate(_DIGITS_MEANT)


def serial_hash(serial: str) -> str:
    return hashlib.sha256(serial.encode()).hexdigest()


def name_hash(serial: str, name: str) -> str:
    """What is kept of the name in a letter: enough to see that it is still theirs. With the random
    number, so that two letters of one name have nothing in common."""
    return hashlib.sha256(f"{serial} {name}".encode()).hexdigest()


def signed(key: Key, code: Code) -> str:
    body = _BODY.pack(
        VERSION, key.id, code.purpose, int(code.until.timestamp()), b32decode(code.serial)
    )
    return urlsafe_b64encode(body + key.private.sign(_SIGNED + body)).decode()


def read(token: str, keys: Sequence[Key]) -> Code:
    """What a code says, if one of these keys has signed it. Whether it is over is not asked here.

    Raises NotGood.
    """
    raw = _bytes_of(token)
    body, signature = raw[: _BODY.size], raw[_BODY.size :]
    version, of_key, purpose, until, serial = _BODY.unpack(body)
    key = next((one for one in keys if one.id == of_key), None)
    if version != VERSION or key is None:
        raise NotGood
    try:
        key.private.public_key().verify(signature, _SIGNED + body)
    except InvalidSignature:
        raise NotGood from None
    return Code(purpose, datetime.fromtimestamp(until, UTC), b32encode(serial).decode())


def _bytes_of(token: str) -> bytes:
    """Of one code there is one way to write it, so that none can be changed and still be read."""
    try:
        raw = urlsafe_b64decode(token.encode("ascii"))
    except (UnicodeEncodeError, NotBase64, ValueError):
        raise NotGood from None
    if len(token) != LENGTH or urlsafe_b64encode(raw).decode() != token:
        raise NotGood
    return raw
