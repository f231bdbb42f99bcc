"""Challenges: random, for one purpose, one browser, some minutes, and one answer.

They carry their own end and our mark, so that nothing is kept until one comes back. Then it is
counted in the ledger, whatever becomes of the request: the second answer is refused.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from flask import session

from portal.core import db, ledger, marks, sessions
from portal.passkeys.rules import CHALLENGE_LASTS, Purpose

NUMBER, END, MARK = 16, 8, 32  # bytes


class NotOurs(Exception):
    """Not a challenge of ours for this browser and purpose, or too old, or used."""


def new(purpose: Purpose, now: datetime) -> bytes:
    ends = int((now + CHALLENGE_LASTS).timestamp())
    what = secrets.token_bytes(NUMBER) + ends.to_bytes(END, "big")
    return what + bytes.fromhex(marks.mark("challenge", *_bound(purpose, what)))


def spend(given: bytes, purpose: Purpose, now: datetime) -> None:
    """Use it up. Raises NotOurs."""
    what, mark = given[: NUMBER + END], given[NUMBER + END :]
    if len(mark) != MARK or not marks.fits(mark.hex(), "challenge", *_bound(purpose, what)):
        raise NotOurs
    if now >= datetime.fromtimestamp(int.from_bytes(what[NUMBER:], "big"), UTC):
        raise NotOurs
    if ledger.count(db.database(), f"challenge:{what.hex()}", CHALLENGE_LASTS, now) > 1:
        raise NotOurs


def _bound(purpose: Purpose, what: bytes) -> tuple[str, str, str]:
    return purpose.value, sessions.value(session), what.hex()
