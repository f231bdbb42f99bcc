"""Writes: show that it is you, another passphrase, choose how soon a phone locks itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from portal.core.access import Viewer
from portal.core.db import Db
from portal.notifications.actions import tell
from portal.people import passphrases, sessions, tries
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


def change_passphrase(db: Db, viewer: Viewer, kept: str, now: datetime) -> None:
    """Everywhere else is signed out, and told. kept: the new one, hashed already, so that the
    database is not held while that is done."""
    db.execute(update(Account).where(Account.id == viewer.account_id).values(passphrase=kept))
    sessions.end_all(db, viewer.account_id, but=viewer.session_id)
    tell(
        db, viewer.council_id, viewer.person_id, "passphrase_changed", "account",
        str(viewer.account_id), now,
    )  # fmt: skip


def choose_relock(db: Db, viewer: Viewer, minutes: int) -> None:
    db.execute(
        update(Account).where(Account.id == viewer.account_id).values(relock_minutes=minutes)
    )
