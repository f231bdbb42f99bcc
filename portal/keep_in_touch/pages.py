"""Reads: who is due, what happened with one of them, what they answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from portal.care.tables import LeavingReturn
from portal.clocks.rules import may_wish
from portal.core import audit, clock
from portal.core.access import Role, Viewer
from portal.core.db import Db, Query, built_once
from portal.hours.pages import calendar_for
from portal.hours.rules import Calendar
from portal.keep_in_touch import policy, rules
from portal.keep_in_touch.entries import CALL_BACK, KIT
from portal.keep_in_touch.rules import Began, How
from portal.keep_in_touch.tables import (
    CheckIn,
    Confirmed,
    Contact,
    LostTouch,
    LostTouchStep,
    Rhythm,
)
from portal.owed.tables import Owed
from portal.people.pages import Known, Subject, my_people_and_who_answers
from portal.people.reach import granting, holds, reach_of, shown_name
from portal.people.rules import age_on
from portal.people.tables import Connection, Person
from portal.worries.words import words_in

LIST_PAGE = 200
PAGE = 30
LAST_MOMENT = 253_000_000_000 * 1_000_000  # microseconds; a little before the year 10,000
JUST_FOUND = timedelta(days=7)

_by = aliased(Person, name="by")
_debtor = aliased(Person, name="debtor")


@dataclass(frozen=True)
class WishCard:
    """How they want to be in touch, and who wrote that down when."""

    weeks: int | None
    how: str
    best: str
    text: str
    by: str
    theirs: bool
    on: date


@dataclass(frozen=True)
class Standing:
    """Where keeping in touch with one young person stands. since: the day it is counted from; due:
    the last good day for the next contact; both None where nothing is owed. lost: since when."""

    since: date | None
    due: date | None
    late: bool
    source: str
    wish: WishCard | None
    lost: date | None
    just_found: bool
    may_wish: bool

    @property
    def less_often(self) -> bool:
        """They asked for fewer contacts than the council has to make."""
        if self.wish is None or self.since is None or self.due is None:
            return False
        return rules.less_often(self.wish.weeks, self.since, self.due)

    def seems_lost(self, today: date) -> bool:
        if self.lost or self.since is None or self.due is None:
            return False
        return rules.seems_lost(self.since, self.due, today)


@dataclass(frozen=True)
class ContactCard:
    ref: str
    how: How
    began: Began
    reached: bool
    counts: bool
    day: date
    by_id: int
    by: str
    note: str
    put_right: bool  # it stands in for an earlier one


@dataclass(frozen=True)
class ContactsPage:
    """more: the ref after which older ones follow. said: their newest answer to a check-in, for
    whoever may read all of it."""

    subject: Subject
    standing: Standing
    said: Answer | None
    contacts: tuple[ContactCard, ...]
    more: str | None
    today: date


@dataclass(frozen=True)
class PutRightPage:
    subject: Subject
    contact: ContactCard
    same_day: bool


@dataclass(frozen=True)
class InTouchPage:
    """answers: who is there for them today. ref: of the check-in that is open."""

    standing: Standing
    contacts: tuple[ContactCard, ...]
    more: str | None
    answers: str
    open_check_in: bool
    today: date


@dataclass(frozen=True)
class DueRow:
    """Somebody who is owed a hello. calls: they asked for a call. last: the newest contact, whether
    it counts or not. seems_lost: two rhythms passed."""

    ref: str
    name: str
    age: int | None
    language: str
    calls: bool
    since: date
    due: date
    late: bool
    seems_lost: bool
    debtor: str
    mine: bool
    wish: WishCard | None
    last: ContactCard | None


@dataclass(frozen=True)
class LostRow:
    ref: str
    name: str
    age: int | None
    since: date
    steps: int
    again: date


@dataclass(frozen=True)
class DueList:
    lost: tuple[LostRow, ...]
    late: tuple[DueRow, ...]
    week: tuple[DueRow, ...]
    later: tuple[DueRow, ...]
    after: str | None
    today: date


@dataclass(frozen=True)
class CheckInPage:
    """ref: None when none is open. who: who sees the answer. band words come from the frame."""

    ref: str | None
    why: str
    closes: date | None
    who: str
    asks_call: bool
    welcome: bool  # somebody was looking for them
    answered: bool
    felt_bad: bool
    asked_for_call: bool
    calendar: Calendar | None  # of the council, where there is something to answer


@dataclass(frozen=True)
class Answer:
    """What somebody answered in a check-in."""

    ref: str
    why: str
    on: date | None
    opens: date
    closes: date
    feeling: str
    living: str
    doing: str
    words: str
    call_me: bool

    @property
    def open(self) -> bool:
        return self.on is None


@dataclass(frozen=True)
class Codes:
    age: int
    in_touch: str
    activity: str
    accommodation: str
    evidence: str
    by: str
    on: date


@dataclass(frozen=True)
class ReturnPage:
    """first, last: the days that count. theirs: the council's own file, raw; None if there is none.
    differs: what was confirmed here and what stands there."""

    subject: Subject
    age: int
    birthday_known: bool
    first: date | None
    last: date | None
    in_window: bool
    last_contact: date | None
    answers: tuple[Answer, ...]
    confirmed: tuple[Codes, ...]
    theirs: tuple[str, str, str] | None

    @property
    def now(self) -> Codes | None:
        return next((c for c in self.confirmed if c.age == self.age), None)

    @property
    def differs(self) -> bool:
        if self.now is None or self.theirs is None:
            return False
        return (self.now.in_touch, self.now.activity, self.now.accommodation) != self.theirs


@dataclass(frozen=True)
class StepCard:
    step: str
    day: date
    by: str
    note: str


@dataclass(frozen=True)
class Search:
    """One time when touch was lost. heard: they were in touch since, by what the rooms know."""

    ref: str
    since: date
    begun: date
    by: str
    steps: tuple[StepCard, ...]
    again: date
    found: date | None
    found_by: str
    how_found: str


@dataclass(frozen=True)
class LostPage:
    subject: Subject
    standing: Standing
    now: Search | None
    before: tuple[Search, ...]
    today: date

    @property
    def heard(self) -> date | None:
        """The day on which they were in touch since the search began."""
        if self.now is None or self.standing.since is None:
            return None
        return self.standing.since if self.standing.since >= self.now.begun else None


# --- where one of them stands -------------------------------------------------------------------


def standing(db: Db, council_id: int, person_id: int, now: datetime) -> Standing:
    """One statement."""
    today = clock.today(now)
    row = db.execute(*_standing(council_id, person_id)).one()
    since = clock.today(row.since) if row.since else None
    found = clock.today(row.found_at) if row.found_at else None
    return Standing(
        since,
        _last_day(row.due_at) if row.due_at else None,
        row.due_at is not None and row.due_at <= now,
        row.source or "",
        _wish(row),
        row.lost_since if row.found_at is None else None,
        found is not None and today - found <= JUST_FOUND,
        row.born is not None and may_wish(row.category, row.born, today),
    )


@built_once
def _standing(council_id: int, person_id: int) -> Query:
    return (
        select(
            Person.born, Person.category, Owed.since, Owed.due_at, Owed.source,
            *_WISH, LostTouch.since.label("lost_since"), LostTouch.found_at,
        )
        .outerjoin(Owed, and_(Owed.source_kind == KIT, Owed.source_id == Person.id,
                              Owed.done_at.is_(None)))
        .outerjoin(Rhythm, Rhythm.id == _newest(Rhythm, Person.id))
        .outerjoin(_wisher, _wisher.id == Rhythm.by_id)
        .outerjoin(LostTouch, LostTouch.id == _newest(LostTouch, Person.id))
        .where(Person.council_id == council_id, Person.id == person_id)
    )  # fmt: skip


_wisher = aliased(Person, name="wisher")
_WISH = (
    Rhythm.id.label("wish_id"), Rhythm.weeks, Rhythm.how.label("wish_how"), Rhythm.best,
    Rhythm.wish, Rhythm.theirs, Rhythm.made_at.label("wish_at"),
    _wisher.known_as.label("wisher_name"), _wisher.code.label("wisher_code"),
)  # fmt: skip


def _newest(table: type[Rhythm] | type[LostTouch], person: Any) -> ColumnElement[Any]:
    """The key of the newest row about somebody: keys are in the order of time."""
    other = aliased(table)
    return (
        select(func.max(other.id))
        .where(other.council_id == Person.council_id, other.person_id == person)
        .correlate(Person)
        .scalar_subquery()
    )


def _wish(row: Any) -> WishCard | None:
    if row.wish_id is None:
        return None
    return WishCard(
        row.weeks, row.wish_how, row.best, row.wish,
        shown_name(row.wisher_name, row.wisher_code), row.theirs, clock.today(row.wish_at),
    )  # fmt: skip


def _last_day(due_at: datetime) -> date:
    """Late from midnight on: the last good day is the one before."""
    wall = clock.local(due_at)
    return wall.date() - timedelta(days=1) if wall.hour == wall.minute == 0 else wall.date()


# --- contacts -----------------------------------------------------------------------------------

_CONTACT = (
    Contact.ref, Contact.how, Contact.began, Contact.reached, Contact.day, Contact.by_id,
    Contact.note, Contact.corrects_id, _by.known_as.label("by_name"), _by.code.label("by_code"),
)  # fmt: skip


def contacts(
    db: Db, council_id: int, person_id: int, before: str | None
) -> tuple[tuple[ContactCard, ...], str | None]:
    """The newest, a page of them; and where the next page begins. One statement."""
    here = (Contact.council_id == council_id, Contact.person_id == person_id)
    query = (
        select(*_CONTACT)
        .join(_by, _by.id == Contact.by_id)
        .where(*here, Contact.put_right_at.is_(None))
        .order_by(Contact.day.desc(), Contact.id.desc())
        .limit(PAGE + 1)
    )
    if before is not None:
        edge = aliased(Contact)
        is_it = and_(edge.council_id == council_id, edge.person_id == person_id, edge.ref == before)
        older = or_(Contact.day < edge.day, and_(Contact.day == edge.day, Contact.id < edge.id))
        query = query.join(edge, is_it).where(older)
    rows = db.execute(query).all()
    more = rows[PAGE - 1].ref if len(rows) > PAGE else None
    return tuple(_card(row) for row in rows[:PAGE]), more


def _card(row: Any) -> ContactCard:
    how, began = How(row.how), Began(row.began)
    return ContactCard(
        row.ref, how, began, row.reached, rules.counts(how, row.reached, began), row.day,
        row.by_id, shown_name(row.by_name, row.by_code), row.note, row.corrects_id is not None,
    )  # fmt: skip


def contacts_page(
    db: Db, viewer: Viewer, ref: str, before: str | None, now: datetime, *, writes: bool = False
) -> ContactsPage:
    """Five statements, the viewer's own included. Raises NoResultFound."""
    who = policy.whose(db, viewer, ref, now, writes=writes)
    cards, more = contacts(db, viewer.council_id, who.id, before)
    return ContactsPage(
        who, standing(db, viewer.council_id, who.id, now),
        _newest_answer(db, viewer.council_id, who) if before is None else None,
        cards, more, clock.today(now),
    )  # fmt: skip


