"""Reads: whom a caller means, what was opened, and the messages between two people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from portal.core import audit, clock
from portal.core.access import Role, Viewer
from portal.core.db import Db, Query
from portal.messages.pages import Attached
from portal.messages.tables import Conversation, Message
from portal.opened.policy import told
from portal.opened.rules import State, Telling, Times, What
from portal.opened.tables import Opening, OpeningDecision
from portal.openings import policy
from portal.people.oversight import oversees
from portal.people.pages import subject
from portal.people.reach import shown_name
from portal.people.rules import same_name
from portal.people.tables import Person
from portal.uploads.tables import Upload, UploadBytes

PAGE = 50
MESSAGES_PAGE = 30
MOST_WRITERS = 40


# --- looking for somebody -----------------------------------------------------------------------


def find(
    db: Db, viewer: Viewer, number: str, name: str, born: date | None, now: datetime
) -> str | None:
    """The ref of the one young person who fits all that was typed, by number, or by name and date
    of birth; None when that is nobody, or more than one. The look is audited."""
    query = policy.findable(viewer)
    if number:
        query = query.where(func.lower(Person.code) == number.lower())
    if born is not None:
        query = query.where(Person.born == born)
    if not number and not (name and born):
        return None
    found = [
        person
        for person in db.scalars(query)
        if not name or same_name(name, person.known_as, person.first_name, person.last_name)
    ]
    if len(found) != 1:
        return None
    audit.looked_at(viewer, found[0].id, now)
    return found[0].ref


# --- what was opened ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Card:
    """One opening in a list. adult: whose messages, or "". by: who asked. tell_at, review_on: see
    `Telling`. due: the viewer, who is the lead, has to look at it (again). passed: the day on which
    the lead meant to look at it again has come, and nobody has."""

    ref: str
    what: What
    state: State
    telling: Telling
    whom: str
    adult: str
    by: str
    mine: bool
    why: str
    asked_at: datetime
    ends_at: datetime | None
    tell_at: datetime
    review_on: date | None
    due: bool
    passed: bool


@dataclass(frozen=True)
class OpeningsPage:
    """oversees: the list is of the whole council."""

    cards: tuple[Card, ...]
    oversees: bool
    more: str | None


@dataclass(frozen=True)
class Decision:
    by: str
    at: datetime
    why: str
    review_on: date | None


@dataclass(frozen=True)
class OpeningPage:
    """decided_by: who agreed or refused, and when. hold: whoever asked thought that it is not safe
    to tell. may_…: what the viewer can do now."""

    card: Card
    hours: int
    hold: bool
    decided_by: str
    decided_at: datetime | None
    ended_early: bool
    decisions: tuple[Decision, ...]
    may_end: bool
    may_answer: bool
    may_decide: bool
    may_read: bool
    may_open: str | None  # the young person's ref, while the viewer has it open


_young = aliased(Person, name="young")
_adult = aliased(Person, name="adult")
_asker = aliased(Person, name="asker")
_second = aliased(Person, name="second")


def openings_page(db: Db, viewer: Viewer, after: str | None, now: datetime) -> OpeningsPage:
    """The viewer's own, newest first; all of the council for a manager and the lead, what has to
    be looked at first. A list says neither the reason nor the adult: those stand on a page of
    their own, which is noted as a look. Two statements at most. Raises NoResultFound for others
    who have no business here."""
    if not (viewer.role is Role.DUTY or oversees(viewer)):
        raise NoResultFound
    audit.listed(viewer, now)
    query = _openings(policy.visible(viewer))
    if after is not None:
        edge = select(Opening.id).where(policy.visible(viewer), Opening.ref == after)
        query = query.where(Opening.id < edge.scalar_subquery())
    rows = db.execute(query.order_by(Opening.id.desc()).limit(PAGE + 1)).all()
    cards = [_card(row, viewer, now) for row in rows[:PAGE]]
    if after is None and oversees(viewer):
        cards = _with_due_ones(db, viewer, cards, now)
    more = rows[PAGE - 1].Opening.ref if len(rows) > PAGE else None
    return OpeningsPage(tuple(cards), oversees(viewer), more)


def _with_due_ones(db: Db, viewer: Viewer, cards: list[Card], now: datetime) -> list[Card]:
    """What waits for the lead comes first, however long ago it was opened; and, for everybody who
    oversees, what nobody has looked at again."""
    rows = db.execute(
        _openings(and_(policy.visible(viewer), _waits_for_lead(now)))
        .order_by(Opening.id.desc())
        .limit(PAGE)
    )
    due = [card for card in (_card(row, viewer, now) for row in rows) if card.due or card.passed]
    first = {card.ref for card in due}
    return due + [card for card in cards if card.ref not in first]


def _waits_for_lead(now: datetime) -> ColumnElement[bool]:
    """Nobody has decided yet, while there is time; or the day has come to look at it again."""
    undecided = and_(Opening.lead_at.is_(None), Opening.tell_at > now)
    again = and_(Opening.lead_at.is_not(None), Opening.review_on <= clock.today(now))
    return and_(Opening.ends_at.is_not(None), not_(told(now)), or_(undecided, again))


def opening_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> OpeningPage:
    """Raises NoResultFound when there is none for this viewer. What was opened of a young person
    is a look at them; what was only asked for is no more than their name on a list."""
    row = db.execute(_openings(and_(policy.visible(viewer), Opening.ref == ref))).one()
    opening: Opening = row.Opening
    card = _card(row, viewer, now)
    if opening.ends_at is None:
        audit.listed(viewer, now)
    else:
        audit.looked_at(viewer, opening.person_id, now)
    decisions = db.execute(
        select(OpeningDecision, Person.known_as, Person.code)
        .join(Person, Person.id == OpeningDecision.by_id)
        .where(OpeningDecision.opening_id == opening.id)
        .order_by(OpeningDecision.id)
    )
    return _opening_page(viewer, row, card, decisions.all(), now)


def _opening_page(
    viewer: Viewer, row: Any, card: Card, decisions: Any, now: datetime
) -> OpeningPage:
    opening: Opening = row.Opening
    is_open = card.state is State.OPEN
    mine = viewer.person_id in (opening.asked_by_id, opening.agreed_by_id)
    who = (opening.asked_by_id, opening.adult_id)
    undecided = card.telling in (Telling.HELD, Telling.NOT_YET)
    began = opening.agreed_at or opening.asked_at
    planned = began + timedelta(hours=opening.hours)
    in_reach = is_open and card.what is What.EMERGENCY and card.mine
    return OpeningPage(
        card=card,
        hours=opening.hours,
        hold=opening.hold,
        decided_by=shown_name(row.second_name, row.second_code) if row.second_code else "",
        decided_at=opening.agreed_at,
        ended_early=opening.ends_at is not None and opening.ends_at < planned,
        decisions=tuple(
            Decision(
                shown_name(each.known_as, each.code), each.OpeningDecision.at,
                each.OpeningDecision.why, each.OpeningDecision.review_on,
            )
            for each in decisions
            if oversees(viewer)  # the page promises the lead that nobody else reads them
        ),
        may_end=is_open and policy.may_end(viewer, opening.asked_by_id),
        may_answer=card.state is State.ASKED and policy.may_answer(viewer, *who),
        may_decide=undecided and policy.may_decide(viewer, *who),
        may_read=is_open and card.what is What.MESSAGES and mine and oversees(viewer),
        may_open=row.young_ref if in_reach else None,
    )  # fmt: skip


def _openings(which: ColumnElement[bool]) -> Query:
    return (
        select(
            Opening,
            _young.ref.label("young_ref"),
            _young.known_as.label("young_name"), _young.code.label("young_code"),
            _asker.known_as.label("asker_name"), _asker.code.label("asker_code"),
            _adult.known_as.label("adult_name"), _adult.code.label("adult_code"),
            _second.known_as.label("second_name"), _second.code.label("second_code"),
        )
        .join(_young, _young.id == Opening.person_id)
        .join(_asker, _asker.id == Opening.asked_by_id)
        .outerjoin(_adult, _adult.id == Opening.adult_id)
        .outerjoin(_second, _second.id == Opening.agreed_by_id)
        .where(which)
    )  # fmt: skip


def _card(row: Any, viewer: Viewer, now: datetime) -> Card:
    opening: Opening = row.Opening
    times = Times(
        opening.ends_at, opening.refused, opening.tell_at, opening.lead_at, opening.review_on,
        opening.asked_at,
    )  # fmt: skip
    telling = times.telling(now)
    again = opening.review_on is not None and opening.review_on <= clock.today(now)
    passed = telling is Telling.NOT_YET and again
    decides = policy.may_decide(viewer, opening.asked_by_id, opening.adult_id)
    return Card(
        ref=opening.ref,
        what=What(opening.kind),
        state=times.state(now),
        telling=telling,
        whom=shown_name(row.young_name, row.young_code),
        adult=shown_name(row.adult_name, row.adult_code) if row.adult_code else "",
        by=shown_name(row.asker_name, row.asker_code),
        mine=opening.asked_by_id == viewer.person_id,
        why=opening.why,
        asked_at=opening.asked_at,
        ends_at=opening.ends_at,
        tell_at=times.told_at,
        review_on=opening.review_on,
        due=decides and (telling is Telling.HELD or passed),
        passed=passed,
    )  # fmt: skip


# --- an adult's messages ------------------------------------------------------------------------


@dataclass(frozen=True)
class Writer:
    """An adult who wrote in the young person's conversation."""

    ref: str
    name: str
    job: str


