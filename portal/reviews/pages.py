"""A review, as the young person sees it: before it, and after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from portal.clocks.days import BeyondKnownHolidays, add_working_days, load_holidays
from portal.core import clock
from portal.core.access import Band, Viewer
from portal.core.db import Db, Query
from portal.core.json_rows import json_rows, moment, rows_of
from portal.core.receipts import fingerprint
from portal.core.words import sleeps
from portal.introductions.pages import Beside, beside
from portal.people.pages import Subject, own, subject
from portal.people.reach import not_of, shown_name
from portal.people.tables import Connection, Person
from portal.promises.pages import Standing, standing
from portal.promises.tables import Promise
from portal.reviews import policy, rules
from portal.reviews.desk.pages import StepLine, story_column, story_of
from portal.reviews.desk.rules import RECORD_DAYS
from portal.reviews.rules import ORIGINAL, TEXTS, VIEW, Comes, Letter
from portal.reviews.tables import (
    AgendaPoint,
    Review,
    ReviewComer,
    ReviewDecision,
    ReviewRecord,
    ReviewTalk,
)
from portal.say import pages as say
from portal.say.before import Before, before
from portal.say.pages import ReadersNow, SaidCard
from portal.say.policy import reads
from portal.say.rules import WAITING, State
from portal.say.tables import Said, SaidDraft
from portal.say.who import is_officer
from portal.shares.policy import shown
from portal.shares.rules import Thing
from portal.worries.words import words_in

IRO, RECORD = "iro", "record"  # kinds of what is said
MOST_REVIEWS = 60
_officer = aliased(Person, name="officer")
_officer_link = aliased(Connection, name="officer_link")
_settler = aliased(Person, name="settler")
_owner = aliased(Person, name="decision_owner")


@dataclass(frozen=True)
class Comer:
    """Somebody who comes, or was asked for. settled_by: who said so, "" while nobody has. about_me:
    it is, or may be, the adult who reads this."""

    ref: str
    name: str
    does: str
    by_young: bool
    comes: Comes
    why: str
    settled_by: str
    settled_at: datetime | None
    wish: str
    wish_why: str
    with_id: int | None
    about_me: bool = False


@dataclass(frozen=True)
class Point:
    ref: str
    text: str
    by_young: bool
    by_id: int
    by: str
    heard: str


@dataclass(frozen=True)
class Raised:
    """A part of what they said before the review, as this viewer reads it: it is talked about
    first. The names are those of `say.pages.SaidCard`."""

    ref: str
    topic: str
    called: str
    state: State
    due_at: datetime
    kind: str = VIEW
    may_find: bool = False
    about: str = ""

    @property
    def waits(self) -> bool:
        return self.state in WAITING

    def late(self, now: datetime) -> bool:
        return self.waits and self.due_at <= now


def raised_column(viewer: Viewer, now: datetime) -> Any:
    """For a query of reviews: what this viewer reads of what was said before each."""
    return (
        json_rows(Said.id, Said.ref, Said.topic, Said.called, Said.state, Said.due_at)
        .where(
            Said.council_id == Review.council_id, Said.person_id == Review.person_id,
            Said.kind == VIEW, Said.about_ref == Review.ref, reads(viewer, now),
        )
        .correlate(Review)
        .scalar_subquery()
        .label("raised")
    )  # fmt: skip


def raised_of(found: Any) -> tuple[Raised, ...]:
    """In the order in which they were said."""
    return tuple(_raised(*row) for row in sorted(rows_of(found)))


def _raised(_id: int, ref: str, topic: str, called: str, state: str, due_at: str) -> Raised:
    due = moment(due_at)
    assert due is not None
    return Raised(ref, topic, called, State(state), due)


class Typed(StrEnum):
    """What is typed about a review and can be kept before it is sent. The value stands before the
    ref of the review, or of who comes, where it is kept."""

    POINT = "point"
    ASK = "ask"
    TALK = "talk"
    WISH = "wish"

    def key(self, ref: str) -> str:
        """Where it is kept: no longer than a ref."""
        return f"{self.value}:{ref[:16]}"


@dataclass(frozen=True)
class Draft:
    text: str
    at: datetime


@dataclass(frozen=True)
class Begun:
    """What was typed on the page of a review and not sent."""

    point: Draft | None = None
    ask: Draft | None = None
    talk: Draft | None = None


@dataclass(frozen=True)
class Talk:
    """The talk alone. asks: the page asks now whether they want one; again_on: when it will.
    answer_by: by when their officer answers a yes."""

    wanted: str
    wanted_at: datetime | None
    wall: datetime | None
    how: str
    with_whom: str
    done_on: date | None
    offered_at: datetime | None
    asks: bool
    again_on: date | None
    said_ref: str
    answer_by: datetime | None = None


@dataclass(frozen=True)
class ReviewPage:
    """wall times are naive, as on the wall in England. nights: until then. officer: the name of
    who is their reviewing officer today, in their word; "" for nobody. letter: whether one was
    published. raised: what they said before it; points: theirs first. before: what they are asked
    before it, and how that stands. begun: what they typed here and did not send. story: what was
    done with it: a new day and why, that it was not held and why."""

    id: int
    ref: str
    who: str
    kind: str
    wall: datetime
    wall_end: datetime | None
    all_day: bool
    where: str
    note: str
    state: str
    nights: int
    over: bool
    officer: str
    letter: bool
    comers: tuple[Comer, ...]
    points: tuple[Point, ...]
    talk: Talk
    band: Band
    raised: tuple[Raised, ...]
    before: Before | None
    begun: Begun
    story: tuple[StepLine, ...]

    @property
    def drawn(self) -> str:
        """What others settled that is on the page, for the "seen" mark."""
        settled = (f"{one.ref}{one.comes}{one.why}" for one in self.comers)
        return fingerprint(*settled, str(self.talk.wall), self.talk.how)

    @property
    def letter_by(self) -> date | None:
        """By when the letter should be with them; None where no clock runs for it."""
        if self.kind != "care":
            return None
        try:
            return add_working_days(self.wall.date(), RECORD_DAYS, load_holidays())
        except BeyondKnownHolidays:
            return None

    @property
    def wished_alone(self) -> bool:
        """They said before that they want to talk alone, and have not asked for it here."""
        return self.talk.asks and self.before is not None and self.before.alone

    @property
    def readers(self) -> ReadersNow:
        """Who reads a wish to talk alone."""
        return ReadersNow(self.officer, "", ())

    @property
    def open(self) -> bool:
        """Whether there is still something to say before it."""
        return self.state == "coming" and not self.over


def officer_named(person_id: Any, today: date) -> tuple[ColumnElement[Any], ...]:
    """How a query is joined to the reviewing officer who can read and answer today."""
    return (_officer_link.of_id == person_id, *is_officer(today, _officer_link))


def _published(number: ColumnElement[Any] | Any = ReviewRecord.number) -> ColumnElement[bool]:
    return and_(ReviewRecord.review_id == Review.id, number > 0)


_letter = exists(select(ReviewRecord.id).where(_published())).correlate(Review)


def review_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> ReviewPage:
    """Four statements. Raises NoResultFound when there is none for this viewer."""
    today = clock.today(now)
    row = db.execute(
        select(Review, ReviewTalk, case((_letter, 1), else_=0).label("letter"),
               _officer.known_as, _officer.code, _officer_link.label, Said.answer_by,
               raised_column(viewer, now), _all_begun(viewer, ref), story_column())
        .outerjoin(ReviewTalk, ReviewTalk.review_id == Review.id)
        .outerjoin(Said, and_(Said.council_id == Review.council_id, ReviewTalk.said_ref != "",
                              Said.ref == ReviewTalk.said_ref))
        .outerjoin(_officer_link, and_(*officer_named(Review.person_id, today),
                                       _officer_link.council_id == Review.council_id))
        .outerjoin(_officer, _officer.id == _officer_link.with_id)
        .where(*policy.mine(viewer), Review.ref == ref)
        .order_by(_officer_link.starts.desc(), _officer_link.id.desc())
        .limit(1)
    ).first()  # fmt: skip
    if row is None:
        raise NoResultFound
    found: Review = row.Review
    officer = row.label or shown_name(row.known_as or "", row.code or "")
    return ReviewPage(
        found.id, found.ref, found.run_by_label, found.kind, found.wall, found.wall_end,
        found.all_day, found.where, found.note, found.state, sleeps(found.wall.date(), today),
        rules.is_over(found.state, found.wall.date(), today), officer, bool(row.letter),
        comers(db, viewer, found.id),
        _told(points(db, viewer, found.id), bool(row.letter)),
        replace(
            talk_of(row.ReviewTalk, found, officer, today), answer_by=row.answer_by
        ), viewer.band, raised_of(row.raised), before(db, viewer, found.ref, now),
        _begun_of(row.begun, ref), story_of(row.story),
    )  # fmt: skip


def _all_begun(viewer: Viewer, ref: str) -> Any:
    """What they typed on the page of a review, as a column."""
    found = json_rows(SaidDraft.about_ref, SaidDraft.text, SaidDraft.at).where(
        SaidDraft.council_id == viewer.council_id, SaidDraft.person_id == viewer.person_id,
        SaidDraft.about_ref.in_([what.key(ref) for what in Typed]),
    )  # fmt: skip
    return found.scalar_subquery().label("begun")


def _begun_of(found: Any, ref: str) -> Begun:
    of = {key: _draft(text, moment(at)) for key, text, at in rows_of(found)}
    point, ask, talk = (of.get(one.key(ref)) for one in (Typed.POINT, Typed.ASK, Typed.TALK))
    return Begun(point, ask, talk)


def _told(points: tuple[Point, ...], letter: bool) -> tuple[Point, ...]:
    """What was said about each is told with the letter, not before."""
    return points if letter else tuple(replace(one, heard="") for one in points)


def comers(db: Db, viewer: Viewer, review_id: int) -> tuple[Comer, ...]:
    """Who comes, in the order in which they were written down; nobody of whom the viewer must not
    know."""
    rows = db.execute(
        select(ReviewComer, _settler.known_as, _settler.code)
        .outerjoin(_settler, _settler.id == ReviewComer.settled_by_id)
        .where(
            ReviewComer.council_id == viewer.council_id, ReviewComer.review_id == review_id,
            not_of(ReviewComer.with_id, viewer.person_id),
        )
        .order_by(ReviewComer.id)
        .limit(rules.MOST_COMERS)
    )  # fmt: skip
    return tuple(_comer(*row) for row in rows)


def points(db: Db, viewer: Viewer, review_id: int) -> tuple[Point, ...]:
    """What is talked about: the young person's own first."""
    rows = db.execute(
        select(AgendaPoint, Person.known_as, Person.code)
        .join(Person, Person.id == AgendaPoint.by_id)
        .where(
            AgendaPoint.council_id == viewer.council_id, AgendaPoint.review_id == review_id,
            AgendaPoint.gone_at.is_(None),
        )
        .order_by(case((AgendaPoint.by_young, 0), else_=1), AgendaPoint.id)
        .limit(rules.MOST_POINTS * 2)
    )  # fmt: skip
    return tuple(
        Point(one.ref, one.text, one.by_young, one.by_id, shown_name(known_as, code), one.heard)
        for one, known_as, code in rows
    )


