"""Having read it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from portal.core.access import Viewer
from portal.core.db import Db
from portal.people.tables import Account


def have_read(db: Db, viewer: Viewer, now: datetime) -> None:
    """Keep that the viewer has read the notice; the first time counts."""
    db.execute(
        update(Account)
        .where(Account.id == viewer.account_id, Account.told_privacy_at.is_(None))
        .values(told_privacy_at=now)
    )
