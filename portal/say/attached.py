"""Pictures and voices of what was said, for whoever reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from portal.core import audit
from portal.core.access import Viewer
from portal.core.db import Db
from portal.say import policy
from portal.say.tables import Said
from portal.uploads.tables import Upload, UploadBytes


@dataclass(frozen=True)
class Content:
    data: bytes
    mime: str


def content(db: Db, viewer: Viewer, ref: str, kind: str, part: str, now: datetime) -> Content:
    """What is in the picture or voice with this ref; the look is audited. part: "whole", "small".
    One statement. Raises NoResultFound when it came with nothing that this viewer reads."""
    row = db.execute(
        select(UploadBytes.data, Upload.mime, Said.person_id)
        .join_from(UploadBytes, Upload, Upload.id == UploadBytes.upload_id)
        .join(Said, Said.person_id == Upload.person_id)
        .where(
            or_(Said.picture_id == Upload.id, Said.voice_id == Upload.id),
            Upload.council_id == viewer.council_id, Upload.ref == ref, Upload.kind == kind,
            UploadBytes.part == part, policy.reads(viewer, now),
        )
        .limit(1)
    ).one()  # fmt: skip
    audit.looked_at(viewer, row.person_id, now)
    return Content(row.data, row.mime)
