"""A promise that is made in a part of a plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from portal.core import clock
from portal.core.access import Viewer
from portal.core.db import Db, insert_or
from portal.core.ids import new_id, new_ref
from portal.owed.tables import Owed
from portal.people.pages import Subject
from portal.people.reach import granting, lasting, shown_name
from portal.people.rules import Grant, PersonKind
from portal.people.tables import Connection, Person
from portal.plan.writing.rules import Words
from portal.promises.entries import owed_row
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
    """Who may promise: adults in the young person's life today who may read the plan. By name."""
    rows = db.execute(
        select(Person.id, Person.ref, Person.known_as, Person.code)
        .distinct()
        .join(Connection, Connection.with_id == Person.id)
        .where(
            Connection.council_id == viewer.council_id, Connection.of_id == subject.id,
            Person.kind.in_((PersonKind.STAFF, PersonKind.CARER)),
            *lasting(Connection, clock.today(now)), granting(Connection, Grant.PLAN),
        )
        .order_by(Person.known_as, Person.id)
        .limit(MOST)
    )  # fmt: skip
    return tuple(Adult(row.id, row.ref, shown_name(row.known_as, row.code)) for row in rows)


def promise(
    db: Db, viewer: Viewer, subject: Subject, part: tuple[str, str], words: Words, now: datetime
) -> None:
    """Keep what an adult does for this part as a promise of theirs. Where they have one from this
    part that is still coming, it is that one, with the new words and day."""
    assert words.promise_due is not None and words.promise_by_id is not None
    there = db.scalars(
        select(Promise).where(
            Promise.council_id == viewer.council_id, Promise.person_id == subject.id,
            Promise.source_kind == SOURCE, Promise.source_key == source_key(part),
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
    name = db.scalar(select(Person.known_as).where(Person.id == words.promise_by_id))
    made: dict[str, Any] = {
        "id": new_id(), "ref": new_ref(), "council_id": viewer.council_id,
        "person_id": subject.id, "owner_id": words.promise_by_id, "owner_label": name or "",
        "text": words.promise, "area": part[1], "source_kind": SOURCE,
        "source_key": source_key(part), "due": words.promise_due, "made_at": now,
        "state": "coming", "state_on": clock.today(now),
    }  # fmt: skip
    db.add(Promise(**made))
    db.flush()
    row = owed_row(
        viewer.council_id, made["id"], made["ref"], subject.id, words.promise_by_id,
        words.promise_due, now,
    )  # fmt: skip
    db.execute(insert_or(db, Owed).values(id=new_id(), **row).on_conflict_do_nothing())


def _change(db: Db, viewer: Viewer, there: Promise, words: Words, now: datetime) -> None:
    assert words.promise_due is not None and words.promise_by_id is not None
    db.add(
        PromiseStep(
            council_id=viewer.council_id, promise_id=there.id, state="coming",
            by_id=viewer.person_id, at=now, note=there.text,
        )
    )  # fmt: skip
    there.text, there.due = words.promise, words.promise_due
    db.flush()
    row = owed_row(
        viewer.council_id, there.id, there.ref, there.person_id, words.promise_by_id, there.due,
        there.made_at,
    )  # fmt: skip
    db.execute(
        update(Owed)
        .where(
            Owed.council_id == viewer.council_id, Owed.source_kind == "promise",
            Owed.source_id == there.id, Owed.done_at.is_(None),
        )
        .values(due_at=row["due_at"])
        .execution_options(synchronize_session=False)
    )  # fmt: skip


BY_MISTAKE = "This was put here by mistake."


def take_back(
    db: Db, viewer: Viewer, subject: Subject, kind: str, made_at: datetime, now: datetime
) -> None:
    """Promises that came with a version which is taken back: nobody owes them any more, and nobody
    reads their words. The words are among the saves of the draft."""
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
