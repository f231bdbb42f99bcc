"""A worry's row in what is owed, until somebody takes it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import and_, select

from portal.core.db import Db
from portal.hours.pages import calendar_for
from portal.owed.entries import every_step, with_steps
from portal.owed.kept import those_kept_from
from portal.owed.steps import Begun, first_urgent
from portal.owed.tables import Owed
from portal.worries import policy
from portal.worries.tables import Worry


def owed_rows(db: Db, council_id: int, now: datetime) -> list[dict[str, Any]]:
    """One row for each worry that nobody has taken, as every step so far has left it. One that is
    on nobody's list gets whoever sees to it now."""
    rows = db.execute(
        select(Worry, Owed.debtor_id)
        .outerjoin(
            Owed,
            and_(
                Owed.source_kind == policy.SOURCE,
                Owed.source_id == Worry.id,
                Owed.kind == policy.SOURCE,
            ),
        )
        .where(Worry.council_id == council_id, Worry.taken_at.is_(None))
        .order_by(Worry.id)
    ).all()
    if not rows:
        return []
    calendar, passed = calendar_for(db, council_id), every_step(db, council_id, policy.SOURCE)
    found = []
    for row in rows:
        worry: Worry = row.Worry
        debtor_id = row.debtor_id or policy.whose(
            db, council_id, worry.person_id, worry.from_id,
            (worry.source_kind, worry.source_id), now,
            those_kept_from(db, policy.SOURCE, worry.id),
        )  # fmt: skip
        if debtor_id is not None:
            at = worry.raised_at
            made = owed_row(council_id, worry.id, worry.ref, worry.person_id, debtor_id, at)
            begun = [Begun(at, first_urgent(calendar, at), urgent=True)]
            steps = passed.get((policy.SOURCE, worry.id, at), ())
            found.append(with_steps(made, calendar, begun, steps))
    return found


def owed_row(
    council_id: int, id: int, ref: str, person_id: int, debtor_id: int, since: datetime
) -> dict[str, Any]:
    """Due from the moment it was written."""
    return {
        "council_id": council_id,
        "debtor_id": debtor_id,
        "person_id": person_id,
        "kind": policy.SOURCE,
        "since": since,
        "due_at": since,
        "urgent": True,
        "rule": "",
        "source": "",
        "source_kind": policy.SOURCE,
        "source_id": id,
        "source_ref": ref,
        "passes_to_id": None,
        "passes_at": None,
    }