@dataclass(frozen=True)
class LookIntoPage:
    id: int
    ref: str
    name: str
    writers: tuple[Writer, ...]


@dataclass(frozen=True)
class Said:
    """taken_back: by whoever wrote it, in its first minute. first: what the adult had written
    before they changed it or took it back. upload: the ref of a picture or voice, its kind, and
    how long or how large it is."""

    ref: str
    by_adult: bool
    who: str
    kind: str
    text: str
    sent_at: datetime
    taken_back: bool
    first: str
    upload: Attached | None


@dataclass(frozen=True)
class MessagesPage:
    """said: oldest first. earlier: the ref before which the next page ends."""

    ref: str
    whom: str
    adult: str
    ends_at: datetime
    said: tuple[Said, ...]
    earlier: str | None


def look_into_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> LookIntoPage:
    """The adults whose messages may be asked for; never the viewer. Raises NoResultFound."""
    who = subject(db, viewer, ref, now, by_the_hour=False)
    rows = db.execute(
        select(Person.ref, Person.known_as, Person.first_name, Person.last_name, Person.code,
               Person.job)
        .where(Person.council_id == viewer.council_id, Person.id.in_(_writers(viewer, who.id)))
        .order_by(Person.known_as, Person.id)
        .limit(MOST_WRITERS)
    )  # fmt: skip
    writers = tuple(
        Writer(
            r.ref, f"{r.first_name} {r.last_name}".strip() or shown_name(r.known_as, r.code), r.job
        )
        for r in rows
    )
    return LookIntoPage(who.id, who.ref, who.name, writers)