def _newest_answer(db: Db, council_id: int, who: Subject) -> Answer | None:
    if not who.may(policy.FOR_CODES):
        return None
    query = (
        select(CheckIn)
        .where(
            CheckIn.council_id == council_id, CheckIn.person_id == who.id,
            CheckIn.answered_at.is_not(None),
        )
        .order_by(CheckIn.answered_at.desc())
        .limit(1)
    )  # fmt: skip
    one = db.scalars(query).first()
    return _answer(one) if one is not None else None


def put_right_page(db: Db, viewer: Viewer, ref: str, contact: str, now: datetime) -> PutRightPage:
    """Raises NoResultFound when there is none, or it is not the viewer's to put right."""
    who = policy.whose(db, viewer, ref, now, writes=True)
    row = db.execute(
        select(*_CONTACT, Contact.made_at)
        .join(_by, _by.id == Contact.by_id)
        .where(
            Contact.council_id == viewer.council_id, Contact.person_id == who.id,
            Contact.ref == contact, Contact.put_right_at.is_(None),
        )
    ).one()  # fmt: skip
    if not policy.may_put_right(viewer, row.by_id):
        raise NoResultFound
    return PutRightPage(who, _card(row), clock.today(row.made_at) == clock.today(now))


def in_touch_page(db: Db, viewer: Viewer, before: str | None, now: datetime) -> InTouchPage:
    """A young person's own: four statements besides the one for the viewer."""
    today = clock.today(now)
    cards, more = contacts(db, viewer.council_id, viewer.person_id, before)
    mine = my_people_and_who_answers(db, viewer.council_id, viewer.person_id, now)
    people, answers = mine.now, mine.answers
    return InTouchPage(
        standing(db, viewer.council_id, viewer.person_id, now),
        tuple(_in_their_words(card, people) for card in cards),
        more,
        answers.name if answers else "",
        _open_check_in(db, viewer, today) is not None,
        today,
    )


