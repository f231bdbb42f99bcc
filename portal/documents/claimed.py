"""Kept documents that go with what a young person asks for (`claims.papers`)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import case, select, true

from portal.claims.papers import Paper, keeps_papers
from portal.core.access import Viewer
from portal.core.db import Db
from portal.core.words import _
from portal.documents import policy
from portal.documents.labels import ICONS, icon, name
from portal.documents.rules import MOST, Kind
from portal.documents.tables import Document


@keeps_papers
def papers(
    db: Db, viewer: Viewer, person_id: int, refs: Collection[str] | None, now: datetime
) -> tuple[Paper, ...]:
    """The newest first. One statement."""
    readable = case((policy.readable(viewer, now), 1), else_=0)
    rows = db.execute(
        select(Document.ref, Document.kind, Document.title, readable.label("open"))
        .where(
            Document.council_id == viewer.council_id,
            Document.person_id == person_id,
            Document.gone_at.is_(None),
            true() if refs is None else Document.ref.in_(refs),
        )
        .order_by(Document.id.desc())
        .limit(MOST)
    )
    return tuple(_paper(row) for row in rows)


def _paper(row: Any) -> Paper:
    """What it is called is said to whoever may open it."""
    if not row.open:
        return Paper(row.ref, _("A document"), ICONS[Kind.OTHER], "documents.file", False)
    return Paper(row.ref, name(row), icon(row), "documents.file", True)
