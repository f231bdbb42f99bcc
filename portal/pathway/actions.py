"""Writes: own words, skills, an early review and its answer. Each is one commit, safe to repeat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.exc import NoResultFound

from portal.agenda.tables import AgendaItem
from portal.core import audit, clock, receipts
from portal.core.access import Viewer
from portal.core.db import Db, add_rows, insert_or
from portal.core.ids import new_id, new_ref
from portal.goals import actions as goals
from portal.goals import policy as goals_policy
from portal.goals.policy import Around
from portal.goals.rules import PlanKind
from portal.hours.pages import calendar_for
from portal.hours.rules import NO_DAY
from portal.notifications.actions import seen, tell
from portal.owed.tables import Owed
from portal.pathway import entries, policy, rules
from portal.pathway.rules import Level, Says
from portal.pathway.tables import EarlyReview, OwnWords, SkillMark
from portal.people.allocated import allocated
from portal.people.pages import Subject, own
from portal.worries import actions as worries

ASKED, ANSWERED = "early_review", "early_review_answered"


class AskedAlready(Exception):
    """One is waiting for its answer."""


class AnsweredMeanwhile(Exception):
    """Somebody else answered first."""


def own_words(db: Db, viewer: Viewer, area: str, text: str, key: str, now: datetime) -> str | None:
    """What they say about an area, beside what they said before. Whether it worried us."""
    ref, id = new_ref(), new_id()
    mark = receipts.fingerprint("own-words", area, text)
    if receipts.first_time(db, viewer.account_id, key, mark, ref, now) is not None:
        return None
    around = _circle(db, viewer, now)
    db.add(
        OwnWords(
            id=id, ref=ref, council_id=viewer.council_id, person_id=viewer.person_id, area=area,
            text=text, made_at=now,
        )
    )  # fmt: skip
    db.flush()
    goals.tell_of_plan(db, viewer, around, PlanKind.PATHWAY, now)
    return _look(db, viewer, text, "own_words", id, ref, now)


def _circle(db: Db, viewer: Viewer, now: datetime) -> Around:
    return goals_policy.circle(db, viewer, own(viewer), now, writes=True)


def _look(
    db: Db, viewer: Viewer, text: str, kind: str, id: int, ref: str, now: datetime
) -> str | None:
    if not text:
        return None
    return worries.look_at(
        db, viewer.council_id, viewer.person_id, viewer.person_id, "text", text, (kind, id, ref),
        now,
    )  # fmt: skip


def mark_skills(
    db: Db, viewer: Viewer, marks: Mapping[str, Level], key: str, now: datetime
) -> None:
    """What they say of these skills; what they said before stays beside it."""
    content = receipts.fingerprint("skills", *(f"{k}={v}" for k, v in sorted(marks.items())))
    if receipts.first_time(db, viewer.account_id, key, content, "", now) is not None:
        return
    there = {
        row.skill: row
        for row in db.execute(
            select(SkillMark.skill, SkillMark.level, SkillMark.marked_at).where(
                SkillMark.council_id == viewer.council_id,
                SkillMark.person_id == viewer.person_id,
                SkillMark.skill.in_(list(marks)),
            )
        )
    }
    rows = []
    for skill, level in marks.items():
        old = there.get(skill)
        if old is not None and old.level == level.value:
            continue
        rows.append(
            {
                "id": new_id(), "council_id": viewer.council_id, "person_id": viewer.person_id,
                "skill": skill, "level": level.value, "marked_at": now,
                "before": old.level if old else "", "before_at": old.marked_at if old else None,
            }
        )  # fmt: skip
    if not rows:
        return
    put = insert_or(db, SkillMark)
    fresh = ("level", "marked_at", "before", "before_at")
    db.execute(
        put.on_conflict_do_update(
            index_elements=[SkillMark.person_id, SkillMark.skill],
            set_={name: getattr(put.excluded, name) for name in fresh},
        ),
        rows,
    )
    goals.tell_of_plan(db, viewer, _circle(db, viewer, now), PlanKind.PATHWAY, now)


# --- an early review ----------------------------------------------------------------------------


def ask(db: Db, viewer: Viewer, why: str, key: str, now: datetime) -> str | None:
    """They ask that the plan is looked at sooner: owed an answer by a day. Whether their words
    worried us. Raises AskedAlready, KeyReused.

    One waits at a time, also of two that come at once: besides the form's own key each has one that
    says after which earlier one it was asked, which can be there only once.
    """
    ref, id = new_ref(), new_id()
    mark = receipts.fingerprint("early-review", why)
    if receipts.first_time(db, viewer.account_id, key, mark, ref, now) is not None:
        return None
    earlier = db.execute(
        select(EarlyReview.id, EarlyReview.answered_at)
        .where(
            EarlyReview.council_id == viewer.council_id,
            EarlyReview.person_id == viewer.person_id,
        )
        .order_by(EarlyReview.answered_at.is_(None).desc(), EarlyReview.id.desc())
        .limit(1)
    ).first()
    if earlier is not None and earlier.answered_at is None:
        raise AskedAlready
    # No form's key holds a colon.
    turn = f"early-review:{earlier.id if earlier is not None else 0}"
    if receipts.first_time(db, viewer.account_id, turn, "", ref, now) is not None:
        raise AskedAlready
    due_at = answer_by(db, viewer.council_id, now)
    db.add(
        EarlyReview(
            id=id, ref=ref, council_id=viewer.council_id, person_id=viewer.person_id, why=why,
            asked_at=now, due_at=due_at,
        )
    )  # fmt: skip
    db.flush()
    workers, _iros = allocated(db, viewer.council_id, clock.today(now), viewer.person_id)
    worker = workers.get(viewer.person_id)
    if worker is not None:
        row = entries.owed_row(
            viewer.council_id, id, ref, viewer.person_id, worker, now, due_at
        )  # fmt: skip
        add_rows(db, Owed, [{"id": new_id(), "next_at": due_at, **row}])
        tell(db, viewer.council_id, worker, ASKED, entries.KIND, str(id), now)
    return _look(db, viewer, why, entries.KIND, id, ref, now)


def answer_by(db: Db, council_id: int, now: datetime) -> datetime:
    """By when somebody has answered."""
    calendar = calendar_for(db, council_id)
    try:
        return calendar.reply_by(now, rules.ANSWER_DAYS)
    except NO_DAY:
        return calendar.at_the_latest(now, rules.ANSWER_DAYS)


@dataclass(frozen=True)
class Answer:
    says: Says
    on: date | None
    words: str

    def mark(self) -> tuple[str, ...]:
        return self.says, self.on.isoformat() if self.on else "", self.words


def answer(
    db: Db, viewer: Viewer, subject: Subject, ref: str, what: Answer, key: str, now: datetime
) -> None:
    """A day, or why not now: the young person is told, and it is owed no more. Raises
    NoResultFound, AnsweredMeanwhile, KeyReused."""
    mark = receipts.fingerprint("early-answer", ref, *what.mark())
    if receipts.first_time(db, viewer.account_id, key, mark, ref, now) is not None:
        return
    review = db.scalars(
        select(EarlyReview).where(policy.answers(viewer, now), EarlyReview.ref == ref)
        .with_for_update()
    ).one_or_none()  # fmt: skip
    if review is None:
        raise NoResultFound
    if review.answered_at is not None:
        raise AnsweredMeanwhile
    review.says, review.on, review.words = what.says.value, what.on, what.words
    review.by_id, review.answered_at = viewer.person_id, now
    db.flush()
    db.execute(
        update(Owed)
        .where(
            Owed.council_id == viewer.council_id, Owed.source_kind == entries.KIND,
            Owed.source_id == review.id, Owed.done_at.is_(None),
        )
        .values(done_at=now, next_at=None)
    )  # fmt: skip
    if what.on is not None:
        row = entries.coming(viewer.council_id, review.id, ref, review.person_id, what.on)
        add_rows(db, AgendaItem, [{"id": new_id(), **row}])
    tell(db, viewer.council_id, review.person_id, ANSWERED, entries.KIND, str(review.id), now)
    seen(db, viewer.council_id, viewer.person_id, entries.KIND, str(review.id), now)
    audit.changed(db, viewer, subject.id, "pathway.answered", now)