def _in_their_words(card: ContactCard, people: Sequence[Known]) -> ContactCard:
    name = next((known.name for known in people if known.id == card.by_id), card.by)
    return ContactCard(**{**card.__dict__, "by": name})


# --- who is due ---------------------------------------------------------------------------------


def due_list(db: Db, viewer: Viewer, after: str | None, now: datetime) -> DueList:
    """Two statements besides the one for the viewer, for ten and for two hundred. Raises ValueError
    for an `after` of no meaning."""
    audit.listed(viewer, now)
    today = clock.today(now)
    given = (viewer.council_id, viewer.person_id, today, now)
    query, values = _due(*given, role=viewer.role)
    if after is not None:
        query = query.where(_beyond(after))
    found = db.execute(query, values).all()
    rows = [_due_row(row, viewer, today, now) for row in found[:LIST_PAGE]]
    lost = [] if after is not None else db.execute(*_lost(*given, role=viewer.role)).all()
    last = found[LIST_PAGE - 1] if len(found) > LIST_PAGE else None
    return DueList(
        tuple(_lost_row(row, today) for row in lost),
        tuple(row for row in rows if row.late),
        tuple(row for row in rows if not row.late and (row.due - today).days <= 7),
        tuple(row for row in rows if not row.late and (row.due - today).days > 7),
        f"{int(last.due_at.timestamp() * 1_000_000)}.{last.id}" if last else None,
        today,
    )