def talk_of(talk: ReviewTalk | None, review: Review, officer: str, today: date) -> Talk:
    day = review.wall.date()
    coming = bool(officer) and review.state == "coming" and day >= today
    if talk is None:
        return Talk("", None, None, "", officer, None, None, coming, None, "")
    asked_on = clock.today(talk.wanted_at) if talk.wanted_at else None
    later = talk.wanted == rules.Wanted.LATER and asked_on is not None
    again = rules.ask_again_on(asked_on, day) if later and asked_on is not None else None
    asks = coming and talk.done_on is None and (
        rules.may_ask_alone(talk.wanted, asked_on, day, today)
    )  # fmt: skip
    return Talk(
        talk.wanted, talk.wanted_at, talk.wall, talk.how, officer, talk.done_on, talk.offered_at,
        asks, again, talk.said_ref,
    )  # fmt: skip


@words_in("agenda_point")
def words_of_point(db: Db, council_id: int, point_id: int) -> str:
    """What they put on the agenda, alone: for whoever was told that it worries (`worries`)."""
    found = select(AgendaPoint.text).where(
        AgendaPoint.council_id == council_id, AgendaPoint.id == point_id
    )
    return db.scalar(found) or ""


@words_in("review_comer")
def words_of_comer(db: Db, council_id: int, comer_id: int) -> str:
    """The same of why they would rather not have somebody there, or want somebody."""
    found = select(ReviewComer.name, ReviewComer.wish_why).where(
        ReviewComer.council_id == council_id, ReviewComer.id == comer_id
    )
    row = db.execute(found).first()
    return "\n".join(filter(None, row)) if row else ""


