"""A promise that is made in a part of a plan."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.core import clock
from portal.core.access import Viewer
from portal.core.db import Db
from portal.core.ids import new_ref
from portal.hours.pages import calendar_for
from portal.people.pages import Subject
from portal.people.reach import granted, granting, lasting, not_of, shown_name
from portal.people.rules import NEEDED_TO_KNOW, Grant, Kind, PersonKind
from portal.people.tables import Connection, Person
from portal.plan.writing.rules import Words
from portal.promises import actions as promises
from portal.promises import entries
from portal.promises.areas import to_own
from portal.promises.rules import COMING
from portal.promises.tables import Promise, PromiseStep
from portal.promises.trail import noted, waits_anew

SOURCE = "plan_part"
MOST = 60


def source_key(part: tuple[str, str]) -> str:
    return f"{part[0]}:{part[1]}"


@dataclass(frozen=True)
class Adult:
    id: int
    ref: str
    name: str


def adults(
    db: Db, viewer: Viewer, subject: Subject, area: str | None, now: datetime
) -> tuple[Adult, ...]:
    """Who may promise something about this area (None: about any): adults in the young person's
    life today who may read it, of those of whom the viewer may know. By name."""
    needed = to_own(area) if area is not None else Grant.PLAN
    known = [kind for kind in Kind if subject.may(NEEDED_TO_KNOW.get(kind, Grant.NAME))]
    rows = db.execute(
        select(Person.id, Person.ref, Person.known_as, Person.code)
        .distinct()
        .join(Connection, Connection.with_id == Person.id)
        .where(
            Connection.council_id == viewer.council_id, Connection.of_id == subject.id,
            Person.kind.in_((PersonKind.STAFF, PersonKind.CARER)),
            *lasting(Connection, clock.today(now)),
            granting(Connection, needed, clock.today(now)),
            Connection.kind.in_(known), not_of(Person.id, viewer.person_id),
        )
        .order_by(Person.known_as, Person.id)
        .limit(MOST)
    )  # fmt: skip
    return tuple(Adult(row.id, row.ref, shown_name(row.known_as, row.code)) for row in rows)


def can_promise(
    db: Db, viewer: Viewer, subject: Subject, these: Collection[tuple[int, str]], now: datetime
) -> frozenset[tuple[int, str]]:
    """Which of these adults still may, each about this area: of a draft that was saved some time
    ago."""
    if not these:
        return frozenset()
    day = clock.today(now)
    rows = db.execute(
        select(Connection.with_id, granted(Connection, day).label("grants")).where(
            Connection.council_id == viewer.council_id, Connection.of_id == subject.id,
            Connection.with_id.in_(sorted({id for id, _area in these})),
            *lasting(Connection, day),
        )
    ).all()  # fmt: skip
    return frozenset(
        (id, area)
        for id, area in these
        if any(row.with_id == id and to_own(area) in Grant(row.grants) for row in rows)
    )


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
    noted(
        db, there, "changed", viewer.person_id, now, there.text, was_due=there.due,
        due=words.promise_due,
    )  # fmt: skip
    there.text, there.due = words.promise, words.promise_due
    waits_anew(there, now)
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
        waits_anew(promise, now)
        noted(db, promise, "changed", viewer.person_id, now, was_due=step.due, due=was)
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
    for one in rows:
        one.text, one.state, one.state_on = BY_MISTAKE, "dropped", clock.today(now)
        one.state_note = ""
        noted(db, one, "dropped", viewer.person_id, now)
        entries.done(db, one, now)
