"""Put a document in, name it, show it, take it away."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import exists, not_, select
from sqlalchemy.exc import NoResultFound

from portal.core import audit, receipts
from portal.core.access import Viewer
from portal.core.db import Db, add_rows
from portal.core.ids import new_id, new_ref
from portal.documents import pages
from portal.documents.rules import MOST, MOST_BYTES, Kind
from portal.documents.tables import Document
from portal.notifications.actions import tell, tell_each
from portal.notifications.tables import Notice
from portal.shares import actions as shares
from portal.shares.policy import who_reads
from portal.shares.rules import Thing
from portal.uploads import actions as uploads

ADDED, SHOWN = "document_added", "document_shown"


class NoRoom(Exception):
    """This person has as many documents as may be kept, or as large."""


def add(
    db: Db, viewer: Viewer, person_id: int, kind: Kind, title: str, sent: uploads.Sent, key: str,
    now: datetime, kept: pages.Kept,
) -> str:  # fmt: skip
    """Keep it; its ref, the same when repeated. An adult's is told to the young person. kept: what
    they have already. Raises NoRoom, receipts.KeyReused."""
    ref = new_ref()
    content = receipts.fingerprint(
        "document", str(person_id), kind.value, title, uploads.print_of(sent)
    )
    earlier = receipts.first_time(db, viewer.account_id, key, content, ref, now)
    if earlier is not None:
        return earlier
    if kept.many >= MOST or kept.size + uploads.size_of(sent) > MOST_BYTES:
        raise NoRoom
    upload_id = uploads.keep(db, viewer, person_id, sent, now)
    add_rows(db, Document, [{
        "id": new_id(), "ref": ref, "council_id": viewer.council_id, "person_id": person_id,
        "by_id": viewer.person_id, "kind": kind.value, "title": title, "upload_id": upload_id,
        "added_at": now, "gone_at": None,
    }])  # fmt: skip
    if person_id != viewer.person_id:
        tell(db, viewer.council_id, person_id, ADDED, "document", ref, now)
        audit.changed(db, viewer, person_id, "documents.added", now)
    return ref


def name(db: Db, viewer: Viewer, ref: str, kind: Kind, title: str) -> None:
    """Call one's own document something else. Raises NoResultFound."""
    document = _own(db, viewer, ref)
    if document.gone_at is not None:
        raise NoResultFound
    document.kind, document.title = kind.value, title


def show(db: Db, viewer: Viewer, ref: str, wanted: Collection[str], now: datetime) -> None:
    """Show one's own document to exactly these; whoever did not see it before is told. Raises
    NoResultFound."""
    if _own(db, viewer, ref).gone_at is not None:
        raise NoResultFound
    shares.show_to(db, viewer, Thing.DOCUMENT, wanted, now, key=ref)
    new = who_reads(
        viewer.council_id, viewer.person_id, Thing.DOCUMENT, now, ref, since=now
    ).subquery()
    told = exists(
        select(Notice.id).where(
            Notice.council_id == viewer.council_id, Notice.person_id == new.c.with_id,
            Notice.kind == SHOWN, Notice.source_ref == ref, Notice.seen_at.is_(None),
        )
    )  # fmt: skip
    rows = db.execute(select(new.c.with_id, new.c.carer).where(not_(told))).all()
    if rows:
        about = {row.with_id: viewer.person_id for row in rows if row.carer}
        ids = [row.with_id for row in rows]
        tell_each(db, viewer.council_id, ids, SHOWN, "document", now, ref, about)


def take_away(db: Db, viewer: Viewer, ref: str, now: datetime) -> None:
    """Every byte of one's own document goes, and its name. Again changes nothing. Raises
    NoResultFound."""
    document = _own(db, viewer, ref)
    if document.gone_at is not None:
        return
    upload_id = document.upload_id
    document.upload_id, document.title, document.gone_at = None, "", now
    db.flush()
    if upload_id is not None:
        uploads.take_away(db, viewer.council_id, upload_id)
    shares.stop_showing(db, viewer, Thing.DOCUMENT, now, key=ref)


def _own(db: Db, viewer: Viewer, ref: str) -> Document:
    """One of their own, there or taken away. Raises NoResultFound."""
    return db.scalars(
        select(Document).where(
            Document.council_id == viewer.council_id, Document.person_id == viewer.person_id,
            Document.ref == ref,
        )
    ).one()  # fmt: skip
