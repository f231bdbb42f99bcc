"""One visit, as the young person sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portal.core import audit
from portal.core.access import Viewer
from portal.core.db import Db
from portal.visits import policy
from portal.visits.tables import Visit


@dataclass(frozen=True)
class VisitPage:
    """wall times are naive, as on the wall in England."""

    who: str
    kind: str
    wall: datetime
    wall_end: datetime | None
    where: str
    note: str
    state: str


def visit_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> VisitPage:
    """Raises NoResultFound when there is none for this viewer."""
    found = db.scalars(policy.visible(viewer, now).where(Visit.ref == ref)).one()
    audit.looked_at(viewer, found.person_id, now)
    return VisitPage(
        found.by_label, found.kind, found.wall, found.wall_end, found.where, found.note,
        found.state,
    )  # fmt: skip
