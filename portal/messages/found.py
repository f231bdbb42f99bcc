"""What was found in a thread, newest first, and the way to where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.core.access import Viewer
from portal.core.db import Db, Folded, Query, built_once, like
from portal.messages import bounds
from portal.messages.desks import Desk
from portal.messages.tables import Message
from portal.people.tables import Person


@dataclass(frozen=True)
class Hit:
    """text: the part of the message in which it stands."""

    ref: str
    mine: bool
    who: str
    text: str
    sent_at: datetime


@dataclass(frozen=True)
class FoundPage:
    desk: Desk
    sought: str
    hits: tuple[Hit, ...]
    older: str | None


def found_page(db: Db, viewer: Viewer, desk: Desk, sought: str, before: str | None) -> FoundPage:
    """Messages of this thread in which these words stand, in capitals or not; those before the one
    with ref `before`."""
    if desk.conversation_id is None:
        return FoundPage(desk, sought, (), None)
    question = _found(desk.conversation_id, like(sought), before or "", beyond=before is not None)
    rows = db.execute(*question).all()
    shown = rows[: bounds.HITS]
    writes = viewer.person_id == desk.writer_id
    return FoundPage(
        desk,
        sought,
        tuple(
            Hit(
                row.ref,
                (row.from_id == desk.writer_id) == writes,
                desk.name_of(row.from_id, row.known_as, row.code),
                bounds.clipped(row.text, sought),
                row.sent_at,
            )
            for row in shown
        ),
        shown[-1].ref if len(rows) > bounds.HITS else None,
    )


@built_once
def _found(conversation_id: int, pattern: str, before: str, *, beyond: bool) -> Query:
    query = (
        select(Message.id, Message.ref, Message.from_id, Message.text, Message.sent_at,
               Person.known_as, Person.code)
        .join(Person, Person.id == Message.from_id)
        .where(
            Message.conversation_id == conversation_id,
            Message.taken_back_at.is_(None),
            Folded(Message.text).like(pattern, escape="/"),
        )
        .order_by(Message.id.desc())
        .limit(bounds.HITS + 1)
    )  # fmt: skip
    if not beyond:
        return query
    edge = select(Message.id).where(
        Message.conversation_id == conversation_id, Message.ref == before
    )
    return query.where(Message.id < edge.scalar_subquery())