# --- all of mine --------------------------------------------------------------------------------


@dataclass(frozen=True)
class ReviewLine:
    ref: str
    wall: datetime
    all_day: bool
    who: str
    kind: str
    state: str
    over: bool
    letter: bool
    code: str = ""


def lines(db: Db, which: ColumnElement[bool], today: date) -> tuple[ReviewLine, ...]:
    """Reviews, the newest first: one statement."""
    rows = db.execute(
        select(Review.ref, Review.wall, Review.all_day, Review.run_by_label, Review.kind,
               Review.state, case((_letter, 1), else_=0).label("letter"))
        .where(which)
        .order_by(Review.wall.desc(), Review.id.desc())
        .limit(MOST_REVIEWS)
    )  # fmt: skip
    return tuple(
        ReviewLine(r.ref, r.wall, r.all_day, r.run_by_label, r.kind, r.state,
                   rules.is_over(r.state, r.wall.date(), today), bool(r.letter))
        for r in rows
    )  # fmt: skip


def mine_page(db: Db, viewer: Viewer, now: datetime) -> tuple[ReviewLine, ...]:
    return lines(db, and_(*policy.mine(viewer)), clock.today(now))


@dataclass(frozen=True)
class ComerPage:
    """begun: what they typed about them and did not send."""

    review_ref: str
    wall: datetime
    comer: Comer
    begun: Draft | None


