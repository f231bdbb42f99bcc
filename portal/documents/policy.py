"""Who may see a document: whoever it belongs to, and those it is shown to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_

from portal.core.access import Role, Viewer
from portal.documents.tables import Document
from portal.people.pages import Subject
from portal.people.rules import Grant
from portal.shares.policy import shown
from portal.shares.rules import Thing

# Who may put one in: they know the plan.
ADDERS = frozenset({Role.WORKER, Role.MANAGER})
NEEDED = Grant.NAME | Grant.PLAN


def may_put_in(subject: Subject) -> bool:
    """Whoever knows their plan, while things go to them at all."""
    return subject.may(NEEDED) and subject.stopped_at is None


def readable(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Documents that are there, and theirs or shown to them."""
    return and_(
        Document.council_id == viewer.council_id,
        Document.gone_at.is_(None),
        shown(viewer, Document.person_id, Thing.DOCUMENT, now, key=Document.ref),
    )
