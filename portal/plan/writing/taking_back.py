"""Taking a version back, who saw it, and the steps after it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, select, update

from portal.core import audit, receipts
from portal.core.access import Viewer
from portal.core.db import Db, add_rows, insert_or
from portal.core.ids import new_id, new_ref
from portal.notifications import actions as notifications
from portal.notifications.tables import Notice, Outbox
from portal.owed.tables import Owed
from portal.people.oversight import overseers
from portal.people.pages import Subject
from portal.people.tables import Account, Membership, SignInSession
from portal.plan.tables import Plan, PlanPart, PlanVersion
from portal.plan.writing import promised, rules
from portal.plan.writing.entries import KIND, SOURCE, owed_row
from portal.plan.writing.looks import looks
from portal.plan.writing.publishing import THING, TOLD
from portal.plan.writing.rules import Step, Why
from portal.plan.writing.tables import BreachStep, SawIt, TakenBack
from portal.seen.tables import Seen

TAKEN_BACK, STEP_DONE = "writing.taken_back", "writing.step_done"
TOLD_YOUNG, TOLD_MANAGER = "plan_taken_back", "plan_breach"


MOST_LINES = 500


class NotThere(Exception):
    """Another version stands by now, or it was taken back a moment ago."""


def take_back(
    db: Db, viewer: Viewer, subject: Subject, kind: str, number: int, why: Why, reason: str,
    key: str, now: datetime,
) -> str:  # fmt: skip
    """The version that is published now is shown to nobody any more, and the one before stands, or
    none; the ref of the record, the same when it is sent twice.

    In the same commit: notices of it are withdrawn, who saw it is written down, the manager owes
    what follows, and the young person is told. Raises NotThere, receipts.KeyReused.
    """
    ref = new_ref()
    content = receipts.fingerprint("taken back", subject.ref, kind, str(number), why, reason)
    earlier = receipts.first_time(db, viewer.account_id, key, content, ref, now)
    if earlier is not None:
        return earlier
    plan = db.execute(
        select(Plan.id, Plan.current_id)
        .where(Plan.council_id == viewer.council_id, Plan.person_id == subject.id,
               Plan.kind == kind)
        .with_for_update()
    ).first()  # fmt: skip
    version = None
    if plan is not None and plan.current_id is not None:
        version = db.execute(
            select(PlanVersion.id, PlanVersion.published_at).where(
                PlanVersion.id == plan.current_id, PlanVersion.number == number,
                PlanVersion.recalled_at.is_(None),
            )
        ).first()  # fmt: skip
    if plan is None or version is None:
        raise NotThere
    _unpublish(db, viewer, plan.id, version.id, number, reason, now)
    taken_id = new_id()
    saw = _who_saw(db, viewer, subject, kind, version.id, version.published_at, now)
    _withdraw(db, viewer, subject, kind, version.published_at, now)
    promised.take_back(db, viewer, subject, kind, version.published_at, now)
    managers = overseers(db, viewer.council_id, subject.id, now, without=(viewer.person_id,))
    owed_by = managers[0] if managers else viewer.person_id
    db.add(
        TakenBack(
            id=taken_id, council_id=viewer.council_id, ref=ref, person_id=subject.id,
            version_id=version.id, kind=kind, why=why.value, by_id=viewer.person_id,
            by=viewer.known_as, at=now, published_at=version.published_at, owed_by_id=owed_by,
        )
    )  # fmt: skip
    db.flush()
    add_rows(db, SawIt, [
        {"id": new_id(), "council_id": viewer.council_id, "taken_back_id": taken_id, **row}
        for row in saw
    ])  # fmt: skip
    owed = owed_row(viewer.council_id, taken_id, ref, subject.id, owed_by, now)
    db.execute(insert_or(db, Owed).values(id=new_id(), **owed).on_conflict_do_nothing())
    for person_id in managers:
        notifications.tell(
            db, viewer.council_id, person_id, TOLD_MANAGER, SOURCE, ref, now
        )  # fmt: skip
    notifications.tell(db, viewer.council_id, subject.id, TOLD_YOUNG, SOURCE, ref, now)
    audit.changed(db, viewer, subject.id, TAKEN_BACK, now)
    return ref


def _unpublish(
    db: Db, viewer: Viewer, plan_id: int, version_id: int, number: int, reason: str,
    now: datetime,
) -> None:  # fmt: skip
    before = (
        select(PlanVersion.id)
        .where(PlanVersion.plan_id == plan_id, PlanVersion.number < number,
               PlanVersion.recalled_at.is_(None))
        .order_by(PlanVersion.number.desc())
        .limit(1)
        .scalar_subquery()
    )  # fmt: skip
    db.execute(
        update(PlanVersion)
        .where(PlanVersion.id == version_id)
        .values(recalled_at=now, recalled_by_id=viewer.person_id, recalled_why=reason)
        .execution_options(synchronize_session=False)
    )
    db.execute(
        update(Plan)
        .where(Plan.id == plan_id)
        .values(current_id=before)
        .execution_options(synchronize_session=False)
    )


# --- who saw it -----------------------------------------------------------------------------------


def _who_saw(
    db: Db, viewer: Viewer, subject: Subject, kind: str, version_id: int, since: datetime,
    now: datetime,
) -> list[dict[str, Any]]:  # fmt: skip
    young = {"who_id": subject.id, "role": "young"}
    parts = select(PlanPart.id).where(PlanPart.version_id == version_id)
    read = db.execute(
        select(Seen.thing_key, Seen.at).where(
            Seen.council_id == viewer.council_id, Seen.person_id == subject.id,
            Seen.thing == THING, Seen.thing_key.startswith(f"{kind}:"), Seen.mark.in_(parts),
        )
    )  # fmt: skip
    found = [{**young, "how": "read", "what": row.thing_key, "at": row.at} for row in read]
    sessions = db.execute(
        select(SignInSession.seen_at, SignInSession.place)
        .join(Account, Account.id == SignInSession.account_id)
        .join(Membership, Membership.account_id == Account.id)
        .where(
            Membership.council_id == viewer.council_id, Membership.person_id == subject.id,
            SignInSession.council_id == viewer.council_id, SignInSession.seen_at >= since,
        )
        .limit(MOST_LINES)
    )  # fmt: skip
    found += [
        {**young, "how": "session", "what": row.place[:64], "at": row.seen_at} for row in sessions
    ]
    found += [
        *looks(db, viewer.council_id, subject.id, since),
        *_told(db, viewer, subject, kind, since),
    ]
    return found


def _notices(viewer: Viewer, subject: Subject, kind: str, since: datetime) -> tuple[Any, ...]:
    return (
        Notice.council_id == viewer.council_id, Notice.person_id == subject.id,
        Notice.kind == TOLD, Notice.source_kind == THING,
        Notice.source_ref.startswith(f"{kind}:"), Notice.made_at >= since,
    )  # fmt: skip


def _told(
    db: Db, viewer: Viewer, subject: Subject, kind: str, since: datetime
) -> Iterable[dict[str, Any]]:
    """Whether their phone was told that something is new, and when; what it said was never more."""
    rows = db.execute(
        select(Notice.id, Notice.source_ref, Notice.seen_at, Outbox.done_at)
        .outerjoin(
            Outbox,
            (Outbox.person_id == subject.id) & (Outbox.kind == TOLD) & _of_notice(),
        )
        .where(*_notices(viewer, subject, kind, since))
    )
    for row in rows:
        sent = row.done_at or row.seen_at
        yield {"who_id": subject.id, "role": "young", "how": "told" if sent else "untold",
               "what": row.source_ref, "at": sent or since}  # fmt: skip


def _of_notice() -> Any:
    return Outbox.source_ref == cast(Notice.id, String)


def _withdraw(
    db: Db, viewer: Viewer, subject: Subject, kind: str, since: datetime, now: datetime
) -> None:
    which = select(Notice.id).where(*_notices(viewer, subject, kind, since))
    notifications.withdraw(db, viewer.council_id, which, now)


# --- the steps after it ---------------------------------------------------------------------------


def step(
    db: Db, viewer: Viewer, taken: TakenBack, step: Step, done: bool, note: str, now: datetime
) -> None:
    """A step is done, or was decided not to be needed. A second time changes nothing. With the last
    of them nobody owes anything any more."""
    put = insert_or(db, BreachStep).values(
        id=new_id(), council_id=viewer.council_id, taken_back_id=taken.id, step=step.value,
        done=done, note=note, by_id=viewer.person_id, by=viewer.known_as, at=now,
    )  # fmt: skip
    if db.execute(put.on_conflict_do_nothing().returning(BreachStep.id)).first() is None:
        return
    there = db.scalars(select(BreachStep.step).where(BreachStep.taken_back_id == taken.id)).all()
    if not rules.left(there):
        taken.over_at = now
        db.flush()
        db.execute(
            update(Owed)
            .where(
                Owed.council_id == viewer.council_id, Owed.source_kind == SOURCE,
                Owed.source_id == taken.id, Owed.kind == KIND, Owed.done_at.is_(None),
            )
            .values(done_at=now)
            .execution_options(synchronize_session=False)
        )  # fmt: skip
    audit.changed(db, viewer, taken.person_id, STEP_DONE, now)
