"""The question of the open page: is this code good?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import not_, select

from portal.core.db import Db, among
from portal.people.stops import stopped
from portal.proof import codes
from portal.proof.codes import Key
from portal.proof.rules import Purpose
from portal.proof.tables import Proof, ProofCode


@dataclass(frozen=True)
class Good:
    """All that anybody is told."""

    purpose: Purpose
    until: datetime


def scanned(db: Db, keys: Sequence[Key], token: str, now: datetime) -> Good | None:
    """Whether a code from a picture is good. None for any reason."""
    try:
        code = codes.read(token, keys)
    except codes.NotGood:
        return None
    found = _known(db, code.serial, now)
    if found is None or found.purpose != code.purpose or code.until <= now:
        return None
    return Good(found.purpose, min(code.until, found.until))


def typed(db: Db, text: str, now: datetime) -> Good | None:
    """The same for the number on a letter. A pass has none: its picture changes."""
    found = _known(db, codes.typed_serial(text), now)
    return None if found is None or found.purpose is Purpose.PASS else found


def _known(db: Db, serial: str, now: datetime) -> Good | None:
    """What was made with this number, is not over, and was not ended: two statements, whatever
    was sent. One of somebody to whom nothing goes any more is good no longer."""
    council_id = db.scalar(
        select(ProofCode.council_id).where(ProofCode.serial_hash == codes.serial_hash(serial))
    )
    with among(db, council_id or 0):
        row = db.execute(
            select(Proof.purpose, Proof.ends_at).where(
                Proof.council_id == (council_id or 0), Proof.serial == serial,
                Proof.ended_at.is_(None), Proof.ends_at > now, not_(stopped(Proof.person_id)),
            )
        ).first()  # fmt: skip
    return None if row is None else Good(Purpose(row.purpose), row.ends_at)