def one_comer(db: Db, viewer: Viewer, ref: str) -> ComerPage:
    """Somebody who is to come to a review of the viewer's own. One statement. Raises
    NoResultFound."""
    row = db.execute(
        select(ReviewComer, Review.ref, Review.wall, _settler.known_as, _settler.code,
               SaidDraft.text, SaidDraft.at)
        .join(Review, Review.id == ReviewComer.review_id)
        .outerjoin(SaidDraft, _begun(viewer, Typed.WISH.key(ref)))
        .outerjoin(_settler, _settler.id == ReviewComer.settled_by_id)
        .where(*policy.mine(viewer), ReviewComer.ref == ref,
               not_of(ReviewComer.with_id, viewer.person_id))
    ).one()  # fmt: skip
    comer = _comer(row.ReviewComer, row.known_as, row.code)
    return ComerPage(row.ref, row.wall, comer, _draft(row.text, row.at))


def _comer(one: ReviewComer, known_as: str | None, code: str | None) -> Comer:
    return Comer(
        one.ref, one.name, one.does, one.by_young, Comes(one.comes), one.why,
        shown_name(known_as or "", code or ""), one.settled_at, one.wish, one.wish_why,
        one.with_id,
    )  # fmt: skip


# --- after it -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Version:
    """One published letter, in the language that the reader has or in the one it was written in.
    original: the same in that, where it is shown in another. languages: in which it can be read."""

    number: int
    language: str
    letter: Letter
    by: str
    at: datetime
    original: Letter | None
    languages: tuple[str, ...]


@dataclass(frozen=True)
class Decision:
    """standing: of its promise; due: as it stands today."""

    ref: str
    text: str
    why: str
    who: str
    due: date
    standing: Standing | None
    note: str
    promise_ref: str
    owner_id: int | None
    area: str
    published_at: datetime | None


@dataclass(frozen=True)
class LetterPage:
    """now: the newest; earlier: those it took the place of, the newest first. theirs: what the
    young person wanted to talk about, and what was said of it. said: that they do not agree, and
    what came of it."""

    id: int
    ref: str
    wall: datetime
    all_day: bool
    who: str
    where: str
    now: Version
    earlier: tuple[Version, ...]
    decisions: tuple[Decision, ...]
    theirs: tuple[Point, ...]
    said: tuple[SaidCard, ...]


