"""Reads: one's own pages, what others are shown of them, how somebody was over some weeks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, exists, func, select, tuple_
from sqlalchemy.exc import NoResultFound

from portal.core import audit, clock
from portal.core.access import Viewer
from portal.core.db import Db
from portal.hours.pages import calendar_for
from portal.hours.rules import Calendar
from portal.my_pages import policy, rules
from portal.my_pages.rules import PICTURE, Mood, Page, Question, Told, Week
from portal.my_pages.tables import Feeling, MyAnswer, MyAnswerBefore
from portal.notifications.tables import Notice
from portal.people import pages as people
from portal.people.pages import Subject
from portal.people.reach import lasting, not_of
from portal.people.rules import PersonKind
from portal.people.tables import Connection, Person
from portal.shares import pages as shares
from portal.shares.pages import Choice
from portal.shares.policy import shown, things_in, things_shown
from portal.shares.rules import Thing
from portal.uploads.tables import UploadBytes
from portal.worries.pages import State, beside, state_of
from portal.worries.words import words_in

NOTICE = "own_words"  # what those are told to whom something is shown
BEFORE_PAGE, LIST_PAGE = 40, 50
MOST_TOLD = 600


@dataclass(frozen=True)
class Answer:
    """What stands under one question. at: since when."""

    code: str
    icon: str
    text: str
    language: str
    hidden: bool
    at: datetime | None

    @property
    def there(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True)
class Picture:
    """words: what is on it, for whoever cannot see it."""

    words: str
    hidden: bool


@dataclass(frozen=True)
class OwnPage:
    """answers: every question of their age, and what they answered before they were that old.
    sees: those who are shown it now."""

    page: Page
    answers: tuple[Answer, ...]
    picture: Picture | None
    sees: tuple[Choice, ...]

    @property
    def written(self) -> bool:
        return bool(self.picture) or any(a.there for a in self.answers)

    @property
    def first_empty(self) -> str:
        return next((a.code for a in self.answers if not a.there), self.answers[0].code)


def own_page(db: Db, viewer: Viewer, page: Page, now: datetime) -> OwnPage:
    """Three statements."""
    rows = _answers(db, viewer, page, now)
    picture = next((row for row in rows if row.code == PICTURE), None)
    return OwnPage(
        page, _in_order(page, viewer, rows), _picture(picture), _sees(db, viewer, page, now)
    )


def _answers(db: Db, viewer: Viewer, page: Page, now: datetime) -> list[Any]:
    columns = (MyAnswer.code, MyAnswer.text, MyAnswer.language, MyAnswer.hidden,
               MyAnswer.changed_at, MyAnswer.upload_id)  # fmt: skip
    mine = MyAnswer.person_id == viewer.person_id
    return list(db.execute(select(*columns).where(mine, policy.readable(viewer, page, now))))


def _in_order(page: Page, viewer: Viewer, rows: list[Any]) -> tuple[Answer, ...]:
    there = {row.code: row for row in rows}
    answered = [row.code for row in rows if row.text]
    return tuple(
        _answer(question, there.get(question.code))
        for question in rules.asked(page, viewer.band, answered)
    )


def _answer(question: Question, row: Any) -> Answer:
    if row is None:
        return Answer(question.code, question.icon, "", "", False, None)
    return Answer(question.code, question.icon, row.text, row.language, row.hidden, row.changed_at)


def _picture(row: Any) -> Picture | None:
    return Picture(row.text, row.hidden) if row is not None and row.upload_id else None


def _sees(db: Db, viewer: Viewer, page: Page, now: datetime) -> tuple[Choice, ...]:
    found = shares.choices(db, viewer, rules.THINGS[page], now)
    return tuple(choice for choice in found if choice.on)


@dataclass(frozen=True)
class AnswerPage:
    """after: the code of the question that follows, "" after the last one."""

    page: Page
    answer: Answer
    place: int
    of: int
    after: str
    sees: tuple[Choice, ...]


def answer_page(db: Db, viewer: Viewer, page: Page, code: str, now: datetime) -> AnswerPage:
    """Three statements. Raises NoResultFound for a question that there is not."""
    question = rules.question(page, code)
    if question is None:
        raise NoResultFound
    row = next((row for row in _answers(db, viewer, page, now) if row.code == code), None)
    codes = [q.code for q in rules.asked(page, viewer.band, [code])]
    return AnswerPage(
        page, _answer(question, row), codes.index(code) + 1, len(codes),
        rules.after(page, viewer.band, code), _sees(db, viewer, page, now),
    )  # fmt: skip


@dataclass(frozen=True)
class PicturePage:
    picture: Picture | None
    sees: tuple[Choice, ...]


def picture_page(db: Db, viewer: Viewer, now: datetime) -> PicturePage:
    rows = _answers(db, viewer, Page.ABOUT, now)
    row = next((row for row in rows if row.code == PICTURE), None)
    return PicturePage(_picture(row), _sees(db, viewer, Page.ABOUT, now))


# --- before -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Former:
    """code: of its question. at: since when it stood there."""

    code: str
    text: str
    language: str
    at: datetime


@dataclass(frozen=True)
class BeforePage:
    page: Page
    rows: tuple[Former, ...]
    more: str | None


def before_page(db: Db, viewer: Viewer, page: Page, before: str | None) -> BeforePage:
    """What they wrote before, newest first. One statement. before: where the page begins."""
    question = select(MyAnswerBefore).where(
        MyAnswerBefore.council_id == viewer.council_id,
        MyAnswerBefore.person_id == viewer.person_id,
        MyAnswerBefore.page == page,
    )
    if before is not None and before.isascii() and before.isdigit() and len(before) < 19:
        question = question.where(MyAnswerBefore.id < int(before))
    rows = db.scalars(question.order_by(MyAnswerBefore.id.desc()).limit(BEFORE_PAGE + 1)).all()
    return BeforePage(
        page,
        tuple(Former(r.code, r.text, r.language, r.changed_at) for r in rows[:BEFORE_PAGE]),
        str(rows[BEFORE_PAGE - 1].id) if len(rows) > BEFORE_PAGE else None,
    )


# --- what others are shown ----------------------------------------------------------------------


@dataclass(frozen=True)
class ShownPage:
    """A page as others read it: only what was answered and not kept back. subject: None, where the
    young person looks at what others are shown. changed_at: of the newest line."""

    page: Page
    subject: Subject | None
    name: str
    answers: tuple[Answer, ...]
    picture: Picture | None
    changed_at: datetime | None
    sees: tuple[Choice, ...] = ()


def preview(db: Db, viewer: Viewer, page: Page, now: datetime) -> ShownPage:
    """What those read to whom it is shown: their own answers, as a stranger to them reads them."""
    rows = [row for row in _answers(db, viewer, page, now) if not row.hidden]
    made = _shown(page, None, viewer.known_as, rows)
    return ShownPage(
        made.page, None, made.name, made.answers, made.picture, made.changed_at,
        _sees(db, viewer, page, now),
    )  # fmt: skip


def _shown(page: Page, subject: Subject | None, name: str, rows: list[Any]) -> ShownPage:
    there = {row.code: row for row in rows}
    written = [q for q in rules.QUESTIONS[page] if q.code in there and there[q.code].text]
    moments = [there[q.code].changed_at for q in written]
    return ShownPage(
        page, subject, name, tuple(_answer(q, there[q.code]) for q in written),
        _picture(there.get(PICTURE)), max(moments, default=None),
    )  # fmt: skip


def shown_page(db: Db, viewer: Viewer, page: Page, ref: str, now: datetime) -> ShownPage:
    """A young person's page for an adult to whom it is shown today; the look is audited. Two
    statements. Raises NoResultFound where it is not, or not any more."""
    who = people.subject(db, viewer, ref, now, by_the_hour=False)
    rows = db.execute(
        select(MyAnswer.code, MyAnswer.text, MyAnswer.language, MyAnswer.hidden,
               MyAnswer.changed_at, MyAnswer.upload_id)
        .select_from(Person)
        .outerjoin(
            MyAnswer, and_(MyAnswer.person_id == Person.id, policy.readable(viewer, page, now))
        )
        .where(Person.id == who.id, shown(viewer, Person.id, rules.THINGS[page], now))
    ).all()  # fmt: skip
    if not rows:
        raise NoResultFound
    return _shown(page, who, who.name, [row for row in rows if row.code is not None])


def picture_bytes(db: Db, viewer: Viewer, person_id: int | None, ref: str, now: datetime) -> bytes:
    """Their own picture (person_id given), or that of whoever shows the viewer their page (ref);
    the look is audited. Raises NoResultFound."""
    if person_id is None:
        person_id = people.subject(db, viewer, ref, now, by_the_hour=False).id
    else:
        audit.looked_at(viewer, person_id, now)
    found = db.scalar(
        select(UploadBytes.data)
        .join(MyAnswer, MyAnswer.upload_id == UploadBytes.upload_id)
        .where(
            MyAnswer.person_id == person_id, MyAnswer.code == PICTURE,
            UploadBytes.part == "whole", policy.readable(viewer, Page.ABOUT, now),
        )
    )  # fmt: skip
    if found is None:
        raise NoResultFound
    return bytes(found)


# --- written for you ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One young person who shows the viewer something. new: since they last looked."""

    ref: str
    name: str
    things: frozenset[str]
    new: bool


