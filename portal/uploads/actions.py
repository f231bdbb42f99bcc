"""Keep a picture, a voice or a PDF, and take one away; in the commit of what it belongs to."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import delete

from portal.core.access import Viewer
from portal.core.db import Db, add_rows
from portal.core.ids import new_id, new_ref
from portal.uploads.pdfs import Pdf
from portal.uploads.pictures import Picture
from portal.uploads.rules import What
from portal.uploads.tables import Upload, UploadBytes
from portal.uploads.voices import Voice

Sent = Picture | Voice | Pdf


def kind_of(sent: Sent) -> str:
    if isinstance(sent, Pdf):
        return "pdf"
    return "picture" if isinstance(sent, Picture) else "voice"


def print_of(sent: Sent | None) -> str:
    """A hash of what is in it, to know it again; "" for nothing."""
    if sent is None:
        return ""
    data = sent.whole if isinstance(sent, Picture) else sent.data
    return hashlib.sha256(data).hexdigest()


def size_of(sent: Sent) -> int:
    """Bytes of the whole."""
    return len(sent.whole if isinstance(sent, Picture) else sent.data)


def keep(db: Db, viewer: Viewer, person_id: int, sent: Sent, now: datetime) -> int:
    """Keep it in the record of `person_id`; its key."""
    parts = {"whole": sent.whole, "small": sent.small} if isinstance(sent, Picture) else {
        "whole": sent.data
    }  # fmt: skip
    row = {
        "id": new_id(), "council_id": viewer.council_id, "ref": new_ref(), "person_id": person_id,
        "by_id": viewer.person_id, "kind": kind_of(sent), "size": len(parts["whole"]),
        "made_at": now, "mime": What.JPEG.value, "seconds": None, "width": None, "height": None,
    }  # fmt: skip
    if isinstance(sent, Picture):
        row |= {"width": sent.width, "height": sent.height}
    elif isinstance(sent, Pdf):
        row |= {"mime": What.PDF.value}
    else:
        row |= {"mime": sent.mime, "seconds": sent.seconds}
    add_rows(db, Upload, [row])
    add_rows(
        db,
        UploadBytes,
        [
            {"id": new_id(), "council_id": viewer.council_id, "upload_id": row["id"],
             "part": part, "data": data}
            for part, data in parts.items()
        ],
    )  # fmt: skip
    return int(str(row["id"]))


def take_away(db: Db, council_id: int, upload_id: int) -> None:
    """It and every byte of it. Nothing may name it any more."""
    db.execute(
        delete(UploadBytes).where(
            UploadBytes.council_id == council_id, UploadBytes.upload_id == upload_id
        )
    )
    db.execute(delete(Upload).where(Upload.council_id == council_id, Upload.id == upload_id))
