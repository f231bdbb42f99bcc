"""What is done at the desk. Each is one commit, safe to repeat, and told to the young person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, exists, false, func, select, update
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from portal.core import audit, clock, receipts
from portal.core.access import Role, Viewer
from portal.core.appointments import State
from portal.core.db import Db, add_rows
from portal.core.ids import new_id, new_ref
from portal.notifications.actions import seen, tell, tell_some
from portal.owed.tables import Owed
from portal.people.allocated import allocated
from portal.people.pages import Subject
from portal.people.reach import PersonKey, shown_name
from portal.people.stops import stopped
from portal.people.tables import Person
from portal.promises import actions as promises
from portal.reviews.desk import due, entries, pages, policy, rules
from portal.reviews.desk.passing import CHALLENGE, CHALLENGE_ASKED
from portal.reviews.desk.rules import Level, Outcome, Took
from portal.reviews.desk.tables import DisputeStep, ReviewDispute, ReviewPrep, ReviewStep
from portal.reviews.tables import Review, ReviewDecision

# To the young person; to whoever is asked, and to the officer.
DAY, OFF = "review_day", "review_off"
CHALLENGE_ANSWERED = "challenge_answered"
REVIEW = "review"
# Keys that the import makes, too (`intake.date_rows`): by these it knows a review of ours again.
_BY_DAY, _BY_TIME = "903:", "at:"
_other = aliased(Review, name="another_review")


class ChangedMeanwhile(Exception):
    """Somebody did something with it since the page was drawn."""


class OneThatDay(Exception):
    """There is a review of theirs on that day."""


class DoesNotFit(Exception):
    """The code is not for their age on the day of the review."""


@dataclass(frozen=True)
class When:
    """A day, and the hour where it is known."""

    day: date
    at: time | None

    @property
    def wall(self) -> datetime:
        return datetime.combine(self.day, self.at or time())


# --- one review ---------------------------------------------------------------------------------


def _theirs(
    db: Db, viewer: Viewer, ref: str, now: datetime, day: date | None = None
) -> tuple[Review, Person]:
    """The review, held until the commit, and whose it is: one statement. day: on which it is to
    be. Raises NoResultFound, also where nothing goes to them any more; OneThatDay."""
    row = db.execute(
        select(Review, Person, _taken(Review.person_id, day, Review.id).label("taken"))
        .join(Person, Person.id == Review.person_id)
        .where(
            Review.council_id == viewer.council_id, Review.ref == ref, Review.kind == "care",
            policy.works_on(viewer, Review.person_id, now), ~stopped(Review.person_id),
        )
        .with_for_update(of=Review)
    ).one()  # fmt: skip
    if row.taken and row.Review.state == State.COMING:
        raise OneThatDay
    return row.Review, row.Person


def _taken(
    person_id: PersonKey | int, day: date | None, but: PersonKey | None = None
) -> ColumnElement[bool]:
    """Whether another review of theirs is on that day: in a return the two could not be told
    apart."""
    if day is None:
        return false()
    there = select(_other.id).where(
        _other.person_id == person_id, _other.kind == "care",
        _other.wall >= datetime.combine(day, time()),
        _other.wall <= datetime.combine(day, time.max),
        _other.state != State.CANCELLED.value,
    )  # fmt: skip
    return exists(there if but is None else there.where(_other.id != but))


def _key(person_key: str, when: When) -> str:
    if person_key and not person_key.startswith(_BY_DAY):
        return person_key  # the council's own, or the time in its file: both stay
    if when.at is None:
        return f"{_BY_DAY}{when.day:%Y-%m-%d}"
    return f"{_BY_TIME}{when.wall:%Y-%m-%dT%H:%M}"


def _put_at(db: Db, review: Review, when: When) -> None:
    """Another time. What the council's file said stays known, so that it does not come back. One
    that was called off on the new day gives up its key."""
    was, key = review.wall, _key(review.key, when)
    if key != review.key:
        db.execute(
            update(Review)
            .where(
                Review.council_id == review.council_id, Review.person_id == review.person_id,
                Review.key == key, Review.id != review.id,
            )
            .values(key=f"off:{new_ref()}")
        )  # fmt: skip
    if review.moved_from is None and review.wall != when.wall:
        review.moved_from = was
    if review.wall_end is not None and review.wall != when.wall:
        review.wall_end = when.wall + (review.wall_end - was) if when.at else None
    review.wall, review.all_day, review.key = when.wall, when.at is None, key


def _note(db: Db, viewer: Viewer, review: Review, what: str, now: datetime, **more: object) -> None:
    row = {
        "id": new_id(), "council_id": review.council_id, "review_id": review.id,
        "person_id": review.person_id, "what": what, "was": None, "wall": None, "why": "",
        "came": None, "took": "", "code": "", "suggested": "", "by_id": viewer.person_id, "at": now,
    }  # fmt: skip
    add_rows(db, ReviewStep, [{**row, **more}])


def plan(
    db: Db, viewer: Viewer, who: Subject, when: When, where: str, key: str, now: datetime
) -> str:
    """The next review has a day; returns its ref. who: of `pages.plan_page`, which decides who may.
    Raises NoResultFound, OneThatDay, KeyReused."""
    if who.stopped_at is not None:
        raise NoResultFound
    ref, id = new_ref(), new_id()
    mark = receipts.fingerprint("review-day", str(who.id), f"{when}", where)
    earlier = receipts.first_time(db, viewer.account_id, key, mark, ref, now)
    if earlier is not None:
        return earlier
    if db.scalar(select(_taken(who.id, when.day))):
        raise OneThatDay
    runs, name = _who_runs(db, viewer, who.id, now)
    review = Review(
        id=id, ref=ref, council_id=viewer.council_id, person_id=who.id, run_by_id=runs,
        run_by_label=name, kind="care", all_day=when.at is None, wall=when.wall, where=where,
        key=f"off:{ref}", state=State.COMING.value,
    )  # fmt: skip
    db.add(review)
    db.flush()
    review.key = ""
    _put_at(db, review, when)
    db.flush()
    _note(db, viewer, review, "planned", now, wall=when.wall)
    _told(db, viewer, review, DAY, now)
    audit.changed(db, viewer, review.person_id, "review_desk.planned", now)
    return ref


def _who_runs(
    db: Db, viewer: Viewer, person_id: int, now: datetime
) -> tuple[int | None, str]:  # fmt: skip
    if viewer.role is Role.IRO:
        return viewer.person_id, viewer.known_as
    _workers, iros = allocated(db, viewer.council_id, clock.today(now), person_id)
    officer = db.get(Person, iros[person_id]) if person_id in iros else None
    return (officer.id, shown_name(officer.known_as, officer.code)) if officer else (None, "")


def _told(db: Db, viewer: Viewer, review: Review, kind: str, now: datetime) -> None:
    due.shows(db, review)
    tell(db, viewer.council_id, review.person_id, kind, REVIEW, review.ref, now)


def move(db: Db, viewer: Viewer, ref: str, when: When, why: str, now: datetime) -> None:
    """Another time, and why. The time before stays in what was done. Raises NoResultFound,
    ChangedMeanwhile, OneThatDay."""
    review, _young = _theirs(db, viewer, ref, now, when.day)
    if review.state != State.COMING:
        raise ChangedMeanwhile
    if review.wall == when.wall and review.all_day is (when.at is None):
        return
    was = review.wall
    _put_at(db, review, when)
    db.flush()
    _note(db, viewer, review, "moved", now, was=was, wall=when.wall, why=why)
    _told(db, viewer, review, DAY, now)
    audit.changed(db, viewer, review.person_id, "review_desk.moved", now)


def not_held(db: Db, viewer: Viewer, ref: str, why: str, now: datetime) -> str:
    """It is not, or was not, held, and why: the next one is still due. Returns the young person's
    ref. Raises NoResultFound, ChangedMeanwhile."""
    review, young = _theirs(db, viewer, ref, now)
    if review.state == State.CANCELLED:
        return young.ref
    if review.state != State.COMING:
        raise ChangedMeanwhile
    review.state = State.CANCELLED.value
    db.flush()
    _note(db, viewer, review, "not_held", now, was=review.wall, why=why)
    _told(db, viewer, review, OFF, now)
    audit.changed(db, viewer, review.person_id, "review_desk.not_held", now)
    return young.ref


@dataclass(frozen=True)
class Happened:
    """How a review went. at None: only the day is known."""

    when: When
    came: bool
    took: frozenset[Took]

    @property
    def codes(self) -> str:
        return ",".join(sorted(one.value for one in self.took))


def held(db: Db, viewer: Viewer, ref: str, what: Happened, now: datetime) -> None:
    """It was held, then, and this is how they took part; the next one is counted from it. Raises
    NoResultFound, ChangedMeanwhile, OneThatDay."""
    review, _young = _theirs(db, viewer, ref, now, what.when.day)
    if review.state == State.DONE and review.wall.date() == what.when.day:
        return
    if review.state != State.COMING:
        raise ChangedMeanwhile
    was = review.wall
    only_the_day = what.when.at is None and what.when.day == was.date()
    if was != what.when.wall and not only_the_day:
        _put_at(db, review, what.when)
    review.state = State.DONE.value
    db.flush()
    _note(db, viewer, review, "held", now, was=was, wall=review.wall, came=what.came,
          took=what.codes)  # fmt: skip
    due.counts(db, review, now)
    audit.changed(db, viewer, review.person_id, "review_desk.held", now)


def set_code(db: Db, viewer: Viewer, ref: str, code: str, now: datetime) -> None:
    """How they took part, for the yearly return: set by a person; what was suggested then is kept
    beside it. Raises NoResultFound, DoesNotFit, ChangedMeanwhile where it was not held."""
    review, young = _theirs(db, viewer, ref, now)
    if review.state != State.DONE:
        raise ChangedMeanwhile
    if not rules.code_fits(code, young.born, review.wall.date()):
        raise DoesNotFit
    before = pages.how_it_went(db, viewer, review, young.born, now)
    if review.code == code == before.code:
        return
    review.code = code
    db.flush()
    suggested = before.suggested.code if before.suggested else ""
    _note(db, viewer, review, "code", now, code=code, suggested=suggested)
    audit.changed(db, viewer, review.person_id, "review_desk.coded", now)


def offered(
    db: Db, viewer: Viewer, ref: str, on: date, how: str, wanted: str, key: str, now: datetime
) -> None:
    """An advocate was offered. Raises NoResultFound, KeyReused."""
    review, _young = _theirs(db, viewer, ref, now)
    mark = receipts.fingerprint("offered", ref, on.isoformat(), how, wanted)
    if receipts.first_time(db, viewer.account_id, key, mark, ref, now) is not None:
        return
    add_rows(db, ReviewPrep, [{
        "id": new_id(), "council_id": viewer.council_id, "review_id": review.id,
        "person_id": review.person_id, "offered_on": on, "how": how, "wanted": wanted,
        "by_id": viewer.person_id, "at": now,
    }])  # fmt: skip
    audit.changed(db, viewer, review.person_id, "review_desk.prepared", now)


def ask_for(db: Db, viewer: Viewer, ref: str, now: datetime) -> None:
    """Whoever is late with what was decided is asked. Raises NoResultFound, promises.NotOpen."""
    which = pages.decisions_of(viewer, now).where(ReviewDecision.ref == ref)
    promises.ask_for(db, viewer, which, now)


# --- an officer disagrees -----------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """Whom the officer asks. to_id: None for somebody outside, or without a place here."""

    level: Level
    to_id: int | None
    to: str
    by: date


def challenge(
    db: Db, viewer: Viewer, who: pages.Able, about: str, asks: Asked, key: str, now: datetime
) -> str:
    """The officer does not agree; the young person is told, and whoever is asked. who: of
    `pages.able_to_challenge`, which decides who may. Returns its ref. Raises NoResultFound,
    KeyReused."""
    if who.stopped:
        raise NoResultFound
    ref = new_ref()
    mark = receipts.fingerprint("challenge", str(who.id), about, f"{asks}")
    earlier = receipts.first_time(db, viewer.account_id, key, mark, ref, now)
    if earlier is not None:
        return earlier
    dispute = ReviewDispute(
        id=new_id(), ref=ref, council_id=viewer.council_id, person_id=who.id, about=about,
        by_id=viewer.person_id, begun_at=now,
    )  # fmt: skip
    db.add(dispute)
    db.flush()
    _step(db, viewer, dispute, 1, asks, now)
    audit.changed(db, viewer, who.id, "review_desk.challenged", now)
    return ref


def _step(
    db: Db, viewer: Viewer, dispute: ReviewDispute, number: int, asks: Asked, now: datetime
) -> None:
    step = DisputeStep(
        id=new_id(), council_id=viewer.council_id, person_id=dispute.person_id,
        dispute_id=dispute.id, number=number, level=asks.level.value, to_id=asks.to_id,
        to_label=asks.to, due=asks.by, at=now,
    )  # fmt: skip
    db.add(step)
    db.flush()
    told = {dispute.person_id: CHALLENGE}
    if asks.to_id is not None:
        add_rows(db, Owed, [{"id": new_id(), **entries.owed_row(step, dispute.ref)}])
        told[asks.to_id] = CHALLENGE_ASKED
    tell_some(db, viewer.council_id, told, CHALLENGE, dispute.ref, now)


def _open(
    db: Db, viewer: Viewer, ref: str, now: datetime
) -> tuple[ReviewDispute, DisputeStep]:  # fmt: skip
    """A dispute that goes on, held until the commit, and its newest step. Raises NoResultFound,
    ChangedMeanwhile."""
    row = db.execute(
        select(ReviewDispute, DisputeStep)
        .join(DisputeStep, DisputeStep.dispute_id == ReviewDispute.id)
        .where(
            ReviewDispute.council_id == viewer.council_id, ReviewDispute.ref == ref,
            policy.works_on(viewer, ReviewDispute.person_id, now),
            ~stopped(ReviewDispute.person_id),
        )
        .order_by(DisputeStep.number.desc())
        .limit(1)
        .with_for_update(of=ReviewDispute)
    ).one()  # fmt: skip
    if row.ReviewDispute.ended_at is not None:
        raise ChangedMeanwhile
    return row.ReviewDispute, row.DisputeStep


def _newest(db: Db, dispute_id: int) -> int:
    newest = select(func.max(DisputeStep.number)).where(DisputeStep.dispute_id == dispute_id)
    return db.execute(newest).scalar_one()


def step_up(db: Db, viewer: Viewer, ref: str, number: int, asks: Asked, now: datetime) -> None:
    """The next one is asked. number: of the step that the page showed as the newest. Raises
    NoResultFound, ChangedMeanwhile."""
    dispute, newest = _open(db, viewer, ref, now)
    if newest.number == number + 1 and (newest.level, newest.to_label) == (asks.level, asks.to):
        return  # sent twice
    if newest.number != number or asks.level not in rules.next_levels(Level(newest.level)):
        raise ChangedMeanwhile
    _owed_no_more(db, newest.id, viewer.council_id, now)
    _step(db, viewer, dispute, number + 1, asks, now)
    audit.changed(db, viewer, dispute.person_id, "review_desk.challenged", now)


def write_answer(
    db: Db, viewer: Viewer, ref: str, number: int, text: str, now: datetime
) -> None:  # fmt: skip
    """The officer writes down what was answered to them. Raises NoResultFound, ChangedMeanwhile."""
    dispute, step = _open(db, viewer, ref, now)
    _answer(db, viewer, dispute, step, number, text, now)


def answer(
    db: Db, viewer: Viewer, ref: str, number: int, text: str, now: datetime
) -> None:  # fmt: skip
    """Whoever was asked answers themselves; the officer and the young person are told. Raises
    NoResultFound, ChangedMeanwhile."""
    row = db.execute(
        select(ReviewDispute, DisputeStep)
        .join(DisputeStep, DisputeStep.dispute_id == ReviewDispute.id)
        .where(
            ReviewDispute.ref == ref, DisputeStep.number == number, policy.asked_of(viewer, now),
            ~stopped(ReviewDispute.person_id),
        )
        .with_for_update(of=ReviewDispute)
    ).one()  # fmt: skip
    newest = _newest(db, row.ReviewDispute.id)
    if row.ReviewDispute.ended_at is not None or newest != number:
        raise ChangedMeanwhile
    _answer(db, viewer, row.ReviewDispute, row.DisputeStep, number, text, now)
    tell(
        db, viewer.council_id, row.ReviewDispute.by_id, CHALLENGE_ANSWERED, CHALLENGE, ref, now
    )  # fmt: skip
    for where in (CHALLENGE, "owed"):  # asked by the officer, or because somebody before did not
        seen(db, viewer.council_id, viewer.person_id, where, ref, now)


def _answer(
    db: Db, viewer: Viewer, dispute: ReviewDispute, step: DisputeStep, number: int, text: str,
    now: datetime,
) -> None:  # fmt: skip
    if step.answered_at is not None and step.answer == text:
        return
    if step.number != number or step.answered_at is not None:
        raise ChangedMeanwhile
    step.answer, step.answered_at, step.answered_by_id = text, now, viewer.person_id
    db.flush()
    _owed_no_more(db, step.id, viewer.council_id, now)
    tell(db, viewer.council_id, dispute.person_id, CHALLENGE, CHALLENGE, dispute.ref, now)
    audit.changed(db, viewer, dispute.person_id, "review_desk.challenge_answered", now)


def _owed_no_more(db: Db, step_id: int, council_id: int, now: datetime) -> None:
    db.execute(
        update(Owed)
        .where(
            Owed.council_id == council_id, Owed.source_kind == entries.KIND,
            Owed.source_id == step_id, Owed.done_at.is_(None),
        )
        .values(done_at=now, next_at=None)
    )  # fmt: skip


def end(
    db: Db, viewer: Viewer, ref: str, outcome: Outcome, words: str, now: datetime
) -> None:  # fmt: skip
    """How it ended, told to the young person. Raises NoResultFound, ChangedMeanwhile."""
    dispute, newest = _open(db, viewer, ref, now)
    dispute.outcome, dispute.ended_words, dispute.ended_at = outcome.value, words, now
    db.flush()
    _owed_no_more(db, newest.id, viewer.council_id, now)
    tell(db, viewer.council_id, dispute.person_id, CHALLENGE, CHALLENGE, ref, now)
    audit.changed(db, viewer, dispute.person_id, "review_desk.challenge_ended", now)


def challenged_seen(db: Db, viewer: Viewer, now: datetime) -> None:
    """The young person has read what is challenged."""
    seen(db, viewer.council_id, viewer.person_id, CHALLENGE, None, now)
