"""Home, in four statements besides the one that knew who is asking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Subquery, func, literal, select, true, union_all

from portal.agenda.pages import Item, coming, not_booked
from portal.core import clock
from portal.core.access import Viewer
from portal.core.db import Db, Query, built_once
from portal.hours import pages as hours
from portal.hours.pages import calendar_for
from portal.hours.rules import Calendar
from portal.introductions.pages import Beside, beside
from portal.messages.tables import Conversation, Message, ReadMark
from portal.notifications.tables import Notice
from portal.people.answers import Answers, absent
from portal.people.pages import Known, my_people_and_who_answers
from portal.people.tables import Council, Person
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
    which something is due and nothing is booked yet; soon: who will be their worker; back_on: when
    their worker is there again, while nobody answers in their place."""

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
    back_on: date | None


def home_page(db: Db, viewer: Viewer, now: datetime) -> HomePage:
    today = clock.today(now)
    wall = clock.local(now).replace(tzinfo=None)
    items = coming(db, viewer, [viewer.person_id], None, today, days=120)
    people = my_people_and_who_answers(db, viewer.council_id, viewer.person_id, now)
    promises = promises_to(db, viewer.council_id, viewer.person_id, today, limit=30)
    still = [i for i in items if not i.by and i.state == "coming"]
    waiting, back_on = _waiting(db, viewer, people.answers, today, now)
    upcoming = [i for i in still if i.wall is None or i.wall >= wall - timedelta(hours=1)]
    return HomePage(
        name=viewer.known_as,
        today=today,
        next=upcoming[0] if upcoming else None,
        week=_week(items, today),
        should_be=not_booked(items, today, SOON_DAYS)[:2],
        waiting=waiting,
        people=people.now,
        soon=people.soon,
        answers=people.answers,
        promises=_some(promises.cards),
        promise_count=promises.count,
        night_phone=viewer.night_phone,
        back_on=back_on,
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
    today = clock.today(now)
    there = [known for known in found.now if not known.left(today)]
    cards = beside(db, viewer, [known.id for known in there], now)
    return PeoplePage(
        tuple(OneOfMine(known, cards.get(known.id, _NO_CARD)) for known in there),
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


def _waiting(
    db: Db, viewer: Viewer, answers: Answers | None, today: date, now: datetime
) -> tuple[tuple[Waiting, ...], date | None]:
    """Unseen notices and unread messages, newest first; and the day on which their worker is back
    for whom nobody answers meanwhile. In one statement."""
    mine = (viewer.council_id, viewer.person_id, now)
    if answers is None or answers.away_until is None or not answers.nobody_covers:
        rows = db.execute(*_new_for(*mine)).all()
        back = None
    else:
        rows = db.execute(*_new_and_back(*mine, answers.worker_id, today)).all()
        back = hours.back_on(rows[0], hours.calendar_of(rows[0]), answers.away_until)
    found = tuple(Waiting(row.kind, row.source_ref, row.at) for row in rows if row.kind)
    return found, back


@built_once
def _new_for(council_id: int, person_id: int, now: datetime) -> Query:
    both = _new(council_id, person_id, now)
    return select(both).order_by(both.c.at.desc()).limit(6)


@built_once
def _new_and_back(
    council_id: int, person_id: int, now: datetime, worker_id: int, day: date
) -> Query:
    """With the calendar of the council and of the worker; one row at least."""
    both = _new(council_id, person_id, now)
    return (
        select(both, absent(Person, day), *hours.columns())
        .select_from(Council)
        .join(Person, Person.id == worker_id)
        .outerjoin(both, true())
        .where(Council.id == council_id)
        .order_by(both.c.at.desc())
        .limit(6)
    )


def _new(council_id: int, person_id: int, now: datetime) -> Subquery:
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
    return union_all(notices, messages).subquery()


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
