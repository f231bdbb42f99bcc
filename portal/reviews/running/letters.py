"""Writing the letter, what was decided, and publishing both in one commit."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import delete, or_, select, update

from portal.core import audit, receipts
from portal.core.access import Viewer
from portal.core.db import Db, insert_or
from portal.core.ids import new_id, new_ref
from portal.notifications.actions import tell
from portal.promises import actions as promises
from portal.reviews.routes import LETTER
from portal.reviews.rules import Letter
from portal.reviews.running.pages import Held, preview
from portal.reviews.tables import ReviewDecision, ReviewRecord

DECISION = "review_decision"  # where its promise says that it comes from


class ChangedMeanwhile(Exception):
    """Somebody saved or published since this was looked at."""


class NotReady(Exception):
    """Something is in the way of publishing; `pages.Preview.missing` says what."""


def save(
    db: Db, viewer: Viewer, found: Held, language: str, letter: Letter, turn: int, now: datetime
) -> int | None:
    """Save the draft in this language; its turn from now on. None: somebody else saved since this
    turn, and nothing of theirs was written over."""
    row = {
        "council_id": viewer.council_id, "review_id": found.review.id,
        "person_id": found.subject.id, "number": 0, "language": language, **asdict(letter),
        "by_id": viewer.person_id, "by": viewer.known_as, "saved_at": now,
    }  # fmt: skip
    put = insert_or(db, ReviewRecord).values(id=new_id(), turn=1, **row)
    put = put.on_conflict_do_update(
        index_elements=[ReviewRecord.review_id, ReviewRecord.number, ReviewRecord.language],
        set_={
            **{name: put.excluded[name] for name in (*asdict(letter), "by_id", "by", "saved_at")},
            "turn": ReviewRecord.turn + 1,
        },
        # What they saved themselves meanwhile, say while they typed, is theirs to write over.
        where=or_(ReviewRecord.turn == turn, ReviewRecord.by_id == viewer.person_id),
    )
    saved = db.execute(put.returning(ReviewRecord.turn)).scalar()
    return int(saved) if saved is not None else None


def throw_away(db: Db, viewer: Viewer, found: Held, language: str) -> None:
    """The draft in this language goes; what was published stays."""
    db.execute(
        delete(ReviewRecord).where(
            ReviewRecord.council_id == viewer.council_id,
            ReviewRecord.review_id == found.review.id, ReviewRecord.number == 0,
            ReviewRecord.language == language,
        )
    )  # fmt: skip


# --- what was decided ---------------------------------------------------------------------------


def decide(
    db: Db, viewer: Viewer, found: Held, text: str, why: str, owner: int | str, due: date,
    area: str, key: str, now: datetime,
) -> None:  # fmt: skip
    """Write down what was decided: a draft, until the letter is published. Raises
    receipts.KeyReused."""
    ref = new_ref()
    content = receipts.fingerprint(DECISION, found.review.ref, text, why, str(owner), str(due))
    if receipts.first_time(db, viewer.account_id, key, content, ref, now) is not None:
        return
    db.add(
        ReviewDecision(
            ref=ref, council_id=viewer.council_id, review_id=found.review.id,
            person_id=found.subject.id, by_id=viewer.person_id, made_at=now, text=text, why=why,
            owner_id=None if isinstance(owner, str) else owner,
            owner_label=owner if isinstance(owner, str) else "", due=due, area=area,
        )
    )  # fmt: skip


def decide_again(
    decision: ReviewDecision, text: str, why: str, owner: int | str, due: date, area: str
) -> None:
    """Other words, while it is a draft. Raises ChangedMeanwhile."""
    if decision.published_at is not None:
        raise ChangedMeanwhile
    decision.text, decision.why, decision.due, decision.area = text, why, due, area
    decision.owner_id = None if isinstance(owner, str) else owner
    decision.owner_label = owner if isinstance(owner, str) else ""


def take_away(db: Db, decision: ReviewDecision) -> None:
    """A draft goes. Raises ChangedMeanwhile."""
    if decision.published_at is not None:
        raise ChangedMeanwhile
    db.delete(decision)


# --- publishing ---------------------------------------------------------------------------------


def publish(db: Db, viewer: Viewer, found: Held, drawn: str, key: str, now: datetime) -> int:
    """Publish every draft of the letter and of what was decided, as it was looked at (`drawn`); the
    number of the letter, the same when it is sent twice. Each decision becomes one promise. The
    caller holds the review's row (`pages.held(lock=True)`).

    Raises ChangedMeanwhile, NotReady, receipts.KeyReused.
    """
    looked = preview(db, viewer, found, now)
    content = receipts.fingerprint("letter published", found.review.ref, drawn)
    earlier = receipts.first_time(db, viewer.account_id, key, content, str(looked.becomes), now)
    if earlier is not None:
        return int(earlier)
    if looked.drawn != drawn:
        raise ChangedMeanwhile
    if not looked.ready:
        raise NotReady
    db.execute(
        update(ReviewRecord)
        .where(
            ReviewRecord.council_id == viewer.council_id,
            ReviewRecord.review_id == found.review.id, ReviewRecord.number == 0,
        )
        .values(number=looked.becomes, published_at=now)
    )  # fmt: skip
    _promise(db, viewer, found, now)
    tell(db, viewer.council_id, found.subject.id, LETTER, LETTER, found.review.ref, now)
    audit.changed(db, viewer, found.subject.id, "reviews.published", now)
    return looked.becomes


def _promise(db: Db, viewer: Viewer, found: Held, now: datetime) -> None:
    """What was decided is promised, each once. They are told of the letter, not of each."""
    new = db.scalars(
        select(ReviewDecision)
        .where(
            ReviewDecision.council_id == viewer.council_id,
            ReviewDecision.review_id == found.review.id, ReviewDecision.published_at.is_(None),
        )
        .order_by(ReviewDecision.id)
    ).all()  # fmt: skip
    for one in new:
        owner = one.owner_id if one.owner_id is not None else one.owner_label
        one.promise_ref = promises.make(
            db, viewer, found.subject, one.text, owner, one.due, one.area, DECISION, one.ref, now,
            quietly=True,
        )  # fmt: skip
        one.published_at = now
    db.flush()