@dataclass(frozen=True)
class ListPage:
    rows: tuple[Row, ...]
    more: str | None


def list_page(db: Db, viewer: Viewer, after: str | None, now: datetime) -> ListPage:
    """Who shows the viewer something of theirs, by name. One statement."""
    audit.listed(viewer, now)
    name = func.coalesce(func.nullif(Person.known_as, ""), Person.code).label("name")
    new = exists(
        select(Notice.id).where(
            Notice.council_id == viewer.council_id, Notice.person_id == viewer.person_id,
            Notice.kind == NOTICE, Notice.source_ref == Person.ref, Notice.seen_at.is_(None),
        )
    )  # fmt: skip
    connected = exists(
        select(Connection.id).where(
            Connection.council_id == viewer.council_id, Connection.of_id == Person.id,
            Connection.with_id == viewer.person_id, *lasting(Connection, clock.today(now)),
        )
    )  # fmt: skip
    anything = [shown(viewer, Person.id, thing, now) for thing in SHOWN]
    query = (
        select(Person.ref, name, things_shown(viewer, Person.id, now).label("things"),
               new.label("new"))
        .where(
            Person.council_id == viewer.council_id, Person.kind == PersonKind.YOUNG, connected,
            anything[0] | anything[1] | anything[2], not_of(Person.id, viewer.person_id),
        )
        .order_by(name, Person.ref)
        .limit(LIST_PAGE + 1)
    )  # fmt: skip
    last_name, _, last_ref = (after or "").rpartition("~")
    if after:
        query = query.where(tuple_(name, Person.ref) > tuple_(last_name, last_ref))
    found = db.execute(query).all()
    rows = tuple(
        Row(row.ref, row.name, things_in(row.things), bool(row.new)) for row in found[:LIST_PAGE]
    )
    last = rows[-1] if len(found) > LIST_PAGE else None
    return ListPage(rows, f"{last.name}~{last.ref}" if last else None)


