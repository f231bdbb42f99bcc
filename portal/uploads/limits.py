"""How many pictures, voices and documents one account may send: nobody fills the disk."""

from __future__ import annotations

from datetime import datetime, timedelta

from portal.core import ledger
from portal.core.db import Database
from portal.uploads.rules import A_DAY, AN_HOUR

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


def may_send(database: Database, account_id: int, now: datetime) -> bool:
    """One more is counted, whether it turns out good or not; whether it may be looked into."""
    name = f"uploads:{account_id}"
    return (
        ledger.count(database, name, _HOUR, now) <= AN_HOUR
        and ledger.count(database, f"{name}:day", _DAY, now) <= A_DAY
    )
