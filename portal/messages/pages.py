"""A thread, a page of it at a time: three statements besides the one for the viewer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from portal.core import audit, clock
from portal.core.access import Viewer
from portal.core.db import Db
from portal.messages import rules
from portal.messages.tables import Conversation, Message, ReadMark
from portal.people.reach import reach, shown_name
from portal.people.rules import WORKERS, Grant, Kind, PersonKind
from portal.people.tables import Connection, Council, Person


@dataclass(frozen=True)
class Desk:
    """Whose conversation it is, who answers it, and the council's hours. conversation_id None:
    nothing was written yet. adult None: nobody is allocated, so nobody can be written to."""

    conversation_id: int | None
    person_id: int
    person_ref: str
    person_name: str
    person_language: str
    adult_id: int | None
    adult_name: str
    away_until: Any
    cover_id: int | None
    cover_name: str
    reply_days: int
    closes_hour: int
    duty_phone: str
    night_phone: str

    def away(self, now: datetime) -> bool:
        """Whether the worker is on leave today and somebody covers."""
        return bool(
            self.away_until and self.away_until >= clock.today(now) and self.cover_id is not None
        )

    def answers_id(self, now: datetime) -> int | None:
        """Who owes the answer today."""
        return self.cover_id if self.away(now) else self.adult_id


@dataclass(frozen=True)
class Bubble:
    ref: str
    mine: bool
    who: str
    kind: str
    text: str
    sent_at: datetime
    answer_by: datetime | None
    read_at: datetime | None
    read_by: str
    answered: bool


@dataclass(frozen=True)
class ThreadPage:
    desk: Desk
    bubbles: tuple[Bubble, ...]
    earlier: str | None
    newest_id: int | None
    unread: bool
    away: bool

    @property
    def waiting(self) -> Bubble | None:
        """The oldest of my messages that nobody has answered."""
        return next((b for b in self.bubbles if b.mine and not b.answered and b.answer_by), None)


def own_desk(db: Db, viewer: Viewer, now: datetime) -> Desk:
    """The young person's own conversation with their worker."""
    return _desk(db, viewer, Person.id == viewer.person_id, now)


def desk_of(db: Db, viewer: Viewer, ref: str, now: datetime) -> Desk:
    """The conversation of the young person with this ref, for a worker; the look is audited.

    Raises NoResultFound when the viewer has no MESSAGES grant for them today.
    """
    found = _desk(
        db,
        viewer,
        and_(Person.ref == ref, reach(viewer, Person.id, Grant.MESSAGES, now)),
        now,
    )
    audit.looked_at(viewer, found.person_id, now)
    return found


def _desk(db: Db, viewer: Viewer, whose: Any, now: datetime) -> Desk:
    day = clock.today(now)
    adult, cover = aliased(Person), aliased(Person)
    rank = case((Connection.kind == Kind.SOCIAL_WORKER, 0), else_=1)
    row = db.execute(
        select(
            Conversation.id.label("conversation_id"),
            Person.id, Person.ref, Person.known_as, Person.code, Person.language,
            adult.id.label("adult_id"), adult.known_as.label("adult_name"),
            adult.code.label("adult_code"), Connection.label,
            adult.away_until, cover.id.label("cover_id"), cover.known_as.label("cover_name"),
            Council.reply_days, Council.closes_hour, Council.duty_phone, Council.night_phone,
        )
        .join(Council, Council.id == Person.council_id)
        .outerjoin(
            Connection,
            and_(
                Connection.council_id == Person.council_id,
                Connection.of_id == Person.id,
                Connection.kind.in_(WORKERS),
                Connection.starts <= day,
                or_(Connection.ends.is_(None), Connection.ends >= day),
            ),
        )
        .outerjoin(adult, adult.id == Connection.with_id)
        .outerjoin(cover, cover.id == adult.cover_id)
        .outerjoin(
            Conversation,
            and_(Conversation.person_id == Person.id, Conversation.kind == "worker"),
        )
        .where(
            Person.council_id == viewer.council_id, Person.kind == PersonKind.YOUNG, whose
        )
        .order_by(rank, Connection.starts.desc(), Connection.id.desc())
        .limit(1)
    ).first()  # fmt: skip
    if row is None:
        raise NoResultFound
    return Desk(
        row.conversation_id,
        row.id,
        row.ref,
        shown_name(row.known_as, row.code),
        row.language,
        row.adult_id,
        (viewer.is_young and row.label) or shown_name(row.adult_name or "", row.adult_code or ""),
        row.away_until,
        row.cover_id,
        row.cover_name or "",
        row.reply_days,
        row.closes_hour,
        row.duty_phone,
        row.night_phone,
    )


def thread_page(
    db: Db, viewer: Viewer, desk: Desk, before: str | None, now: datetime
) -> ThreadPage:
    """The newest page of the thread, or the page before the message with ref `before`."""
    if desk.conversation_id is None:
        return ThreadPage(desk, (), None, None, False, desk.away(now))
    rows = _messages(db, desk.conversation_id, before)
    marks = db.execute(
        select(ReadMark.person_id, ReadMark.message_id, ReadMark.at, Person.known_as)
        .join(Person, Person.id == ReadMark.person_id)
        .where(ReadMark.conversation_id == desk.conversation_id)
    ).all()
    shown = list(reversed(rows[: rules.PAGE]))
    mine = next((m.message_id for m in marks if m.person_id == viewer.person_id), 0)
    return ThreadPage(
        desk,
        tuple(_bubble(row, shown, viewer, desk, marks) for row in shown),
        shown[0].ref if len(rows) > rules.PAGE else None,
        shown[-1].id if shown else None,
        any(row.from_id != viewer.person_id and row.id > mine for row in shown),
        desk.away(now),
    )


def _messages(db: Db, conversation_id: int, before: str | None) -> list[Any]:
    query = (
        select(
            Message.id, Message.ref, Message.from_id, Message.kind, Message.text, Message.sent_at,
            Message.answer_by, Person.known_as, Person.code,
        )
        .join(Person, Person.id == Message.from_id)
        .where(Message.conversation_id == conversation_id)
        .order_by(Message.id.desc())
        .limit(rules.PAGE + 1)
    )  # fmt: skip
    if before is not None:
        edge = select(Message.id).where(
            Message.conversation_id == conversation_id, Message.ref == before
        )
        query = query.where(Message.id < edge.scalar_subquery())
    return list(db.execute(query))


def _bubble(row: Any, shown: list[Any], viewer: Viewer, desk: Desk, marks: Sequence[Any]) -> Bubble:
    """For the young person "mine" is what they wrote; for adults, what any adult wrote."""
    by_young = row.from_id == desk.person_id
    mine = by_young if viewer.is_young else not by_young
    # Who read it: the other side only, and the first of them.
    reads = sorted(
        (
            m
            for m in marks
            if m.message_id >= row.id and (m.person_id == desk.person_id) != by_young
        ),
        key=lambda m: m.at,
    )
    name = shown_name(row.known_as, row.code)
    return Bubble(
        row.ref, mine, name, row.kind, row.text, row.sent_at, row.answer_by,
        reads[0].at if reads and mine else None,
        reads[0].known_as if reads and mine else "",
        any(other.id > row.id and (other.from_id == desk.person_id) != by_young for other in shown),
    )  # fmt: skip
