"""What a clock says, as rows of the agenda and of what is owed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from portal.clocks.rules import Due
from portal.core import clock


def agenda_row(council_id: int, person_id: int, due: Due) -> dict[str, Any]:
    """A day by which something should be, as the young person sees it."""
    return {
        "council_id": council_id,
        "person_id": person_id,
        "kind": f"by_{due.clock.value}",
        "with_label": "",
        "with_id": None,
        "day": due.due_by,
        "wall": None,
        "zone": "Europe/London",
        "state": "coming",
        "source_kind": f"clock_{due.clock.value}",
        "source_id": person_id,
        "source_ref": "",
    }


def owed_row(council_id: int, person_id: int, debtor_id: int, due: Due) -> dict[str, Any]:
    midnight = datetime.combine(due.due_by + timedelta(days=1), datetime.min.time())
    since = datetime.combine(due.trigger, datetime.min.time())
    return {
        "council_id": council_id,
        "debtor_id": debtor_id,
        "person_id": person_id,
        "kind": due.clock.value,
        "since": clock.at_wall(since),
        "due_at": clock.at_wall(midnight),
        "urgent": False,
        "rule": due.rule,
        "source": due.source,
        "source_kind": f"clock_{due.clock.value}",
        "source_id": person_id,
        "source_ref": "",
        "passes_to_id": None,
        "passes_at": None,
    }