def _writers(viewer: Viewer, young_id: int) -> Select[Any]:
    return (
        select(Message.from_id)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(
            Conversation.council_id == viewer.council_id,
            Conversation.person_id == young_id,
            # What was said to the young person; not what a carer and their worker said of them.
            Conversation.writer_id == young_id,
            Message.from_id != young_id,
            Message.from_id != viewer.person_id,
        )
    )


def writer(db: Db, viewer: Viewer, young_id: int, ref: str) -> Person | None:
    """The adult with this ref, if they wrote to this young person."""
    return db.scalars(
        select(Person).where(
            Person.council_id == viewer.council_id,
            Person.ref == ref,
            Person.id.in_(_writers(viewer, young_id)),
        )
    ).first()


def messages_page(
    db: Db, viewer: Viewer, ref: str, before: str | None, now: datetime
) -> MessagesPage:
    """What the adult wrote, and what the young person wrote just before or just after it: nothing
    that another adult said, and nothing said to another. Two statements. Marks nothing as read.

    Raises NoResultFound when it is not (or no longer) open to this viewer.
    """
    row = db.execute(_openings(and_(policy.readable(viewer, now), Opening.ref == ref))).one()
    opening: Opening = row.Opening
    assert opening.ends_at is not None and opening.adult_id is not None
    audit.looked_at(viewer, opening.person_id, now)
    young, adult = opening.person_id, opening.adult_id
    query = (
        select(Message, Upload)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .outerjoin(Upload, Upload.id == Message.upload_id)
        .where(
            Conversation.council_id == viewer.council_id,
            Conversation.person_id == young,
            Conversation.writer_id == young,
            _between(young, adult),
        )
        .order_by(Message.id.desc())
        .limit(MESSAGES_PAGE + 1)
    )
    if before is not None:
        edge = (
            select(Message.id)
            .join(Conversation, Conversation.id == Message.conversation_id)
            .where(
                Conversation.person_id == young,
                Conversation.writer_id == young,
                Message.ref == before,
            )
        )
        query = query.where(Message.id < edge.scalar_subquery())
    found = db.execute(query).all()
    shown = list(reversed(found[:MESSAGES_PAGE]))
    whom = shown_name(row.young_name, row.young_code)
    name = shown_name(row.adult_name, row.adult_code)
    return MessagesPage(
        opening.ref,
        whom,
        name,
        opening.ends_at,
        tuple(_said(m, upload, adult, name if m.from_id == adult else whom) for m, upload in shown),
        shown[0].Message.ref if len(found) > MESSAGES_PAGE else None,
    )  # fmt: skip


