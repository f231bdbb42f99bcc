"""Pictures and voices of a conversation, for whoever may read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from portal.core import audit, clock
from portal.core.access import Role, Viewer
from portal.core.db import Db, Query, built_once
from portal.messages import policy
from portal.messages.tables import Conversation, Message
from portal.uploads.tables import Upload, UploadBytes


@dataclass(frozen=True)
class Content:
    data: bytes
    mime: str


def content(db: Db, viewer: Viewer, ref: str, kind: str, part: str, now: datetime) -> Content:
    """What is in the picture or voice with this ref; the look is audited. part: "whole", "small".
    One statement. Raises NoResultFound when it is in no conversation that this viewer may read, or
    was taken back."""
    question = _content(
        viewer.council_id, viewer.person_id, ref, kind, part, clock.today(now), now,
        role=viewer.role,
    )  # fmt: skip
    row = db.execute(*question).first()
    if row is None:
        raise NoResultFound
    audit.looked_at(viewer, row.person_id, now)
    return Content(row.data, row.mime)


@built_once
def _content(
    council_id: int, viewer_id: int, ref: str, kind: str, part: str, day: date, now: datetime,
    *, role: Role,
) -> Query:  # fmt: skip
    return (
        select(UploadBytes.data, Upload.mime, Conversation.person_id)
        .join(UploadBytes, UploadBytes.upload_id == Upload.id)
        .join(Message, Message.upload_id == Upload.id)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(
            Upload.council_id == council_id,
            Upload.ref == ref,
            Upload.kind == kind,
            UploadBytes.part == part,
            Message.taken_back_at.is_(None),
            policy.readable(role, council_id, viewer_id, day, now),
        )
    )