SHOWN = (Thing.ABOUT_ME, Thing.WELLBEING, Thing.CHECK_INS)


# --- how I am -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Last:
    """What they said last. marked: what became of it, if they asked for help."""

    ref: str
    at: datetime
    mood: Mood
    words: str
    help: bool
    marked: State | None


@dataclass(frozen=True)
class FeelingPage:
    """last: what a tap now would change, or has just sent. sees: whoever is shown the picture.
    answers: who reads a call for help; "" where nobody is there. calendar: when the council reads.
    """

    last: Last | None
    sees: tuple[Choice, ...]
    answers: str
    calendar: Calendar


def feeling_page(db: Db, viewer: Viewer, now: datetime) -> FeelingPage:
    """Four statements."""
    query = beside(
        select(Feeling).where(
            Feeling.council_id == viewer.council_id,
            Feeling.person_id == viewer.person_id,
            Feeling.at > now - timedelta(days=1),
        ),
        Feeling.id,
        "feeling",
    )
    row = db.execute(query.order_by(Feeling.at.desc(), Feeling.id.desc()).limit(1)).first()
    found = people.my_people_and_who_answers(db, viewer.council_id, viewer.person_id, now)
    sees = shares.on(db, viewer, Thing.CHECK_INS, found.now, now)
    names = found.answers
    return FeelingPage(
        _last(row) if row else None, sees,
        "" if names is None or names.nobody_covers else names.name,
        calendar_for(db, viewer.council_id),
    )  # fmt: skip


