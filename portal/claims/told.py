"""What other rooms read of claims beside what they are about, in one statement."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import case, or_, select

from portal.claims.rules import DECIDE_DAYS, OWING
from portal.claims.tables import Claim, ClaimDays
from portal.core.db import Db
from portal.core.json_rows import json_rows


@dataclass(frozen=True)
class Told:
    """had: code of an item → whole pounds that were noted as paid to somebody. promised: pence that
    are agreed and still to come. decide_days: working days in which their council decides."""

    had: Mapping[str, int]
    promised: Mapping[str, int]
    decide_days: int


def told_of(db: Db, council_id: int, person_id: int) -> Told:
    """One statement."""
    days = (
        select(ClaimDays.decide)
        .where(ClaimDays.council_id == council_id)
        .order_by(ClaimDays.id.desc())
        .limit(1)
    )
    to_pay = Claim.state.in_([one.value for one in OWING])
    money = json_rows(Claim.item, Claim.paid, case((to_pay, Claim.granted), else_=0)).where(
        Claim.council_id == council_id, Claim.person_id == person_id, or_(Claim.paid > 0, to_pay)
    )
    row = db.execute(
        select(days.scalar_subquery().label("days"), money.scalar_subquery().label("money"))
    ).one()
    paid: Counter[str] = Counter()
    promised: Counter[str] = Counter()
    for item, noted, granted in json.loads(row.money or "[]"):
        paid[item] += noted
        promised[item] += max(0, (granted or 0) - noted)
    return Told(
        {item: pence // 100 for item, pence in paid.items() if pence}, promised,
        row.days or DECIDE_DAYS,
    )  # fmt: skip