def _said(message: Message, upload: Upload | None, adult_id: int, who: str) -> Said:
    by_adult = message.from_id == adult_id
    back = message.taken_back_at is not None
    # What the adult took back is still there to be looked into; what the young person did is not.
    hidden = upload is None or (back and not by_adult)
    return Said(
        message.ref,
        by_adult,
        who,
        message.kind,
        message.text,
        message.sent_at,
        back,
        message.kept if by_adult else "",
        None if hidden or upload is None else _attached(upload),
    )


def _attached(upload: Upload) -> Attached:
    return Attached(
        upload.ref, upload.kind, upload.seconds or 0, upload.width or 1, upload.height or 1
    )


@dataclass(frozen=True)
class Content:
    data: bytes
    mime: str


def content(db: Db, viewer: Viewer, ref: str, now: datetime) -> Content:
    """The picture or voice with this ref, if it stands on `messages_page` of some opening of this
    viewer's. Raises NoResultFound."""
    row = db.execute(
        select(UploadBytes.data, Upload.mime, Opening.person_id)
        .join(UploadBytes, UploadBytes.upload_id == Upload.id)
        .join(Message, Message.upload_id == Upload.id)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .join(
            Opening,
            and_(
                Opening.person_id == Conversation.person_id,
                Opening.person_id == Conversation.writer_id,
            ),
        )
        .where(
            Upload.council_id == viewer.council_id,
            Upload.ref == ref,
            UploadBytes.part == "whole",
            policy.readable(viewer, now),
            _between(Opening.person_id, Opening.adult_id),
            or_(Message.taken_back_at.is_(None), Message.from_id == Opening.adult_id),
        )
        .limit(1)
    ).first()
    if row is None:
        raise NoResultFound
    audit.looked_at(viewer, row.person_id, now)
    return Content(row.data, row.mime)


def _between(young: Any, adult: Any) -> ColumnElement[bool]:
    """What the adult wrote, and what the young person wrote just before or just after it."""
    before_it, after_it = (_next_to(young, later=side) for side in (False, True))
    return or_(
        Message.from_id == adult,
        and_(Message.from_id == young, or_(before_it == adult, after_it == adult)),
    )


def _next_to(young_id: Any, *, later: bool) -> ColumnElement[Any]:
    """Which adult wrote next in the same conversation, before or after a message."""
    other = aliased(Message)
    query = select(other.from_id).where(
        other.conversation_id == Message.conversation_id,
        other.from_id != young_id,
        other.id > Message.id if later else other.id < Message.id,
    )
    order = other.id.asc() if later else other.id.desc()
    return query.order_by(order).limit(1).correlate(Message, Opening).scalar_subquery()