def _last(row: Any) -> Last:
    one: Feeling = row.Feeling
    return Last(one.ref, one.at, Mood(one.mood), one.words, one.help, state_of(row))


@dataclass(frozen=True)
class Entry:
    """One check-in in words, for themselves: what they wrote with it."""

    at: datetime
    mood: Mood
    words: str
    help: bool


@dataclass(frozen=True)
class WeeksPage:
    """Some weeks as a picture, and the same in words. subject: None for themselves. entries: the
    newest with words, never for others."""

    subject: Subject | None
    today: date
    weeks: tuple[Week, ...]
    dots: tuple[rules.Dot, ...]
    entries: tuple[Entry, ...]
    sees: tuple[Choice, ...]

    @property
    def any(self) -> bool:
        return any(week.counted for week in self.weeks)


def weeks_page(db: Db, viewer: Viewer, now: datetime, ref: str | None = None) -> WeeksPage:
    """Their own, or (ref) of somebody who shows it to the viewer: the look is audited. Three
    statements. Raises NoResultFound."""
    today = clock.today(now)
    who = None
    if ref is not None:
        who = people.subject(db, viewer, ref, now, by_the_hour=False)
    person_id = who.id if who else viewer.person_id
    since = clock.at_wall(datetime.combine(rules.first_day(today), datetime.min.time()))
    rows = db.execute(
        select(Feeling.at, Feeling.mood, Feeling.words, Feeling.help)
        .select_from(Person)
        .outerjoin(
            Feeling,
            and_(Feeling.person_id == Person.id, Feeling.at >= since,
                 policy.feelings_readable(viewer, now)),
        )
        .where(Person.id == person_id, shown(viewer, Person.id, Thing.CHECK_INS, now))
        .order_by(Feeling.at.desc())
        .limit(MOST_TOLD)
    ).all()  # fmt: skip
    if not rows:
        raise NoResultFound
    there = [row for row in rows if row.at is not None]
    told = [Told(clock.today(row.at), Mood(row.mood)) for row in there]
    entries = () if who else tuple(
        Entry(row.at, Mood(row.mood), row.words, row.help) for row in there[:30] if row.words
    )  # fmt: skip
    sees = () if who else tuple(
        choice for choice in shares.choices(db, viewer, Thing.CHECK_INS, now) if choice.on
    )  # fmt: skip
    return WeeksPage(who, today, rules.weeks(told, today), rules.dots(told, today), entries, sees)


@words_in("feeling")
def sent_words(db: Db, council_id: int, feeling_id: int) -> str:
    """What was written with a call for help, for whoever sees to it: that was sent to them."""
    found = db.execute(
        select(Feeling.words).where(
            Feeling.council_id == council_id, Feeling.id == feeling_id, Feeling.help
        )
    ).scalar()
    return found or ""
