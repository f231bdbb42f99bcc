"""Write a note. Nothing else can be done with one."""

from __future__ import annotations

from datetime import datetime

from portal.core import audit, receipts
from portal.core.access import Viewer
from portal.core.db import Db, add_rows
from portal.core.ids import new_id, new_ref
from portal.people.pages import Subject
from portal.staff_notes.tables import StaffNote


def write(db: Db, viewer: Viewer, who: Subject, text: str, key: str, now: datetime) -> str:
    """Keep the note; returns its ref, the same when repeated. `who` comes of `pages.about`, which
    decides who may. Raises receipts.KeyReused."""
    ref = new_ref()
    content = receipts.fingerprint("staff-note", str(who.id), text)
    earlier = receipts.first_time(db, viewer.account_id, key, content, ref, now)
    if earlier is not None:
        return earlier
    add_rows(db, StaffNote, [{
        "id": new_id(), "ref": ref, "council_id": viewer.council_id, "person_id": who.id,
        "by_id": viewer.person_id, "text": text, "made_at": now,
    }])  # fmt: skip
    audit.changed(db, viewer, who.id, "staff_notes.written", now)
    return ref
