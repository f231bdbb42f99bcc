"""A review, for those who look after it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from portal.core import clock
from portal.core.access import Viewer
from portal.core.db import Db
from portal.core.json_rows import json_rows, rows_of
from portal.core.receipts import fingerprint
from portal.people.pages import Subject, subject
from portal.people.reach import not_of, reach
from portal.people.tables import Connection, MustNotKnow, Person
from portal.promises import areas
from portal.promises.pages import Owner, owners
from portal.reviews import pages, policy, rules
from portal.reviews.pages import Comer, Decision, Point, Raised, ReviewLine, Talk
from portal.reviews.rules import ORIGINAL, Alike, Kept, Letter, alike
from portal.reviews.tables import (
    Review,
    ReviewComer,
    ReviewDecision,
    ReviewRecord,
    ReviewTalk,
)

_young = aliased(Person, name="whose_review")
_reader = aliased(Person, name="who_reads")
_link = aliased(Connection, name="what_they_call_them")
_called = (
    json_rows(_link.id, _link.label)
    .where(_link.of_id == Review.person_id, _link.with_id == _reader.id)
    .correlate(Review, _reader)
    .scalar_subquery()
)


@dataclass(frozen=True)
class Held:
    """A review, and what the viewer may do about it: keeps (who comes, what is talked about),
    writes (the letter), talks (they are the reviewing officer), reads_wishes (about who comes). me:
    by what names the viewer may be written down to come."""

    subject: Subject
    review: Review
    keeps: bool
    writes: bool
    talks: bool
    reads_wishes: bool
    me: Kept

    def about_me(self, comer: Comer | ReviewComer) -> bool:
        """Whether somebody who comes is, or may be, the viewer. Whoever runs the review, and the
        reviewing officer, read what may as well be of another: somebody has to."""
        found = alike(comer.name, comer.does, [self.me])
        return found is Alike.SAME or (found is Alike.PERHAPS and not self.writes)

    @property
    def open(self) -> bool:
        """Whether anything about it may still be said to the young person."""
        return self.subject.stopped_at is None


def held(db: Db, viewer: Viewer, ref: str, now: datetime, *, lock: bool = False) -> Held:
    """Two statements; the look is noted. Raises NoResultFound."""
    row = db.execute(_held_query(viewer, now, lock=lock).where(Review.ref == ref)).first()
    if row is None:
        raise NoResultFound
    return _held(db, viewer, row, now)


def held_of(
    db: Db, viewer: Viewer, table: Any, ref: str, now: datetime, *, lock: bool = False
) -> tuple[Held, Any]:
    """The same, by the ref of what hangs on it (a point, somebody who comes, a decision)."""
    row = db.execute(
        _held_query(viewer, now, lock=lock)
        .join(table, table.review_id == Review.id)
        .add_columns(table)
        .where(table.ref == ref)
    ).first()
    if row is None:
        raise NoResultFound
    return _held(db, viewer, row, now), row[-1]


def _held_query(viewer: Viewer, now: datetime, *, lock: bool) -> Any:
    query = (
        select(
            Review, _young.ref.label("young_ref"),
            case((policy.looked_after(viewer, now), 1), else_=0).label("keeps"),
            case((policy.written_by(viewer, now), 1), else_=0).label("writes"),
            case((policy.officer_of(viewer, now), 1), else_=0).label("talks"),
            case((policy.wishes_read_by(viewer, now), 1), else_=0).label("reads_wishes"),
            _reader.first_name, _reader.last_name, _reader.known_as, _called.label("called"),
        )
        .join(_young, _young.id == Review.person_id)
        .join(_reader, _reader.id == viewer.person_id)
        .where(policy.read_by(viewer, now))
    )  # fmt: skip
    return query.with_for_update(of=Review) if lock else query


def _held(db: Db, viewer: Viewer, row: Any, now: datetime) -> Held:
    who = subject(db, viewer, row.young_ref, now)
    called = tuple(label for _id, label in rows_of(row.called) if label)
    return Held(
        who, row.Review, bool(row.keeps), bool(row.writes), bool(row.talks),
        bool(row.reads_wishes), Kept(row.first_name, row.last_name, row.known_as, called),
    )  # fmt: skip


# --- all of one young person's ------------------------------------------------------------------


@dataclass(frozen=True)
class TheirReviews:
    subject: Subject
    lines: tuple[ReviewLine, ...]


def their_reviews(db: Db, viewer: Viewer, ref: str, now: datetime) -> TheirReviews:
    """Two statements. Raises NoResultFound."""
    who = subject(db, viewer, ref, now)
    if not who.may(policy.NEEDED):
        raise NoResultFound
    which = and_(
        Review.council_id == viewer.council_id, Review.person_id == who.id,
        reach(viewer, Review.person_id, policy.NEEDED, now),
    )  # fmt: skip
    return TheirReviews(who, pages.lines(db, which, clock.today(now)))


# --- one ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RunPage:
    """over: it lies behind. draft: in which languages something is begun. published: the newest
    letter's number, 0 for none. raised: what they said before it that this viewer reads.
    careful: refs of those who come who may be somebody that must not know of the young person.
    officer: the viewer is their reviewing officer; settles: they say whether somebody comes.
    unheard: how many of their points nobody wrote anything about."""

    subject: Subject
    ref: str
    wall: datetime
    wall_end: datetime | None
    all_day: bool
    who: str
    where: str
    note: str
    kind: str
    state: str
    over: bool
    comers: tuple[Comer, ...]
    raised: tuple[Raised, ...]
    points: tuple[Point, ...]
    talk: Talk
    decisions: tuple[Decision, ...]
    drafts: tuple[str, ...]
    published: int
    published_at: datetime | None
    keeps: bool
    writes: bool
    talks: bool
    officer: bool
    settles: bool
    me: int
    careful: frozenset[str]

    @property
    def unheard(self) -> int:
        return sum(one.by_young and not one.heard for one in self.points)

    @property
    def undecided(self) -> tuple[Decision, ...]:
        """Decisions that the young person was not told of yet."""
        return tuple(one for one in self.decisions if one.published_at is None)


def run_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> RunPage:
    """Six statements. Raises NoResultFound."""
    return page_of(db, viewer, held(db, viewer, ref, now), now)


def page_of(db: Db, viewer: Viewer, found: Held, now: datetime) -> RunPage:
    review, today = found.review, clock.today(now)
    rows = db.execute(
        select(Review.id, ReviewTalk, ReviewRecord.number, ReviewRecord.language,
               ReviewRecord.published_at, pages.raised_column(viewer, now),
               _kept_from(viewer, review.person_id))
        .select_from(Review)
        .outerjoin(ReviewTalk, ReviewTalk.review_id == Review.id)
        .outerjoin(ReviewRecord, ReviewRecord.review_id == Review.id)
        .where(Review.id == review.id)
    ).all()  # fmt: skip
    may = found.open
    drafts = sorted(row.language for row in rows if row.number == 0) if found.writes else []
    done = [(row.number, row.published_at) for row in rows if row.number]
    number, at = max(done) if done else (0, None)
    decided = pages.decisions(db, viewer, review.id, today, drafts=found.writes)
    kept = _kept(rows[0].kept_from)
    comers = tuple(_as_read(found, one) for one in pages.comers(db, viewer, review.id))
    talk = pages.talk_of(rows[0].ReviewTalk, review, "", today)
    return RunPage(
        found.subject, review.ref, review.wall, review.wall_end, review.all_day,
        review.run_by_label, review.where, review.note, review.kind, review.state,
        rules.is_over(review.state, review.wall.date(), today),
        comers, pages.raised_of(rows[0].raised),
        pages.points(db, viewer, review.id), talk if found.talks else _only_its_day(talk), decided,
        tuple(drafts), number, at,
        found.keeps and may, found.writes and may, found.talks and may, found.talks,
        found.keeps and found.reads_wishes and may, viewer.person_id,
        frozenset(one.ref for one in comers if alike(one.name, one.does, kept) is not Alike.NO),
    )  # fmt: skip


def _as_read(found: Held, comer: Comer) -> Comer:
    """Without what the young person wishes, for whom they did not tell: nobody reads a wish about
    themselves."""
    mine = found.about_me(comer)
    if found.reads_wishes and not mine:
        return comer
    return replace(comer, wish="", wish_why="", about_me=mine)


def _only_its_day(talk: Talk) -> Talk:
    """The talk alone, for others than the officer: when it is or was, and not who wanted it."""
    return Talk("", None, talk.wall, "", "", talk.done_on, None, False, None, "")


# --- who must not know --------------------------------------------------------------------------

_other = aliased(Person, name="kept_from")


def _kept_from(viewer: Viewer, person_id: int) -> Any:
    """From whom the young person is kept, as a column; nobody of whom the viewer must not know."""
    return (
        json_rows(_other.id, _other.first_name, _other.last_name, _other.known_as,
                  func.coalesce(Connection.label, ""))
        .select_from(MustNotKnow)
        .join(_other, _other.id == MustNotKnow.other_id)
        .outerjoin(Connection, and_(Connection.of_id == MustNotKnow.person_id,
                                    Connection.with_id == MustNotKnow.other_id))
        .where(
            MustNotKnow.council_id == viewer.council_id, MustNotKnow.person_id == person_id,
            MustNotKnow.lifted_at.is_(None), not_of(MustNotKnow.other_id, viewer.person_id),
        )
        .scalar_subquery()
        .label("kept_from")
    )  # fmt: skip


def _kept(rows: Any) -> tuple[Kept, ...]:
    return tuple(
        Kept(first, last, known_as, (label,) if label else ())
        for _id, first, last, known_as, label in rows_of(rows)
    )


def may_come(db: Db, viewer: Viewer, found: Held, name: str, does: str) -> bool:
    """Whether staff may write down that somebody of this name comes: not where it is the name of
    somebody who must not know of the young person. One statement."""
    rows = db.scalar(select(_kept_from(viewer, found.subject.id)))
    return alike(name, does, _kept(rows)) is not Alike.SAME


# --- the letter ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class DraftNow:
    letter: Letter
    turn: int
    by: str
    by_id: int
    at: datetime


@dataclass(frozen=True)
class WritePage:
    """language: in which this is written. draft: what stands saved in it. before: what was
    published last in it; original: the text in the language it was first written in, for whoever
    puts it into another."""

    subject: Subject
    ref: str
    wall: datetime
    language: str
    draft: DraftNow | None
    before: Letter | None
    original: Letter | None
    number: int
    points: tuple[Point, ...]

    @property
    def starts_with(self) -> Letter:
        """What the boxes are filled with."""
        if self.draft is not None:
            return self.draft.letter
        return self.before or Letter()

    @property
    def turn(self) -> int:
        return self.draft.turn if self.draft else 0

    @property
    def translates(self) -> bool:
        return self.language != ORIGINAL


def write_page(db: Db, viewer: Viewer, found: Held, language: str) -> WritePage:
    """Two statements more."""
    rows = db.scalars(
        select(ReviewRecord).where(
            ReviewRecord.council_id == viewer.council_id,
            ReviewRecord.review_id == found.review.id,
        )
    ).all()
    number = max((row.number for row in rows), default=0)
    draft, before = _row(rows, 0, language), _newest(rows, language)
    first = _row(rows, 0, ORIGINAL) or _newest(rows, ORIGINAL)
    return WritePage(
        found.subject, found.review.ref, found.review.wall, language,
        draft_of(draft) if draft else None, pages.letter_of(before) if before else None,
        pages.letter_of(first) if first and language != ORIGINAL else None, number,
        pages.points(db, viewer, found.review.id),
    )  # fmt: skip


def draft_of(row: ReviewRecord) -> DraftNow:
    return DraftNow(pages.letter_of(row), row.turn, row.by, row.by_id, row.saved_at)


def _row(rows: Sequence[ReviewRecord], number: int, language: str) -> ReviewRecord | None:
    there = (row for row in rows if row.number == number and row.language == language)
    return next(there, None)


def _newest(rows: Sequence[ReviewRecord], language: str) -> ReviewRecord | None:
    there = [row for row in rows if row.number and row.language == language]
    return max(there, key=lambda row: row.number, default=None)


@dataclass(frozen=True)
class WrittenLetter:
    """A published letter, with the other languages it is in."""

    letter: Letter
    language: str
    by: str
    at: datetime
    others: tuple[tuple[str, Letter], ...]


@dataclass(frozen=True)
class ReadPage:
    """Every letter that was published about a review, the newest first."""

    subject: Subject
    ref: str
    wall: datetime
    versions: tuple[WrittenLetter, ...]
    points: tuple[Point, ...]
    decisions: tuple[Decision, ...]


def read_page(db: Db, viewer: Viewer, found: Held, now: datetime) -> ReadPage:
    """Three statements more. Raises NoResultFound where none was published."""
    review = found.review
    rows = db.scalars(
        select(ReviewRecord)
        .where(ReviewRecord.council_id == viewer.council_id,
               ReviewRecord.review_id == review.id, ReviewRecord.number > 0)
        .order_by(ReviewRecord.number.desc(), ReviewRecord.language != ORIGINAL,
                  ReviewRecord.language)
    ).all()  # fmt: skip
    if not rows:
        raise NoResultFound
    by_number: dict[int, list[ReviewRecord]] = {}
    for row in rows:
        by_number.setdefault(row.number, []).append(row)
    theirs = tuple(one for one in pages.points(db, viewer, review.id) if one.by_young)
    decided = pages.decisions(db, viewer, review.id, clock.today(now), drafts=False)
    versions = tuple(_written(of_one) for of_one in by_number.values())
    return ReadPage(found.subject, review.ref, review.wall, versions, theirs, decided)


def _written(rows: Sequence[ReviewRecord]) -> WrittenLetter:
    first, *others = rows
    assert first.published_at is not None
    return WrittenLetter(
        pages.letter_of(first), first.language, first.by, first.published_at,
        tuple((row.language, pages.letter_of(row)) for row in others),
    )  # fmt: skip


@dataclass(frozen=True)
class Preview:
    """What would be published now. versions: as the young person would read it, by language;
    becomes: the number it would get. decisions: new ones. missing: codes of what is in the way:
    "nothing", "words", "original", "translated", "put_right", "heard", "late", "owner"."""

    subject: Subject
    ref: str
    wall: datetime
    all_day: bool
    number: int
    becomes: int
    drafts: tuple[tuple[str, Letter], ...]
    decisions: tuple[Decision, ...]
    points: tuple[Point, ...]
    missing: tuple[str, ...]
    drawn: str

    @property
    def ready(self) -> bool:
        return not self.missing


def preview(db: Db, viewer: Viewer, found: Held, now: datetime) -> Preview:
    """Four statements more."""
    today = clock.today(now)
    rows = db.scalars(
        select(ReviewRecord)
        .where(ReviewRecord.council_id == viewer.council_id,
               ReviewRecord.review_id == found.review.id)
        .order_by(ReviewRecord.language != ORIGINAL, ReviewRecord.language)
    ).all()  # fmt: skip
    number = max((row.number for row in rows), default=0)
    drafts = tuple(
        (row.language, pages.letter_of(row), row.turn) for row in rows if row.number == 0
    )
    original = any(language == ORIGINAL for language, _letter, _turn in drafts)
    becomes = number + 1 if original or not number else number
    taken = {row.language for row in rows if row.number == becomes}
    decided = pages.decisions(db, viewer, found.review.id, today, drafts=True)
    new = tuple(one for one in decided if one.published_at is None)
    points = tuple(one for one in pages.points(db, viewer, found.review.id) if one.by_young)
    letters = tuple((language, letter) for language, letter, _turn in drafts)
    can = {one.id for one in owners(db, viewer, found.subject, now)} if new else set()
    drawn = fingerprint(
        *(f"{language} {turn}" for language, _letter, turn in drafts),
        *(f"{one.ref} {one.text} {one.due} {one.owner_id} {one.who}" for one in new),
        *(f"{one.ref} {one.heard}" for one in points), str(number),
    )  # fmt: skip
    return Preview(
        found.subject, found.review.ref, found.review.wall, found.review.all_day, number, becomes,
        letters, new, points, missing(letters, new, points, number, taken, today, can), drawn,
    )  # fmt: skip


def missing(
    drafts: Sequence[tuple[str, Letter]], new: Sequence[Decision], points: Sequence[Point],
    number: int, taken: set[str], today: date, can: Collection[int],
) -> tuple[str, ...]:  # fmt: skip
    """What is in the way of publishing, in the order of the page."""
    found = []
    if not drafts and not (new and number):
        found.append("nothing")
    if any(not letter.says_something for _language, letter in drafts):
        found.append("words")
    if any(language in taken for language, _letter in drafts):
        found.append("original")
    if number == 0 and drafts and all(language != ORIGINAL for language, _letter in drafts):
        found.append("original")
    if any(language != ORIGINAL and not letter.translated_by for language, letter in drafts):
        found.append("translated")
    if number and any(language == ORIGINAL and not letter.put_right for language, letter in drafts):
        found.append("put_right")
    if any(not one.heard for one in points):
        found.append("heard")
    if any(one.due < today for one in new):
        found.append("late")
    if any(one.owner_id is not None and one.owner_id not in can for one in new):
        found.append("owner")
    return tuple(dict.fromkeys(found))


# --- what was decided ---------------------------------------------------------------------------


@dataclass(frozen=True)
class DecidePage:
    """Whose it can be, and what it can be about. decision: the one that is changed, or None."""

    held: Held
    owners: tuple[Owner, ...]
    areas: tuple[str, ...]
    decision: ReviewDecision | None = None


def decide_page(
    db: Db, viewer: Viewer, found: Held, now: datetime, decision: ReviewDecision | None = None
) -> DecidePage:
    """One statement more."""
    who = found.subject
    return DecidePage(found, owners(db, viewer, who, now), areas.open_with(who.grants), decision)
