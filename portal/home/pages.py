"""Home, in four statements besides the one that knew who is asking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, literal, select, union_all

from portal.agenda.pages import Item, coming, not_booked
from portal.core import clock
from portal.core.access import Viewer
from portal.core.db import Db, Query, built_once
from portal.hours.pages import calendar_for
from portal.hours.rules import Calendar
from portal.introductions.pages import Beside, beside
from portal.messages.tables import Conversation, Message, ReadMark
from portal.notifications.tables import Notice
from portal.people.answers import Answers
from portal.people.pages import Known, my_people_and_who_answers
from portal.promises.pages import PromiseCard, Standing, promises_to

SHOWN_PROMISES = 3
SOON_DAYS = 14


@dataclass(frozen=True)
class Day:
    """One day of the week strip, today first."""

    date: date
    today: bool
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Waiting:
    """Something new for them. kind: "plan_changed", "message" or another notice's."""

    kind: str
    ref: str
    at: datetime


@dataclass(frozen=True)
class HomePage:
    """answers: who reads their messages today; next: the next appointment; should_be: days by
    which something is due and nothing is booked yet; soon: who will be their worker."""

    name: str
    today: date
    next: Item | None
    week: tuple[Day, ...]
    should_be: tuple[Item, ...]
    waiting: tuple[Waiting, ...]
    people: tuple[Known, ...]
    soon: tuple[Known, ...]
    answers: Answers | None
    promises: tuple[PromiseCard, ...]
    promise_count: int
    night_phone: str


def home_page(db: Db, viewer: Viewer, now: datetime) -> HomePage:
    today = clock.today(now)
    wall = clock.local(now).replace(tzinfo=None)
    items = coming(db, viewer, [viewer.person_id], None, today, days=120)
    people = my_people_and_who_answers(db, viewer.council_id, viewer.person_id, now)
    promises = promises_to(db, viewer.council_id, viewer.person_id, today, limit=30)
    still = [i for i in items if not i.by and i.state == "coming"]
    upcoming = [i for i in still if i.wall is None or i.wall >= wall - timedelta(hours=1)]
    return HomePage(
        name=viewer.known_as,
        today=today,
        next=upcoming[0] if upcoming else None,
        week=_week(items, today),
        should_be=not_booked(items, today, SOON_DAYS)[:2],
        waiting=_waiting(db, viewer, now),
        people=people.now,
        soon=people.soon,
        answers=people.answers,
        promises=_some(promises.cards),
        promise_count=promises.count,
        night_phone=viewer.night_phone,
    )


@dataclass(frozen=True)
class OneOfMine:
    """Somebody of theirs. card: what they say of themselves, and whether they are away."""

    known: Known
    card: Beside


@dataclass(frozen=True)
class PeoplePage:
    """answers: who reads their messages today. calendar: when the council answers."""

    people: tuple[OneOfMine, ...]
    soon: tuple[Known, ...]
    answers: Answers | None
    calendar: Calendar
    today: date


_NO_CARD = Beside("", "", "", False, None, "")


def people_page(db: Db, viewer: Viewer, now: datetime) -> PeoplePage:
    """Three statements."""
    found = my_people_and_who_answers(db, viewer.council_id, viewer.person_id, now)
    cards = beside(db, viewer, [known.id for known in found.now], now)
    return PeoplePage(
        tuple(OneOfMine(known, cards.get(known.id, _NO_CARD)) for known in found.now),
        found.soon,
        found.answers,
        calendar_for(db, viewer.council_id),
        clock.today(now),
    )


def _week(items: tuple[Item, ...], today: date) -> tuple[Day, ...]:
    days = [today + timedelta(days=n) for n in range(7)]
    return tuple(
        Day(
            day,
            day == today,
            tuple(i for i in items if i.day == day and not i.by and i.state == "coming"),
        )
        for day in days
    )


def _waiting(db: Db, viewer: Viewer, now: datetime) -> tuple[Waiting, ...]:
    """Unseen notices and unread messages, newest first, in one statement."""
    rows = db.execute(*_new_for(viewer.council_id, viewer.person_id, now))
    return tuple(Waiting(row.kind, row.source_ref, row.at) for row in rows)


@built_once
def _new_for(council_id: int, person_id: int, now: datetime) -> Query:
    notices = (
        select(Notice.kind, Notice.source_ref, func.max(Notice.made_at).label("at"))
        .where(
            Notice.council_id == council_id,
            Notice.person_id == person_id,
            Notice.seen_at.is_(None),
            Notice.made_at <= now,
        )
        .group_by(Notice.kind, Notice.source_ref)
    )
    messages = (
        select(
            literal("message").label("kind"),
            literal("").label("source_ref"),
            func.max(Message.sent_at).label("at"),
        )
        .join(Conversation, Conversation.id == Message.conversation_id)
        .outerjoin(
            ReadMark,
            (ReadMark.conversation_id == Conversation.id) & (ReadMark.person_id == person_id),
        )
        .where(
            Conversation.council_id == council_id,
            # Their own: what a carer writes about them is no news of theirs.
            Conversation.person_id == person_id,
            Conversation.writer_id == person_id,
            Message.from_id != person_id,
            Message.taken_back_at.is_(None),
            Message.id > func.coalesce(ReadMark.message_id, 0),
        )
        .having(func.count() > 0)
    )
    both = union_all(notices, messages).subquery()
    return select(both).order_by(both.c.at.desc()).limit(6)


def _some(cards: tuple[PromiseCard, ...]) -> tuple[PromiseCard, ...]:
    """A fair few: what is late, what comes next, and the newest that was kept."""
    late = [c for c in cards if c.standing is Standing.LATE]
    next_up = [c for c in cards if c.standing is Standing.COMING]
    kept = [c for c in cards if c.standing is Standing.KEPT]
    picked = late[:1] + kept[:1]
    picked += next_up[: SHOWN_PROMISES - len(picked)]
    rest = [c for c in cards if c not in picked]
    picked += rest[: SHOWN_PROMISES - len(picked)]
    return tuple(c for c in cards if c in picked)
