"""What a browser is asked, and whether its answer is good (WebAuthn, by py_webauthn).

A key belongs to this host and is made with the phone's own lock (user verification), so that it can
be found without a user name. Who made the phone is not asked (attestation "none").
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import webauthn
from flask import current_app
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    parse_authentication_credential_json,
    parse_client_data_json,
)
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from portal.core.settings import Settings
from portal.passkeys import challenges, rules
from portal.passkeys.rules import CHALLENGE_LASTS, Purpose

WAIT_MS = int(CHALLENGE_LASTS.total_seconds() * 1000)


class NotGood(Exception):
    """The answer is not a good one; why is nobody's business."""


@dataclass(frozen=True)
class Kept:
    """What is kept of a key, as far as a ceremony needs it."""

    credential: bytes
    transports: str


@dataclass(frozen=True)
class Made:
    credential: bytes
    public_key: bytes
    sign_count: int
    transports: str
    prf: bool


def host() -> str:
    """Whom keys belong to: the host's name, without its port."""
    return urlsplit(_settings().public_url).hostname or ""


def _origin() -> str:
    parts = urlsplit(_settings().public_url)
    return f"{parts.scheme}://{parts.netloc}"


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


# --- asking ------------------------------------------------------------------------------------


def ask_to_make(
    product: str, username: str, handle: str, kept: Sequence[Kept], now: datetime
) -> dict[str, Any]:
    options = webauthn.generate_registration_options(
        rp_id=host(),
        rp_name=product,
        # The phone shows it in its own list of keys: what they picked themselves, no name.
        user_name=username,
        user_id=handle.encode(),
        challenge=challenges.new(Purpose.MAKE, now),
        timeout=WAIT_MS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_descriptors(kept),
    )
    return _told(options)


def ask_to_use(purpose: Purpose, kept: Sequence[Kept], now: datetime) -> dict[str, Any]:
    """kept: none at sign-in, where the phone itself says whose key it is."""
    options = webauthn.generate_authentication_options(
        rp_id=host(),
        challenge=challenges.new(purpose, now),
        timeout=WAIT_MS,
        allow_credentials=_descriptors(kept),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return _told(options)


def _told(options: Any) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(webauthn.options_to_json(options))
    told["extensions"] = {"prf": {"eval": {"first": bytes_to_base64url(rules.PRF_SALT)}}}
    return told


def _descriptors(kept: Sequence[Kept]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            id=one.credential,
            transports=[AuthenticatorTransport(how) for how in one.transports.split(",") if how],
        )
        for one in kept
    ]


# --- checking ----------------------------------------------------------------------------------


def made(said: object, now: datetime) -> Made:
    """The key that a browser says it has made. Raises NotGood."""
    try:
        assert isinstance(said, dict)
        challenge = _spent(said, Purpose.MAKE, now)
        found = webauthn.verify_registration_response(
            credential=said,
            expected_challenge=challenge,
            expected_rp_id=host(),
            expected_origin=_origin(),
            require_user_verification=True,
        )
    except Exception as wrong:  # whatever is wrong with what came in, it is refused
        raise NotGood from wrong
    return Made(
        found.credential_id,
        found.credential_public_key,
        found.sign_count,
        rules.transports(said["response"].get("transports")),
        said.get("prf") is True,
    )


@dataclass(frozen=True)
class Used:
    credential: bytes
    handle: str  # whose key the phone says it is; "" where it says nothing


def used(said: object) -> Used:
    """Which key an answer names, before anything about it is checked. Raises NotGood."""
    try:
        assert isinstance(said, dict)
        found = parse_authentication_credential_json(said)
        return Used(found.raw_id, (found.response.user_handle or b"").decode())
    except Exception as wrong:
        raise NotGood from wrong


def spend(said: object, purpose: Purpose, now: datetime) -> bytes:
    """The challenge of this answer, used up from here on. Raises NotGood."""
    try:
        assert isinstance(said, dict)
        return _spent(said, purpose, now)
    except Exception as wrong:
        raise NotGood from wrong


def count_of(said: object, challenge: bytes, public_key: bytes) -> int:
    """How often the key has been used, as it says itself, once its signature is found to be good.

    Whether that count went back is asked afterwards: nobody without the key can say anything.
    Raises NotGood.
    """
    try:
        assert isinstance(said, dict)
        found = webauthn.verify_authentication_response(
            credential=said,
            expected_challenge=challenge,
            expected_rp_id=host(),
            expected_origin=_origin(),
            credential_public_key=public_key,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except Exception as wrong:
        raise NotGood from wrong
    return found.new_sign_count


def _spent(said: dict[str, Any], purpose: Purpose, now: datetime) -> bytes:
    client_data = parse_client_data_json(base64url_to_bytes(said["response"]["clientDataJSON"]))
    challenges.spend(client_data.challenge, purpose, now)
    return client_data.challenge
