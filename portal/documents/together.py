"""All of somebody's documents as one file, made while it is given out."""

from __future__ import annotations

import tempfile
import zipfile
from datetime import datetime
from typing import IO, Any

from flask import render_template
from sqlalchemy import select

from portal.core import words
from portal.core.access import Viewer
from portal.core.db import Db
from portal.documents.pages import Card, mine_page
from portal.documents.rules import file_name
from portal.documents.tables import Document
from portal.uploads.tables import Upload, UploadBytes

IN_MEMORY = 4_000_000  # bytes; what is larger waits in a nameless file that goes by itself


def in_one_file(db: Db, viewer: Viewer, now: datetime) -> IO[bytes]:
    """A ZIP of every document and a page that says which is what, in the reader's language. At its
    beginning, ready to be read. One document at a time is in memory."""
    cards = mine_page(db, viewer).cards
    out = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # the answer closes it
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as file:
        listed = []
        for place, card in enumerate(reversed(cards), start=1):
            row = _bytes_of(db, viewer, card)
            if row is None:
                continue
            called = file_name(place, row.mime)
            file.writestr(_entry(called, card.at), row.data)
            listed.append((called, card))
        page = render_template(
            "documents/list-file.html", listed=listed, spoken=words.language(), now=now
        )
        file.writestr(_entry("index.html", now), page)
    out.seek(0)
    return out


def _bytes_of(db: Db, viewer: Viewer, card: Card) -> Any:
    return db.execute(
        select(UploadBytes.data, Upload.mime)
        .join(Upload, Upload.id == UploadBytes.upload_id)
        .join(Document, Document.upload_id == Upload.id)
        .where(
            Document.council_id == viewer.council_id, Document.person_id == viewer.person_id,
            Document.ref == card.ref, UploadBytes.part == "whole",
        )
    ).first()  # fmt: skip


def _entry(called: str, at: datetime) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(called, at.timetuple()[:6])
