"""Who else opened a young person's pages since something was published by mistake.

Besides "Who looked at my information" and the check of the chains this alone reads the audit, and
only at the moment at which a version is taken back: whoever answers for a breach has to know who
saw what (UK GDPR art. 33(3) and (5)), and nothing else in the house knows. What it finds is written
into the record of that breach.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from portal.core import audit
from portal.core.audit import AuditEvent
from portal.core.db import Db

MOST = 500  # of people and pages, the newest


def looks(db: Db, council_id: int, young_id: int, since: datetime) -> Iterable[dict[str, Any]]:
    """One line for each person and page, with the last time."""
    last = func.max(AuditEvent.at)
    rows = db.execute(
        select(AuditEvent.person_id, AuditEvent.role, AuditEvent.what, last.label("last"))
        .where(
            AuditEvent.about_id == young_id, AuditEvent.council_id == council_id,
            AuditEvent.act == audit.LOOKED, AuditEvent.at >= since,
            AuditEvent.person_id != young_id,
        )
        .group_by(AuditEvent.person_id, AuditEvent.role, AuditEvent.what)
        .order_by(last.desc())
        .limit(MOST)
    )  # fmt: skip
    for row in rows:
        yield {"who_id": row.person_id, "role": row.role, "how": "look", "what": row.what,
               "at": row.last}  # fmt: skip
