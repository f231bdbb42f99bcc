"""What other rooms read of claims beside what they are about, in one statement."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from portal.claims.rules import DECIDE_DAYS
from portal.claims.tables import Claim, ClaimDays
from portal.core.db import Db
from portal.core.json_rows import json_rows


@dataclass(frozen=True)
class Told:
    """had: code of an item → whole pounds that were noted as paid to somebody. decide_days: working
    days in which their council decides."""

    had: Mapping[str, int]
    decide_days: int


def told_of(db: Db, council_id: int, person_id: int) -> Told:
    """One statement."""
    days = (
        select(ClaimDays.decide)
        .where(ClaimDays.council_id == council_id)
        .order_by(ClaimDays.id.desc())
        .limit(1)
    )
    paid = json_rows(Claim.item, Claim.paid).where(
        Claim.council_id == council_id, Claim.person_id == person_id, Claim.paid > 0
    )
    row = db.execute(
        select(days.scalar_subquery().label("days"), paid.scalar_subquery().label("paid"))
    ).one()
    pence: Counter[str] = Counter()
    for item, noted in json.loads(row.paid or "[]"):
        pence[item] += noted
    return Told({item: all_of // 100 for item, all_of in pence.items()}, row.days or DECIDE_DAYS)