def letter_page(
    db: Db, viewer: Viewer, ref: str, language: str, now: datetime, *, said: bool = True
) -> LetterPage:
    """Four statements. Raises NoResultFound where no letter was published."""
    rows = db.execute(
        select(Review, ReviewRecord)
        .join(ReviewRecord, _published())
        .where(*policy.mine(viewer), Review.ref == ref)
    ).all()
    if not rows:
        raise NoResultFound
    review: Review = rows[0].Review
    found = versions([row.ReviewRecord for row in rows], language)
    return LetterPage(
        review.id, review.ref, review.wall, review.all_day, review.run_by_label, review.where,
        found[0], found[1:], decisions(db, viewer, review.id, clock.today(now), drafts=False),
        tuple(one for one in points(db, viewer, review.id) if one.by_young),
        _said(db, viewer, review.id, now) if said else (),
    )  # fmt: skip


@dataclass(frozen=True)
class Head:
    """draft: what they began to say of it and have not sent."""

    id: int
    ref: str
    wall: datetime
    draft: Draft | None


def letter_head(db: Db, viewer: Viewer, ref: str) -> Head:
    """Which review a letter is about. One statement. Raises NoResultFound where there is none."""
    row = db.execute(
        select(Review.id, Review.ref, Review.wall, SaidDraft.text, SaidDraft.at)
        .outerjoin(SaidDraft, _begun(viewer, Review.ref))
        .where(*policy.mine(viewer), Review.ref == ref, _letter)
    ).one()
    return Head(row.id, row.ref, row.wall, _draft(row.text, row.at))


def _begun(viewer: Viewer, about: Any) -> ColumnElement[bool]:
    return and_(
        SaidDraft.council_id == viewer.council_id,
        SaidDraft.person_id == viewer.person_id,
        SaidDraft.about_ref == about,
    )


def _draft(text: str | None, at: datetime | None) -> Draft | None:
    return Draft(text, at) if text and at else None


def _said(db: Db, viewer: Viewer, review_id: int, now: datetime) -> tuple[SaidCard, ...]:
    return say.cards(db, viewer, own(viewer), now, kind=RECORD, about_ids=(review_id,))


def versions(rows: Sequence[ReviewRecord], language: str) -> tuple[Version, ...]:
    """From every published row of one review; the newest first."""
    by_number: dict[int, dict[str, ReviewRecord]] = {}
    for row in rows:
        by_number.setdefault(row.number, {})[row.language] = row
    return tuple(
        _version(number, by_number[number], language)
        for number in sorted(by_number, reverse=True)
    )  # fmt: skip


def _version(number: int, there: dict[str, ReviewRecord], language: str) -> Version:
    original = there.get(ORIGINAL) or next(iter(there.values()))
    shown = there.get(language, original)
    assert original.published_at is not None
    return Version(
        number, shown.language, letter_of(shown), original.by, original.published_at,
        letter_of(original) if shown is not original else None, tuple(sorted(there)),
    )  # fmt: skip


def letter_of(row: ReviewRecord) -> Letter:
    return Letter(**{name: getattr(row, name) for name in TEXTS})


def decisions(
    db: Db, viewer: Viewer, review_id: int, today: date, *, drafts: bool
) -> tuple[Decision, ...]:
    """What was decided, and how each stands: one statement. drafts: those, too, that the young
    person was not told of yet."""
    query = _decisions(viewer).where(ReviewDecision.review_id == review_id)
    if not drafts:
        query = query.where(ReviewDecision.published_at.is_not(None))
    rows = db.execute(query.limit(rules.MOST_DECISIONS))
    return tuple(_decision(*row, today=today) for row in rows)


def decisions_of(
    db: Db, viewer: Viewer, review_ids: Sequence[int], today: date
) -> dict[int, tuple[Decision, ...]]:
    """The same of several reviews, of what the young person was told."""
    found: dict[int, tuple[Decision, ...]] = {}
    query = _decisions(viewer).where(
        ReviewDecision.review_id.in_(review_ids), ReviewDecision.published_at.is_not(None)
    )
    for row in db.execute(query):
        one = row.ReviewDecision
        found[one.review_id] = (*found.get(one.review_id, ()), _decision(*row, today=today))
    return found


