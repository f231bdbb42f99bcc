"""The page on which somebody changes their own message in its first minute, or takes it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portal.core import audit
from portal.core.access import Role, Viewer
from portal.core.db import Db
from portal.messages import bounds, changes, desks
from portal.messages.bounds import CARER
from portal.messages.desks import Desk


@dataclass(frozen=True)
class MendPage:
    """text: as it is now. alone: whether it is all there is of the message; has_words: a tap has
    none. by_staff: whether an adult of the council sent it."""

    desk: Desk
    ref: str
    text: str
    alone: bool
    has_words: bool
    still: bool
    by_staff: bool


def mend_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> MendPage:
    """Two statements. Raises NoResultFound when it is not the viewer's own."""
    row = changes.own(db, viewer, ref, now)
    audit.looked_at(viewer, row.person_id, now)
    still = row.taken_back_at is None and bounds.still_changes(row.sent_at, now)
    return MendPage(
        _desk(db, viewer, row.person_ref, row.talk_kind, row.talk, now),
        ref,
        row.text,
        row.upload_id is None,
        row.kind in ("text", "picture", "voice"),
        still,
        viewer.person_id != row.writer_id,
    )


def _desk(db: Db, viewer: Viewer, person_ref: str, kind: str, talk: str, now: datetime) -> Desk:
    if viewer.is_young:
        return desks.own_desk(db, viewer, now)
    if viewer.role is Role.CARER:
        return desks.child_desk(db, viewer, person_ref, now)
    if kind == CARER:
        return desks.carers_desk(db, viewer, person_ref, talk, now)
    return desks.desk_of(db, viewer, person_ref, now)
