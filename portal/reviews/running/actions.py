"""What adults do about a review before it: agenda, who comes, the talk alone. Each is one commit,
noted on the young person's chain, and told to them where it is news."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from portal.core import audit, receipts
from portal.core.access import Viewer
from portal.core.db import Db, insert_or
from portal.core.ids import new_id, new_ref
from portal.core.words import day_words, time_words
from portal.notifications.actions import tell
from portal.promises import actions as promises
from portal.promises.rules import COMING
from portal.promises.tables import Promise
from portal.reviews.actions import SOURCE
from portal.reviews.routes import CHANGED
from portal.reviews.rules import Comes
from portal.reviews.running.pages import Held, may_come
from portal.reviews.tables import AgendaPoint, ReviewComer, ReviewTalk
from portal.say import actions as say
from portal.say.rules import WAITING, Answer
from portal.say.tables import Said, SaidAnswer


class MustNotCome(Exception):
    """It is the name of somebody who must not know of the young person."""


def _tell(db: Db, viewer: Viewer, found: Held, now: datetime) -> None:
    tell(db, viewer.council_id, found.subject.id, CHANGED, SOURCE, found.review.ref, now)


# --- agenda -------------------------------------------------------------------------------------


def add_point(db: Db, viewer: Viewer, found: Held, text: str, key: str, now: datetime) -> None:
    """Raises receipts.KeyReused."""
    content = receipts.fingerprint("review point", found.review.ref, text)
    ref = new_ref()
    if receipts.first_time(db, viewer.account_id, key, content, ref, now) is not None:
        return
    db.add(
        AgendaPoint(
            ref=ref, council_id=viewer.council_id, review_id=found.review.id,
            person_id=found.subject.id, text=text, by_young=False, by_id=viewer.person_id,
            made_at=now,
        )
    )  # fmt: skip
    audit.changed(db, viewer, found.subject.id, "reviews.arranged", now)


def take_away(db: Db, viewer: Viewer, found: Held, point: AgendaPoint, now: datetime) -> None:
    """A point that staff put there; never one of the young person's."""
    if point.by_young or point.gone_at is not None:
        return
    point.gone_at = now
    audit.changed(db, viewer, found.subject.id, "reviews.arranged", now)


def heard(
    db: Db, viewer: Viewer, found: Held, point: AgendaPoint, text: str, now: datetime
) -> None:
    """What was said about one of their points. Read with the letter, and on the page of the
    review."""
    if point.heard == text:
        return
    point.heard, point.heard_at = text, now
    audit.changed(db, viewer, found.subject.id, "reviews.letter", now)


# --- who comes ----------------------------------------------------------------------------------


def add_comer(
    db: Db, viewer: Viewer, found: Held, name: str, does: str, comes: Comes, key: str,
    now: datetime,
) -> None:  # fmt: skip
    """Raises receipts.KeyReused, MustNotCome."""
    if not may_come(db, viewer, found, name, does):
        raise MustNotCome
    content = receipts.fingerprint("review comer", found.review.ref, name, does, comes)
    ref = new_ref()
    if receipts.first_time(db, viewer.account_id, key, content, ref, now) is not None:
        return
    db.add(
        ReviewComer(
            ref=ref, council_id=viewer.council_id, review_id=found.review.id,
            person_id=found.subject.id, name=name, does=does, by_id=viewer.person_id, made_at=now,
            comes=comes.value,
        )
    )  # fmt: skip
    audit.changed(db, viewer, found.subject.id, "reviews.arranged", now)


def settle(
    db: Db, viewer: Viewer, found: Held, comer: ReviewComer, comes: Comes, why: str, now: datetime
) -> None:
    """Whether somebody comes, and why not; the young person is told, and their wish stays. Raises
    MustNotCome."""
    if (comer.comes, comer.why) == (comes.value, why):
        return
    if comes is not Comes.NOT and not may_come(db, viewer, found, comer.name, comer.does):
        raise MustNotCome
    comer.comes, comer.why = comes.value, why
    comer.settled_by_id, comer.settled_at = viewer.person_id, now
    db.flush()
    _tell(db, viewer, found, now)
    audit.changed(db, viewer, found.subject.id, "reviews.arranged", now)


# --- the talk alone -----------------------------------------------------------------------------


def _talk(db: Db, viewer: Viewer, found: Held) -> ReviewTalk:
    put = insert_or(db, ReviewTalk).values(
        id=new_id(), council_id=viewer.council_id, review_id=found.review.id,
        person_id=found.subject.id, wanted="", said_ref="", how="",
    )  # fmt: skip
    db.execute(put.on_conflict_do_nothing(index_elements=[ReviewTalk.review_id]))
    return db.scalars(
        select(ReviewTalk).where(ReviewTalk.review_id == found.review.id).with_for_update()
    ).one()


def offered(db: Db, viewer: Viewer, found: Held, now: datetime) -> None:
    """It was offered to them, in person or by phone. Again changes nothing."""
    talk = _talk(db, viewer, found)
    if talk.offered_at is None:
        talk.offered_at, talk.offered_by_id = now, viewer.person_id
        audit.changed(db, viewer, found.subject.id, "reviews.talk", now)


def say_day(
    db: Db, viewer: Viewer, found: Held, wall: datetime, how: str, key: str, now: datetime
) -> None:
    """When they talk alone. Where the young person asked for it, this is the answer, and a promise
    with that day. Raises receipts.KeyReused."""
    talk = _talk(db, viewer, found)
    if (talk.wall, talk.how) == (wall, how):
        return
    talk.wall, talk.how, talk.with_id = wall, how, viewer.person_id
    db.flush()
    said = _asked(db, viewer, talk.said_ref)
    if said is not None and said.state in WAITING:
        text = f"{day_words(wall.date())}, {time_words(wall)}. {how}"
        promised = say.Promised(viewer.person_id, wall.date())
        say.answer(db, viewer, said.ref, Answer.WILL, text, promised, key, now)
    else:
        _tell(db, viewer, found, now)
    audit.changed(db, viewer, found.subject.id, "reviews.talk", now)


def _asked(db: Db, viewer: Viewer, said_ref: str) -> Said | None:
    if not said_ref:
        return None
    which = select(Said).where(Said.council_id == viewer.council_id, Said.ref == said_ref)
    return db.scalars(which).first()


def talked(db: Db, viewer: Viewer, found: Held, on: date, now: datetime) -> None:
    """They talked alone. What was promised of it is kept."""
    talk = _talk(db, viewer, found)
    if talk.done_on == on:
        return
    talk.done_on, talk.done_by_id = on, viewer.person_id
    talk.with_id = talk.with_id or viewer.person_id
    db.flush()
    ref = db.scalars(
        select(Promise.ref)
        .join(SaidAnswer, SaidAnswer.promise_ref == Promise.ref)
        .join(Said, Said.id == SaidAnswer.said_id)
        .where(
            Promise.council_id == viewer.council_id, Said.ref == talk.said_ref,
            Promise.owner_id == viewer.person_id, Promise.state == COMING,
        )
    ).first()  # fmt: skip
    if ref is not None and talk.said_ref:
        promises.keep(db, viewer, ref, "", now)
    audit.changed(db, viewer, found.subject.id, "reviews.talk", now)