def _decisions(viewer: Viewer) -> Query:
    return (
        select(ReviewDecision, _owner.known_as, _owner.code, Promise.due, Promise.state,
               Promise.state_note, Promise.owner_label, Promise.owner_id)
        .outerjoin(Promise, and_(Promise.council_id == ReviewDecision.council_id,
                                 Promise.ref == ReviewDecision.promise_ref,
                                 ReviewDecision.promise_ref != ""))
        .outerjoin(_owner, _owner.id == func.coalesce(Promise.owner_id, ReviewDecision.owner_id))
        .where(ReviewDecision.council_id == viewer.council_id)
        .order_by(ReviewDecision.id)
    )  # fmt: skip


def _decision(
    one: ReviewDecision, known_as: str | None, code: str | None, due: date | None,
    state: str | None, note: str | None, label: str | None, owner_id: int | None, *, today: date,
) -> Decision:  # fmt: skip
    day = due or one.due
    who = (
        label if state is not None and label and owner_id is None
        else shown_name(known_as or "", code or "") or one.owner_label
    )  # fmt: skip
    return Decision(
        one.ref, one.text, one.why, who, day, standing(state, day, today) if state else None,
        note or "", one.promise_ref, one.owner_id, one.area, one.published_at,
    )  # fmt: skip


@dataclass(frozen=True)
class ShownLetter:
    wall: datetime
    version: Version
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class ShownPage:
    subject: Subject
    letters: tuple[ShownLetter, ...]


def shown_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> ShownPage:
    """The letters that this young person shows the viewer, the newest of each, as they were
    written. Three statements. Raises NoResultFound."""
    who = subject(db, viewer, ref, now, by_the_hour=False)
    rows = db.execute(
        select(Review, ReviewRecord)
        .join(ReviewRecord, _published())
        .where(Review.council_id == viewer.council_id, Review.person_id == who.id,
               shown(viewer, Review.person_id, Thing.LETTER, now, Review.ref))
        .order_by(Review.wall.desc(), Review.id.desc())
    ).all()  # fmt: skip
    of: dict[int, list[ReviewRecord]] = {}
    for row in rows:
        of.setdefault(row.Review.id, []).append(row.ReviewRecord)
    decided = decisions_of(db, viewer, list(of), clock.today(now))
    walls = {row.Review.id: row.Review.wall for row in rows}
    return ShownPage(
        who,
        tuple(
            ShownLetter(
                walls[id],
                versions(found, ORIGINAL)[0],
                # How each was kept is said between those who owe and are owed it.
                tuple(replace(one, note="") for one in decided.get(id, ())),
            )
            for id, found in of.items()
        ),
    )


# --- who runs my review -------------------------------------------------------------------------


@dataclass(frozen=True)
class OfficerPage:
    """name: in the young person's word, "" where nobody is. said: what they wrote to them. next:
    the next review, if one is coming."""

    id: int | None
    ref: str
    name: str
    full_name: str
    phone: str
    since: date | None
    card: Beside | None
    said: tuple[SaidCard, ...]
    readers: ReadersNow
    draft: Draft | None


TO_OFFICER = "officer"  # where what is begun to them is kept


def officer_page(db: Db, viewer: Viewer, now: datetime) -> OfficerPage:
    """Three statements."""
    row = db.execute(
        select(_officer, _officer_link.label, _officer_link.starts, SaidDraft.text, SaidDraft.at)
        .join(_officer_link, _officer_link.with_id == _officer.id)
        .outerjoin(SaidDraft, _begun(viewer, TO_OFFICER))
        .where(_officer_link.council_id == viewer.council_id,
               *officer_named(viewer.person_id, clock.today(now)))
        .order_by(_officer_link.starts.desc(), _officer_link.id.desc())
        .limit(1)
    ).first()  # fmt: skip
    said = say.cards(db, viewer, own(viewer), now, kind=IRO)
    if row is None:
        nobody = ReadersNow("", "", ())
        return OfficerPage(None, "", "", "", "", None, None, said, nobody, None)
    who = row[0]
    plain = shown_name(who.known_as, who.code)
    name = row.label or plain
    return OfficerPage(
        who.id, who.ref, name, f"{who.first_name} {who.last_name}".strip() or plain,
        who.phone, row.starts, beside(db, viewer, [who.id], now).get(who.id), said,
        ReadersNow(name, "", ()), _draft(row.text, row.at),
    )  # fmt: skip
