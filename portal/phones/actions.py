"""Writes: show that it is you, choose how soon a phone locks itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from portal.core.access import Viewer
from portal.core.db import Db
from portal.people import passphrases, tries
from portal.people.actions import kept_passphrase
from portal.people.tables import Account


def knows_passphrase(db: Db, viewer: Viewer, passphrase: str, now: datetime) -> bool:
    """Whether this is the viewer's passphrase. Raises `tries.Wait` after many wrong ones."""
    counted = tries.to_prove(viewer.session_id)
    counted.one_more(now)
    good = passphrases.fits(kept_passphrase(db, viewer.account_id), passphrase)
    if good:
        counted.succeeded()
    return good


def choose_relock(db: Db, viewer: Viewer, minutes: int) -> None:
    db.execute(
        update(Account).where(Account.id == viewer.account_id).values(relock_minutes=minutes)
    )
