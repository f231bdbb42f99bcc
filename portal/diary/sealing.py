"""From a word to a key, and from words to bytes that only that key opens."""

from __future__ import annotations

import secrets
import threading
import unicodedata
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES, NONCE_BYTES, SALT_BYTES = 32, 12, 16
# Several times what a sign-in costs: it is done once, and a copied database is tried at leisure.
ROUNDS, MEMORY_KIB, LANES = 4, 65_536, 1
_PROOF = b"this is the diary's own key"
# One at a time in each process: each takes 64 MiB while it runs.
_working = threading.Lock()


class WrongKey(Exception):
    """It was not sealed with this key, or for this place."""


@dataclass(frozen=True)
class Making:
    """How a key is made from a word."""

    salt: bytes
    rounds: int = ROUNDS
    memory_kib: int = MEMORY_KIB
    lanes: int = LANES


def new_making() -> Making:
    return Making(secrets.token_bytes(SALT_BYTES))


def key_from(word: str, making: Making) -> bytes:
    """The key; some hundred milliseconds. Keyboards write one word in several ways: it is brought
    into one form first, and spaces around it do not count."""
    typed = unicodedata.normalize("NFKC", word).strip()
    with _working:
        return hash_secret_raw(
            typed.encode(), making.salt, time_cost=making.rounds, memory_cost=making.memory_kib,
            parallelism=making.lanes, hash_len=KEY_BYTES, type=Type.ID,
        )  # fmt: skip


def new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, plain: bytes, place: str) -> bytes:
    """place: what it belongs to; it opens nowhere else."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, place.encode())


def unseal(key: bytes, sealed: bytes, place: str) -> bytes:
    """Raises WrongKey."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode())
    except (InvalidTag, ValueError) as wrong:
        raise WrongKey from wrong


def proof(key: bytes, place: str) -> bytes:
    """What a key is known by."""
    return seal(key, _PROOF, place)


def proves(key: bytes, sealed: bytes, place: str) -> bool:
    try:
        return unseal(key, sealed, place) == _PROOF
    except WrongKey:
        return False