def _near(
    role: Role, council_id: int, viewer_id: int, person: Any, day: date, now: datetime
) -> Sequence[ColumnElement[bool]]:
    """Young people whom the viewer keeps in touch with. By their own connections first, so that
    the index finds them however large the council is; `reach_of` decides."""
    mine = aliased(Connection, name="near")
    return (
        person.in_(
            select(mine.of_id).where(
                mine.council_id == council_id,
                mine.with_id == viewer_id,
                *holds(mine, day, now),
                granting(mine, policy.NEEDED),
            )
        ),
        reach_of(role, council_id, viewer_id, person, policy.NEEDED, day, now),
    )


@built_once
def _due(council_id: int, viewer_id: int, day: date, now: datetime, *, role: Role) -> Query:
    newest = aliased(Contact)
    last = (
        select(newest.id)
        .where(newest.council_id == Person.council_id, newest.person_id == Person.id,
               newest.put_right_at.is_(None))
        .order_by(newest.day.desc(), newest.id.desc())
        .limit(1)
        .correlate(Person)
        .scalar_subquery()
    )  # fmt: skip
    gone = aliased(LostTouch)
    lost = select(gone.id).where(
        gone.council_id == Person.council_id, gone.person_id == Person.id, gone.found_at.is_(None)
    )
    return (
        select(
            Owed.id, Owed.kind, Owed.since, Owed.due_at, Owed.debtor_id,
            Person.ref.label("person_ref"), Person.known_as, Person.code, Person.born,
            Person.language, _debtor.known_as.label("debtor"),
            _debtor.code.label("debtor_code"), *_WISH, *_CONTACT,
        )
        .join(Person, Person.id == Owed.person_id)
        .join(_debtor, _debtor.id == Owed.debtor_id)
        .outerjoin(Rhythm, Rhythm.id == _newest(Rhythm, Person.id))
        .outerjoin(_wisher, _wisher.id == Rhythm.by_id)
        .outerjoin(Contact, Contact.id == last)
        .outerjoin(_by, _by.id == Contact.by_id)
        .where(
            Owed.council_id == council_id,
            Owed.kind.in_((KIT.removeprefix("clock_"), CALL_BACK)),
            Owed.done_at.is_(None),
            *_near(role, council_id, viewer_id, Owed.person_id, day, now),
            or_(Owed.kind == CALL_BACK, ~lost.exists()),
        )
        .order_by(Owed.due_at, Owed.id)
        .limit(LIST_PAGE + 1)
    )  # fmt: skip


def _beyond(mark: str) -> ColumnElement[bool]:
    """Raises ValueError for a mark of no meaning."""
    micros, id = (int(part) for part in mark.split("."))
    if not (0 <= micros < LAST_MOMENT and 0 <= id < 2**63):
        raise ValueError(mark)
    due_at = datetime.fromtimestamp(micros / 1_000_000, clock.LONDON)
    return or_(Owed.due_at > due_at, and_(Owed.due_at == due_at, Owed.id > id))


