"""A phone's lock, in software: makes keys and answers challenges, truthfully or not."""

from __future__ import annotations

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

UP, UV, ATTESTED = 0x01, 0x04, 0x40
ORIGIN = "http://localhost:8000"


def text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def raw(said: str) -> bytes:
    return urlsafe_b64decode(said + "=" * (-len(said) % 4))


@dataclass
class Lock:
    """One key. What it says can be bent: origin, host, flags, the count."""

    origin: str = ORIGIN
    host: str = "localhost"
    flags: int = UP | UV
    count: int = 0
    prf: bool = True
    handle: bytes = b""
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    secret: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def make(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The answer to the options for a new key."""
        self.handle = raw(asked["user"]["id"])
        said = self._client_data("webauthn.create", asked["challenge"])
        size = len(self.credential).to_bytes(2, "big")
        attested = bytes(16) + size + self.credential + self._public()
        data = self._data(ATTESTED) + attested
        whole = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        told = {"clientDataJSON": text(said), "attestationObject": text(whole)}
        return {**self._told(told), "prf": self.prf}

    def use(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The answer to a challenge; counts up."""
        self.count += 1
        said = self._client_data("webauthn.get", asked["challenge"])
        data = self._data(0)
        signed = self.secret.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        told = {
            "clientDataJSON": text(said),
            "authenticatorData": text(data),
            "signature": text(signed),
            "userHandle": text(self.handle),
        }
        return self._told(told)

    def _told(self, response: dict[str, Any]) -> dict[str, Any]:
        name = text(self.credential)
        transports = ["internal", "hybrid", "teleport", 7]
        whole = {**response, "transports": transports}
        return {"id": name, "rawId": name, "type": "public-key", "response": whole}

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _data(self, more: int) -> bytes:
        host = hashlib.sha256(self.host.encode()).digest()
        return host + bytes([self.flags | more]) + self.count.to_bytes(4, "big")

    def _public(self) -> bytes:
        point = self.secret.public_key().public_numbers()
        x, y = (n.to_bytes(32, "big") for n in (point.x, point.y))
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
