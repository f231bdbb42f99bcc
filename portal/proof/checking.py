"""The question of the open page: is this code good?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import not_, select

from portal.core.db import Db, among
from portal.people.stops import stopped
from portal.proof import codes, pages
from portal.proof.codes import Key
from portal.proof.rules import Answer, Good, Purpose
from portal.proof.tables import Proof, ProofCode


def scanned(db: Db, keys: Sequence[Key], token: str, now: datetime) -> Good | None:
    """Whether a code from a picture is good. None for any reason."""
    try:
        code = codes.read(token, keys)
    except codes.NotGood:
        return None
    found = _known(db, code.serial, now)
    if found is None or found.purpose != code.purpose or code.until <= now:
        return None
    return replace(found, until=min(code.until, found.until))


def typed(db: Db, text: str, now: datetime) -> Good | None:
    """The same for the number on a letter. A pass has none: its picture changes."""
    found = _known(db, codes.typed_serial(text), now)
    return None if found is None or found.purpose is Purpose.PASS else found


def _known(db: Db, serial: str, now: datetime) -> Good | None:
    """What was made with this number, is not over, and was not ended: two statements, whatever
    was sent; then whether it is still true, as the page of whoever made it asks. One of somebody
    to whom nothing goes any more is good no longer."""
    council_id = db.scalar(
        select(ProofCode.council_id).where(ProofCode.serial_hash == codes.serial_hash(serial))
    )
    with among(db, council_id or 0):
        row = db.execute(
            select(
                Proof.person_id, Proof.purpose, Proof.serial, Proof.name, Proof.name_hash,
                Proof.ends_at,
            ).where(
                Proof.council_id == (council_id or 0), Proof.serial == serial,
                Proof.ended_at.is_(None), Proof.ends_at > now, not_(stopped(Proof.person_id)),
            )
        ).first()  # fmt: skip
        if row is None or council_id is None:
            return None
        purpose = Purpose(row.purpose)
        known = pages.about(db, council_id, row.person_id, now, [purpose])
    fit = pages.fits_still(row, known, now)
    if fit.answer is not Answer.YES:
        return None
    number_ends = "" if purpose is Purpose.PASS else codes.last_group(serial)
    return Good(purpose, min(row.ends_at, fit.until or row.ends_at), number_ends)
