"""Reviews in the agenda."""

from __future__ import annotations

from typing import Any

from portal.agenda.entries import rows_of
from portal.core.db import Db
from portal.reviews.tables import Review


def agenda_rows(db: Db, council_id: int) -> list[dict[str, Any]]:
    return rows_of(db, council_id, Review, "review", Review.run_by_label, Review.all_day)
