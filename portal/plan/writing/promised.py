"""A promise that is made in a part of a plan."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from portal.core import clock
from portal.core.access import Viewer
from portal.core.db import Db
from portal.core.ids import new_id, new_ref
from portal.hours.pages import calendar_for
from portal.owed.tables import Owed
from portal.people.pages import Subject
from portal.people.reach import granting, lasting, not_of, shown_name
from portal.people.rules import NEEDED_TO_KNOW, Grant, Kind, PersonKind
from portal.people.tables import Connection, Person
from portal.plan.writing.rules import Words
from portal.promises import actions as promises
from portal.promises import entries
from portal.promises.rules import COMING
from portal.promises.tables import Promise, PromiseStep

SOURCE = "plan_part"
MOST = 60


def source_key(part: tuple[str, str]) -> str:
    return f"{part[0]}:{part[1]}"


@dataclass(frozen=True)
class Adult:
    id: int
    ref: str
    name: str


def adults(db: Db, viewer: Viewer, subject: Subject, now: datetime) -> tuple[Adult, ...]:
    """Who may promise: adults in the young person's life today who may read the plan, of those of
    whom the viewer may know. By name."""
    known = [kind for kind in Kind if subject.may(NEEDED_TO_KNOW.get(kind, Grant.NAME))]
    rows = db.execute(
        select(Person.id, Person.ref, Person.known_as, Person.code)
        .distinct()
        .join(Connection, Connection.with_id == Person.id)
        .where(
            Connection.council_id == viewer.council_id, Connection.of_id == subject.id,
            Person.kind.in_((PersonKind.STAFF, PersonKind.CARER)),
            *lasting(Connection, clock.today(now)), granting(Connection, Grant.PLAN),
            Connection.kind.in_(known), not_of(Person.id, viewer.person_id),
        )
        .order_by(Person.known_as, Person.id)
        .limit(MOST)
    )  # fmt: skip
    return tuple(Adult(row.id, row.ref, shown_name(row.known_as, row.code)) for row in rows)


def can_promise(
    db: Db, viewer: Viewer, subject: Subject, ids: Collection[int], now: datetime
) -> frozenset[int]:
    """Which of these adults still may: of a draft that was saved some time ago."""
    if not ids:
        return frozenset()
    return frozenset(
        db.scalars(
            select(Connection.with_id).where(
                Connection.council_id == viewer.council_id, Connection.of_id == subject.id,
                Connection.with_id.in_(sorted(ids)), *lasting(Connection, clock.today(now)),
                granting(Connection, Grant.PLAN),
            )
        )
    )  # fmt: skip


def promise(
    db: Db, viewer: Viewer, subject: Subject, part: tuple[str, str], words: Words, now: datetime
) -> None:
    """Keep what an adult does for this part as a promise of theirs. Where they have one from this
    part that is still coming, it is that one, with the new words and day."""
    assert words.promise_due is not None and words.promise_by_id is not None
    there = db.scalars(
        select(Promise).where(
            Promise.council_id == viewer.council_id, Promise.person_id == subject.id,
            Promise.source_kind == SOURCE,
            Promise.source_key.startswith(f"{source_key(part)}:"),
            Promise.owner_id == words.promise_by_id, Promise.state == "coming",
        )
        .order_by(Promise.id.desc())
        .limit(1)
    ).first()  # fmt: skip
    if there is None:
        _make(db, viewer, subject, part, words, now)
    elif (there.text, there.due) != (words.promise, words.promise_due):
        _change(db, viewer, there, words, now)


def _make(
    db: Db, viewer: Viewer, subject: Subject, part: tuple[str, str], words: Words, now: datetime
) -> None:
    assert words.promise_due is not None and words.promise_by_id is not None
    # A part may hold one after the other: each is another promise.
    key = f"{source_key(part)}:{new_ref()}"
    promises.make(
        db, viewer, subject, words.promise, words.promise_by_id, words.promise_due, part[1],
        SOURCE, key, now,
    )  # fmt: skip


def _change(db: Db, viewer: Viewer, there: Promise, words: Words, now: datetime) -> None:
    """New words and another day, as the new version says; the old ones stay in its trail."""
    assert words.promise_due is not None and words.promise_by_id is not None
    db.add(
        PromiseStep(
            id=new_id(), council_id=viewer.council_id, promise_id=there.id, state="changed",
            by_id=viewer.person_id, at=now, note=there.text, was_due=there.due,
            due=words.promise_due,
        )
    )  # fmt: skip
    there.text, there.due = words.promise, words.promise_due
    there.waits_since, there.chased_at, there.chased_id, there.asked_at = now, None, None, None
    db.flush()
    entries.owe(db, there, calendar_for(db, viewer.council_id))


def _say_again(
    db: Db, viewer: Viewer, subject: Subject, kind: str, changed_at: datetime, now: datetime
) -> None:
    """Earlier promises to which the version gave other words or another day (`_change`)."""
    rows = db.execute(
        select(Promise, PromiseStep)
        .join(PromiseStep, PromiseStep.promise_id == Promise.id)
        .where(
            Promise.council_id == viewer.council_id, Promise.person_id == subject.id,
            Promise.source_kind == SOURCE, Promise.source_key.startswith(f"{kind}:"),
            Promise.made_at != changed_at, PromiseStep.council_id == viewer.council_id,
            PromiseStep.state == "changed", PromiseStep.at == changed_at,
        )
        .order_by(PromiseStep.id)
    ).all()  # fmt: skip
    for promise, step in rows:
        promise.text = step.note
        was = step.was_due
        if was is None or promise.state != COMING or promise.due != step.due:
            continue  # over by now, or its adult has said another day since
        promise.due = was
        db.add(
            PromiseStep(
                id=new_id(), council_id=viewer.council_id, promise_id=promise.id, state="changed",
                by_id=viewer.person_id, at=now, note="", was_due=step.due, due=was,
            )
        )  # fmt: skip
        promise.waits_since = now
        promise.chased_at, promise.chased_id, promise.asked_at = None, None, None
        db.flush()
        entries.owe(db, promise, calendar_for(db, viewer.council_id))


BY_MISTAKE = "This was put here by mistake."


def take_back(
    db: Db, viewer: Viewer, subject: Subject, kind: str, made_at: datetime, now: datetime
) -> None:
    """Promises that came with a version which is taken back: nobody owes them any more, and nobody
    reads their words. The words are among the saves of the draft. One that was there before says
    again what it said."""
    _say_again(db, viewer, subject, kind, made_at, now)
    rows = db.scalars(
        select(Promise).where(
            Promise.council_id == viewer.council_id, Promise.person_id == subject.id,
            Promise.source_kind == SOURCE, Promise.source_key.startswith(f"{kind}:"),
            Promise.made_at == made_at,
        )
    ).all()  # fmt: skip
    if not rows:
        return
    for one in rows:
        one.text, one.state, one.state_on = BY_MISTAKE, "dropped", clock.today(now)
        one.state_note = ""
        db.add(
            PromiseStep(
                council_id=viewer.council_id, promise_id=one.id, state="dropped",
                by_id=viewer.person_id, at=now, note="",
            )
        )  # fmt: skip
    db.flush()
    db.execute(
        update(Owed)
        .where(
            Owed.council_id == viewer.council_id, Owed.source_kind == "promise",
            Owed.source_id.in_([one.id for one in rows]), Owed.done_at.is_(None),
        )
        .values(done_at=now)
        .execution_options(synchronize_session=False)
    )  # fmt: skip