def _due_row(row: Any, viewer: Viewer, today: date, now: datetime) -> DueRow:
    since, due = clock.today(row.since), _last_day(row.due_at)
    calls = row.kind == CALL_BACK
    return DueRow(
        row.person_ref, shown_name(row.known_as, row.code),
        age_on(row.born, today) if row.born else None, row.language, calls, since, due,
        row.due_at <= now, not calls and rules.seems_lost(since, due, today),
        shown_name(row.debtor, row.debtor_code), row.debtor_id == viewer.person_id, _wish(row),
        _card(row) if row.ref else None,
    )  # fmt: skip


@built_once
def _lost(council_id: int, viewer_id: int, day: date, now: datetime, *, role: Role) -> Query:
    newest = select(func.max(LostTouchStep.day)).where(LostTouchStep.lost_id == LostTouch.id)
    steps = select(func.count(LostTouchStep.id)).where(LostTouchStep.lost_id == LostTouch.id)
    return (
        select(
            LostTouch.since, LostTouch.made_at, Person.ref, Person.known_as, Person.code,
            Person.born, newest.scalar_subquery().label("newest"),
            steps.scalar_subquery().label("steps"),
        )
        .join(Person, Person.id == LostTouch.person_id)
        .where(
            LostTouch.council_id == council_id,
            LostTouch.found_at.is_(None),
            *_near(role, council_id, viewer_id, LostTouch.person_id, day, now),
        )
        .order_by(LostTouch.since, LostTouch.id)
        .limit(LIST_PAGE)
    )  # fmt: skip


def _lost_row(row: Any, today: date) -> LostRow:
    begun = clock.today(row.made_at)
    return LostRow(
        row.ref, shown_name(row.known_as, row.code),
        age_on(row.born, today) if row.born else None, row.since, row.steps,
        rules.look_again(begun, [row.newest] if row.newest else []),
    )  # fmt: skip


# --- the check-in -------------------------------------------------------------------------------


def _open_check_in(db: Db, viewer: Viewer, today: date) -> CheckIn | None:
    """The one that waits for an answer; the newest of two."""
    return db.scalars(
        select(CheckIn)
        .where(
            CheckIn.council_id == viewer.council_id, CheckIn.person_id == viewer.person_id,
            CheckIn.opens <= today, CheckIn.closes >= today, CheckIn.answered_at.is_(None),
        )
        .order_by(CheckIn.opens.desc())
        .limit(1)
    ).first()  # fmt: skip


def check_in_page(db: Db, viewer: Viewer, now: datetime) -> CheckInPage:
    """Three statements besides the one for the viewer, four where there is something to answer:
    the hours at which somebody reads it stand beside the box. Answered today: thanks, and who
    helps."""
    today = clock.today(now)
    newest = db.scalars(
        select(CheckIn)
        .where(
            CheckIn.council_id == viewer.council_id, CheckIn.person_id == viewer.person_id,
            CheckIn.opens <= today, CheckIn.closes >= today,
        )
        .order_by(CheckIn.answered_at.is_not(None), CheckIn.opens.desc())
        .limit(1)
    ).first()  # fmt: skip
    answers = my_people_and_who_answers(db, viewer.council_id, viewer.person_id, now).answers
    stands = standing(db, viewer.council_id, viewer.person_id, now)
    waits = newest is not None and newest.answered_at is None
    return CheckInPage(
        newest.ref if newest and waits else None,
        newest.why if newest else "",
        newest.closes if newest and waits else None,
        answers.name if answers else "",
        answers is not None,
        stands.lost is not None or stands.just_found,
        newest is not None and newest.answered_at is not None,
        newest is not None and newest.feeling == rules.Feeling.BAD,
        newest is not None and newest.answered_at is not None and newest.call_me,
        calendar_for(db, viewer.council_id) if waits else None,
    )


# --- the codes ----------------------------------------------------------------------------------


