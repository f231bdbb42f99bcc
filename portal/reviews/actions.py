"""What a young person does about their review: points, who comes, the talk alone; what they write
to whoever runs it, and that they do not agree. Each is one commit, and happens once."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from portal.core import clock, receipts
from portal.core.access import Viewer
from portal.core.db import Db, insert_or
from portal.core.ids import new_id
from portal.core.words import _
from portal.notifications.actions import tell
from portal.people.answers import can_open
from portal.people.rules import Kind
from portal.people.stops import stopped
from portal.people.tables import Connection, Person
from portal.reviews import policy, rules
from portal.reviews.pages import IRO, RECORD
from portal.reviews.rules import Comes, Wanted, Wish
from portal.reviews.tables import AgendaPoint, Review, ReviewComer, ReviewTalk
from portal.say import actions as say
from portal.say.rules import Owner, Readers
from portal.say.who import is_officer
from portal.worries import actions as worries
from portal.worries.rules import found_in

# To whoever runs the review: the young person added or wished something.
WISHED = "review_wish"
SOURCE = "review"
ALONE = "alone"  # the topic of a wish to talk alone
_runs = aliased(Connection, name="who_runs_it")


class Over(Exception):
    """The review is over, or does not take place."""


class TooMany(Exception):
    """There are as many as anybody can talk about."""


def _who_is_told(day: date) -> ColumnElement[Any]:
    """Who runs the review, if they can still read about it; else the reviewing officer of today."""
    theirs = (
        select(_runs.with_id)
        .where(_runs.of_id == Review.person_id, *is_officer(day, _runs))
        .order_by(_runs.starts.desc(), _runs.id.desc())
        .limit(1)
        .correlate(Review)
        .scalar_subquery()
    )
    runs = can_open(Review.council_id, Review.run_by_id, Review.person_id, day, policy.NEEDED)
    return case((runs, Review.run_by_id), else_=theirs)


def _held(
    db: Db, viewer: Viewer, ref: str, now: datetime, *more: ColumnElement[Any]
) -> tuple[Review, int | None, Any]:
    """A review of the viewer's own that is still to come, and who is told. One statement. Raises
    NoResultFound, Over."""
    day = clock.today(now)
    row = db.execute(
        select(Review, _who_is_told(day).label("told_id"), *more).where(
            *policy.mine(viewer), Review.ref == ref, ~stopped(Review.person_id)
        )
    ).first()
    if row is None:
        raise NoResultFound
    review: Review = row.Review
    if review.state != "coming" or rules.is_over(review.state, review.wall.date(), day):
        raise Over
    return review, row.told_id, row


def _tell(db: Db, viewer: Viewer, told_id: int | None, review: Review, now: datetime) -> None:
    if told_id is not None:
        tell(db, viewer.council_id, told_id, WISHED, SOURCE, review.ref, now)


def _look_at(
    db: Db, viewer: Viewer, kind: str, id: int, ref: str, text: str, now: datetime,
    about: ReviewComer | None = None,
) -> str | None:  # fmt: skip
    """about: of whom they wrote; if that is, or may be, somebody who works with them, it is kept
    from them."""
    kept = _who_it_may_be(db, viewer, about) if about is not None and found_in(text) else ()
    return worries.look_at(
        db, viewer.council_id, viewer.person_id, viewer.person_id, "text", text, (kind, id, ref),
        now, kept,
    )  # fmt: skip


def _who_it_may_be(db: Db, viewer: Viewer, comer: ReviewComer) -> frozenset[int]:
    """Keys of those connected with the young person who are meant by a name; also of those who only
    may be, where they are not over the workers: somebody has to see to it. One statement."""
    rows = db.execute(
        select(Person.id, Person.first_name, Person.last_name, Person.known_as, _runs.label,
               _runs.kind)
        .join(_runs, _runs.with_id == Person.id)
        .where(_runs.council_id == viewer.council_id, _runs.of_id == viewer.person_id)
    ).all()  # fmt: skip
    found = set()
    for row in rows:
        one = rules.Kept(row.first_name, row.last_name, row.known_as, (row.label,))
        meant = rules.alike(comer.name, comer.does, [one])
        over = row.kind in (Kind.IRO, Kind.MANAGER)
        if meant is rules.Alike.SAME or (meant is rules.Alike.PERHAPS and not over):
            found.add(row.id)
    return frozenset(found)


def still_open(db: Db, viewer: Viewer, ref: str, now: datetime) -> None:
    """That it is theirs, and still to come. One statement. Raises NoResultFound."""
    day = datetime.combine(clock.today(now), time())
    which = select(Review.id).where(
        *policy.mine(viewer), Review.ref == ref, Review.state == "coming", Review.wall >= day
    )
    db.execute(which).one()


# --- points -------------------------------------------------------------------------------------


def _own_points() -> ColumnElement[int]:
    return (
        select(func.count(AgendaPoint.id))
        .where(AgendaPoint.review_id == Review.id, AgendaPoint.by_young,
               AgendaPoint.gone_at.is_(None))
        .correlate(Review)
        .scalar_subquery()
        .label("own_points")
    )  # fmt: skip


def add_point(db: Db, viewer: Viewer, ref: str, text: str, key: str, now: datetime) -> str | None:
    """They want to talk about this. Returns why somebody looks at it soon, if they do. Raises
    NoResultFound, Over, TooMany, receipts.KeyReused."""
    review, told_id, row = _held(db, viewer, ref, now, _own_points())
    content = receipts.fingerprint("review point", ref, text)
    if receipts.first_time(db, viewer.account_id, key, content, ref, now) is not None:
        return None
    if row.own_points >= rules.MOST_POINTS:
        raise TooMany
    point = AgendaPoint(
        id=new_id(), council_id=viewer.council_id, review_id=review.id,
        person_id=viewer.person_id, text=text, by_young=True, by_id=viewer.person_id, made_at=now,
    )  # fmt: skip
    db.add(point)
    db.flush()
    _tell(db, viewer, told_id, review, now)
    return _look_at(db, viewer, "agenda_point", point.id, point.ref, text, now)


def take_away(db: Db, viewer: Viewer, ref: str, now: datetime) -> str:
    """They do not want to talk about it after all; returns the review's ref. Again changes nothing.
    Raises NoResultFound."""
    row = db.execute(
        select(AgendaPoint, Review.ref)
        .join(Review, Review.id == AgendaPoint.review_id)
        .where(*policy.mine(viewer), AgendaPoint.ref == ref, AgendaPoint.by_young)
    ).first()
    if row is None:
        raise NoResultFound
    if row.AgendaPoint.gone_at is None and not row.AgendaPoint.heard:
        row.AgendaPoint.gone_at = now
    return str(row.ref)


# --- who comes ----------------------------------------------------------------------------------


def ask_for(
    db: Db, viewer: Viewer, ref: str, name: str, why: str, key: str, now: datetime
) -> str | None:
    """They want somebody there. Returns why somebody looks at it soon, if they do. Raises
    NoResultFound, Over, TooMany, receipts.KeyReused."""
    there = (
        select(func.count(ReviewComer.id)).where(ReviewComer.review_id == Review.id)
        .correlate(Review).scalar_subquery().label("there")
    )  # fmt: skip
    review, told_id, row = _held(db, viewer, ref, now, there)
    content = receipts.fingerprint("review comer", ref, name, why)
    if receipts.first_time(db, viewer.account_id, key, content, ref, now) is not None:
        return None
    if row.there >= rules.MOST_COMERS:
        raise TooMany
    comer = ReviewComer(
        id=new_id(), council_id=viewer.council_id, review_id=review.id,
        person_id=viewer.person_id, name=name, by_young=True, by_id=viewer.person_id, made_at=now,
        comes=Comes.ASKED.value, wish=Wish.YES.value, wish_why=why, wish_at=now,
    )  # fmt: skip
    db.add(comer)
    db.flush()
    _tell(db, viewer, told_id, review, now)
    words = "\n".join(filter(None, (name, why)))
    return _look_at(db, viewer, "review_comer", comer.id, comer.ref, words, now, comer)


def wish(
    db: Db, viewer: Viewer, ref: str, what: Wish, why: str, now: datetime
) -> tuple[str, str | None]:
    """What they say of somebody who is to come; what they said last counts. Returns the review's
    ref, and why somebody looks at it soon. Raises NoResultFound, Over."""
    day = clock.today(now)
    row = db.execute(
        select(Review, ReviewComer, _who_is_told(day).label("told_id"))
        .join(ReviewComer, ReviewComer.review_id == Review.id)
        .where(*policy.mine(viewer), ReviewComer.ref == ref, ~stopped(Review.person_id))
    ).first()
    if row is None:
        raise NoResultFound
    review, comer = row.Review, row.ReviewComer
    if review.state != "coming" or rules.is_over(review.state, review.wall.date(), day):
        raise Over
    if (comer.wish, comer.wish_why) == (what.value, why):
        return review.ref, None
    comer.wish, comer.wish_why, comer.wish_at = what.value, why, now
    db.flush()
    _tell(db, viewer, row.told_id, review, now)
    source = ("review_comer", comer.id, comer.ref)
    return review.ref, _look_at(db, viewer, *source, why, now, comer)


# --- the talk alone -----------------------------------------------------------------------------


def want_to_talk(
    db: Db, viewer: Viewer, ref: str, wanted: Wanted, text: str, key: str, now: datetime
) -> say.Sent | None:
    """Whether they want to talk alone before. With a yes it is said to their reviewing officer, who
    owes an answer, and what was sent is returned. Raises NoResultFound, Over, say.NobodyAnswers,
    receipts.KeyReused."""
    there = (
        select(ReviewTalk.said_ref).where(ReviewTalk.review_id == Review.id)
        .correlate(Review).scalar_subquery().label("said_ref")
    )  # fmt: skip
    review, _told_id, row = _held(db, viewer, ref, now, there)
    sent = None
    said_ref = row.said_ref or ""
    if wanted is Wanted.YES and (not said_ref or text):
        asks = _("I would like to talk with you alone before my review.")
        sent = to_officer(
            db, viewer, "\n".join(filter(None, (asks, text))), key, now, topic=ALONE, review=review
        )
        said_ref = sent.refs[0]
    put = insert_or(db, ReviewTalk).values(
        id=new_id(), council_id=viewer.council_id, review_id=review.id,
        person_id=viewer.person_id, wanted=wanted.value, wanted_at=now, said_ref=said_ref, how="",
    )  # fmt: skip
    db.execute(
        put.on_conflict_do_update(
            index_elements=[ReviewTalk.review_id],
            set_={name: put.excluded[name] for name in ("wanted", "wanted_at", "said_ref")},
        )
    )
    return sent


def to_officer(
    db: Db, viewer: Viewer, text: str, key: str, now: datetime, *, topic: str = "",
    review: Review | None = None,
) -> say.Sent:  # fmt: skip
    """To their reviewing officer alone: nobody else reads it. Raises say.NobodyAnswers,
    receipts.KeyReused."""
    words = say.Words(
        kind=IRO, readers=Readers.IRO, owner=Owner.IRO, text=text, topic=topic,
        about_id=review.id if review is not None else None,
        about_ref=review.ref if review is not None else "",
    )  # fmt: skip
    return say.say(db, viewer, [words], key, now)


# --- I do not agree -----------------------------------------------------------------------------


def not_agreed(
    db: Db, viewer: Viewer, page_id: int, ref: str, text: str, readers: Readers, key: str,
    now: datetime,
) -> say.Sent:  # fmt: skip
    """They do not agree with the letter, or with what was decided: owed an answer by their
    reviewing officer; where there is none, or they chose so, by their worker. Raises
    say.NobodyAnswers, receipts.KeyReused."""
    owner = Owner.IRO if Readers.IRO in readers else Owner.WORKER
    words = say.Words(
        kind=RECORD, readers=readers, owner=owner, text=text, about_id=page_id, about_ref=ref
    )
    return say.say(db, viewer, [words], key, now)
