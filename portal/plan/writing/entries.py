"""A version that was taken back, in what is owed, until every step after it is done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.core.db import Db
from portal.plan.writing import rules
from portal.plan.writing.tables import TakenBack

KIND = SOURCE = "plan_breach"


def owed_rows(db: Db, council_id: int) -> list[dict[str, Any]]:
    rows = db.execute(
        select(
            TakenBack.id, TakenBack.ref, TakenBack.person_id, TakenBack.owed_by_id, TakenBack.at
        ).where(TakenBack.council_id == council_id, TakenBack.over_at.is_(None))
    )
    return [
        owed_row(council_id, row.id, row.ref, row.person_id, row.owed_by_id, row.at)
        for row in rows
    ]  # fmt: skip


def owed_row(
    council_id: int, id: int, ref: str, person_id: int, debtor_id: int, at: datetime
) -> dict[str, Any]:
    return {
        "council_id": council_id, "debtor_id": debtor_id, "person_id": person_id, "kind": KIND,
        "since": at, "due_at": rules.owed_until(at), "urgent": True, "rule": "",
        "source": rules.SOURCES[rules.Step.ICO], "source_kind": SOURCE, "source_id": id,
        "source_ref": ref, "passes_to_id": None, "passes_at": None,
    }  # fmt: skip