def return_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> ReturnPage:
    """Four statements besides the one for the viewer. Raises NoResultFound."""
    who = policy.whose(db, viewer, ref, now, writes=True, grant=policy.FOR_CODES)
    today = clock.today(now)
    about = db.execute(
        select(Person.born, LeavingReturn.id, LeavingReturn.in_touch, LeavingReturn.activity,
               LeavingReturn.accommodation, Owed.since)
        .outerjoin(LeavingReturn, LeavingReturn.person_id == Person.id)
        .outerjoin(Owed, and_(Owed.source_kind == KIT, Owed.source_id == Person.id,
                              Owed.done_at.is_(None)))
        .where(Person.council_id == viewer.council_id, Person.id == who.id)
    ).one()  # fmt: skip
    age = rules.age_of_return(about.born, today) if about.born else 0
    first, last = rules.window(about.born, age) if about.born else (None, None)
    here = (CheckIn.council_id == viewer.council_id, CheckIn.person_id == who.id)
    answers = db.scalars(select(CheckIn).where(*here).order_by(CheckIn.opens.desc()).limit(6)).all()
    confirmed = db.execute(
        select(Confirmed, _by.known_as, _by.code)
        .join(_by, _by.id == Confirmed.by_id)
        .where(Confirmed.council_id == viewer.council_id, Confirmed.person_id == who.id)
        .order_by(Confirmed.id.desc())
        .limit(12)
    ).all()
    return ReturnPage(
        who, age, about.born is not None, first, last,
        first is not None and last is not None and first <= today <= last,
        clock.today(about.since) if about.since else None,
        tuple(_answer(one) for one in answers),
        tuple(_codes(row) for row in confirmed),
        (about.in_touch, about.activity, about.accommodation) if about.id else None,
    )  # fmt: skip


@words_in("check_in")
def words_of_check_in(db: Db, council_id: int, check_in_id: int) -> str:
    """What they wrote in one check-in, alone: for whoever was told that it worries (`worries`)."""
    found = select(CheckIn.words).where(CheckIn.council_id == council_id, CheckIn.id == check_in_id)
    return db.scalar(found) or ""


def _answer(one: CheckIn) -> Answer:
    return Answer(
        one.ref, one.why, clock.today(one.answered_at) if one.answered_at else None, one.opens,
        one.closes, one.feeling, one.living, one.doing, one.words, one.call_me,
    )  # fmt: skip


def _codes(row: Any) -> Codes:
    found: Confirmed = row.Confirmed
    return Codes(
        found.age, found.in_touch, found.activity, found.accommodation, found.evidence,
        shown_name(row.known_as, row.code), clock.today(found.made_at),
    )  # fmt: skip


# --- lost touch ---------------------------------------------------------------------------------


def lost_page(db: Db, viewer: Viewer, ref: str, now: datetime, *, writes: bool = False) -> LostPage:
    """Four statements besides the one for the viewer. Raises NoResultFound."""
    who = policy.whose(db, viewer, ref, now, writes=writes)
    finder = aliased(Person, name="finder")
    rows = db.execute(
        select(LostTouch, _by.known_as, _by.code, finder.known_as.label("finder_name"),
               finder.code.label("finder_code"))
        .join(_by, _by.id == LostTouch.by_id)
        .outerjoin(finder, finder.id == LostTouch.found_by_id)
        .where(LostTouch.council_id == viewer.council_id, LostTouch.person_id == who.id)
        .order_by(LostTouch.id.desc())
        .limit(10)
    ).all()  # fmt: skip
    steps = db.execute(
        select(LostTouchStep, _by.known_as, _by.code)
        .join(_by, _by.id == LostTouchStep.by_id)
        .where(
            LostTouchStep.council_id == viewer.council_id,
            LostTouchStep.lost_id.in_([row.LostTouch.id for row in rows]),
        )
        .order_by(LostTouchStep.day, LostTouchStep.id)
        .limit(PAGE * 10)
    ).all()
    found = [_search(row, [s for s in steps if s.LostTouchStep.lost_id == row.LostTouch.id])
             for row in rows]  # fmt: skip
    return LostPage(
        who, standing(db, viewer.council_id, who.id, now),
        next((one for one in found if one.found is None), None),
        tuple(one for one in found if one.found is not None), clock.today(now),
    )  # fmt: skip


def _search(row: Any, steps: Sequence[Any]) -> Search:
    lost: LostTouch = row.LostTouch
    cards = tuple(
        StepCard(s.LostTouchStep.step, s.LostTouchStep.day, shown_name(s.known_as, s.code),
                 s.LostTouchStep.note)
        for s in steps
    )  # fmt: skip
    begun = clock.today(lost.made_at)
    return Search(
        lost.ref, lost.since, begun, shown_name(row.known_as, row.code), cards,
        rules.look_again(begun, [card.day for card in cards]),
        clock.today(lost.found_at) if lost.found_at else None,
        shown_name(row.finder_name or "", row.finder_code or ""), lost.how_found,
    )  # fmt: skip


def wish_page(db: Db, viewer: Viewer, now: datetime) -> Standing:
    """How they want it, for whoever may ask. Raises NoResultFound where nobody could owe it."""
    found = standing(db, viewer.council_id, viewer.person_id, now)
    if not found.may_wish:
        raise NoResultFound
    return found
