"""Why somebody is in care, from what the council has recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal.care.rules import HomeKind, Reason, home_kind, reason
from portal.care.tables import CareEpisode
from portal.core.db import Db


@dataclass(frozen=True)
class WhyInCare:
    """since: first day of the present legal status as recorded. now: still in care today.
    raw: the council's own code, for staff and for asking about."""

    reason: Reason
    home: HomeKind
    since: date
    now: bool
    raw: str


def why_in_care(db: Db, council_id: int, person_id: int, today: date) -> WhyInCare | None:
    """From the newest episode; None when nothing is recorded."""
    rows = db.execute(
        select(
            CareEpisode.started, CareEpisode.ended, CareEpisode.legal_status, CareEpisode.placement
        )
        .where(
            CareEpisode.council_id == council_id,
            CareEpisode.person_id == person_id,
            CareEpisode.started <= today,
        )
        .order_by(CareEpisode.started.desc(), CareEpisode.id.desc())
        .limit(40)
    ).all()
    if not rows:
        return None
    newest = rows[0]
    since = newest.started
    for row in rows[1:]:
        if row.legal_status != newest.legal_status:
            break
        since = row.started
    return WhyInCare(
        reason(newest.legal_status),
        home_kind(newest.placement),
        since,
        newest.ended is None or newest.ended > today,
        newest.legal_status,
    )
