"""All of somebody's documents as one file, made while it is given out."""

from __future__ import annotations

import tempfile
import zipfile
from datetime import datetime
from typing import IO

from flask import render_template
from sqlalchemy import select

from portal.core import clock, words
from portal.core.access import Viewer
from portal.core.db import Db
from portal.documents.pages import mine_page
from portal.documents.rules import file_name
from portal.documents.tables import Document
from portal.uploads.tables import Upload, UploadBytes

IN_MEMORY = 4_000_000  # bytes; what is larger waits in a nameless file that goes by itself


def in_one_file(db: Db, viewer: Viewer, now: datetime) -> tuple[IO[bytes], int]:
    """A ZIP of every document and a page that says which is what, in the reader's language; and how
    many bytes that is. It is whole before any of it is sent, so that the database waits for no
    slow phone. One document at a time is in memory. Two statements; the caller closes it."""
    cards = {card.ref: card for card in mine_page(db, viewer, now).cards}
    out = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # the answer closes it
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as file:
        listed = []
        rows = db.execute(
            select(Document.ref, UploadBytes.data, Upload.mime)
            .join(Upload, Upload.id == Document.upload_id)
            .join(UploadBytes, UploadBytes.upload_id == Upload.id)
            .where(
                Document.council_id == viewer.council_id, Document.person_id == viewer.person_id,
                Document.ref.in_(cards), UploadBytes.part == "whole",
            )
            .order_by(Document.id)
            .execution_options(yield_per=1)
        )  # fmt: skip
        for place, row in enumerate(rows, start=1):
            card = cards[row.ref]
            called = file_name(place, row.mime)
            file.writestr(_entry(called, card.at), row.data)
            listed.append((called, card))
        page = render_template(
            "documents/list-file.html", listed=listed, spoken=words.language(), now=now
        )
        file.writestr(_entry("index.html", now), page)
    size = out.tell()
    out.seek(0)
    return out, size


def _entry(called: str, at: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(called, clock.local(at).timetuple()[:6])
    entry.external_attr = 0o600 << 16  # theirs to read, wherever it is unpacked
    return entry
