"""Raise a worry, take it, say what was done."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import cache

from sqlalchemy import Executable, select, update
from sqlalchemy.exc import NoResultFound

from portal.core import audit, clock
from portal.core.access import Viewer
from portal.core.db import Db, dialect, insert_or
from portal.core.ids import new_id, new_ref
from portal.hours.pages import calendar_for
from portal.notifications.actions import tell
from portal.notifications.tables import Notice
from portal.opened.policy import quiet_until
from portal.opened.rules import passed_by
from portal.owed.kept import keep_from
from portal.owed.steps import first_urgent
from portal.owed.tables import Owed
from portal.people.answers import can_open
from portal.worries import policy, rules
from portal.worries.entries import owed_row
from portal.worries.rules import Why
from portal.worries.tables import Worry

SOURCE = policy.SOURCE
PASSED_ON_AS = "owed"  # where a notice that something was passed on says it comes from


class OnlyReads(Exception):
    """Whoever is here in an emergency that the young person is not told of yet does nothing that
    they would see."""


class TakenAlready(Exception):
    """Somebody else has it, since a moment ago."""


class NotTaken(Exception):
    """Nobody has said yet that they have it: that comes before what was done."""


def look_at(
    db: Db,
    council_id: int,
    person_id: int,
    from_id: int,
    kind: str,
    text: str,
    source: tuple[str, int, str],
    now: datetime,
    kept: Collection[int] = (),
) -> str | None:
    """Whether this must not wait: "help" or "words", else None. One that must not is raised in the
    same commit: somebody is told now, and another after them until somebody takes it.

    person_id: the young person whom the conversation is about. from_id: who wrote: they, or a
    carer. kind: of the message; "help" is always raised. source: (kind, key, ref) of what was
    written, say ("message", 1, "…"); looked at again, say after it was mended, it is raised once
    as long as nobody closed it.
    kept: who must never learn of it, as it may be about them. Asks the database nothing when
    nothing worries. Never called for what is written to an advocate.
    """
    found = rules.found_in(text)
    if kind != Why.HELP and found is None:
        return None
    why = Why.HELP if kind == Why.HELP else Why.WORDS
    source_kind, source_id, source_ref = source
    id, ref = new_id(), new_ref()
    worry = {
        "id": id, "council_id": council_id, "ref": ref, "person_id": person_id,
        "from_id": from_id, "why": why.value, "found": found.value if found else "",
        "source_kind": source_kind, "source_id": source_id, "source_ref": source_ref,
        "raised_at": now, "done": "",
    }  # fmt: skip
    raised = db.execute(_raise(dialect(db)), worry).scalar()
    if raised is None:
        if not _said_again(db, source_kind, source_id, now):
            return why.value
        db.execute(_raise(dialect(db)), worry)
    keep_from(db, council_id, SOURCE, id, kept, now)
    debtor_id = policy.whose(
        db, council_id, person_id, from_id, (source_kind, source_id), now, kept
    )
    if debtor_id is not None:
        row = owed_row(council_id, id, ref, person_id, debtor_id, now)
        db.execute(
            _owe(dialect(db)),
            {"id": new_id(), **row, "next_at": first_urgent(calendar_for(db, council_id), now)},
        )
        tell(db, council_id, debtor_id, SOURCE, SOURCE, ref, now)
    return why.value


def _said_again(db: Db, source_kind: str, source_id: int, now: datetime) -> bool:
    """Other words stand now where some worried us before: whether nobody has these yet. What was
    closed keeps what was done and lets go of the words, so that a new one is raised; whoever has
    it, and has not closed it, is told."""
    before = db.execute(
        select(Worry.id, Worry.council_id, Worry.ref, Worry.taken_by_id, Worry.done_at).where(
            Worry.source_kind == source_kind, Worry.source_id == source_id
        )
    ).one()
    if before.done_at is None:
        if before.taken_by_id is not None:
            tell(db, before.council_id, before.taken_by_id, SOURCE, SOURCE, before.ref, now)
        return False
    db.execute(
        update(Worry)
        .where(Worry.id == before.id)
        .values(source_id=Worry.id)
        .execution_options(synchronize_session=False)
    )
    return True


@cache
def _raise(dialect: str) -> Executable:
    put = insert_or(dialect, Worry).on_conflict_do_nothing(
        index_elements=[Worry.source_kind, Worry.source_id]
    )
    return put.returning(put.table.c.id)


@cache
def _owe(dialect: str) -> Executable:
    return insert_or(dialect, Owed).on_conflict_do_nothing()


def take(db: Db, viewer: Viewer, ref: str, now: datetime) -> None:
    """The viewer has it: it is passed on to nobody any more, and whoever was told of it need not
    look. Again changes nothing. Raises NoResultFound, TakenAlready, OnlyReads."""
    worry = _held(db, viewer, ref, now)
    if worry.taken_by_id == viewer.person_id:
        return
    if worry.taken_at is not None:
        raise TakenAlready
    _writes(db, viewer, worry, now)
    worry.taken_by_id, worry.taken_at = viewer.person_id, now
    db.flush()
    db.execute(
        update(Owed)
        .where(
            Owed.council_id == viewer.council_id,
            Owed.source_kind == SOURCE,
            Owed.source_id == worry.id,
            Owed.kind == SOURCE,
            Owed.done_at.is_(None),
        )
        .values(done_at=now, next_at=None)
    )
    told = db.scalars(
        select(Notice.id).where(
            Notice.council_id == viewer.council_id,
            Notice.source_kind.in_((SOURCE, PASSED_ON_AS)),
            Notice.source_ref == worry.ref,
            Notice.seen_at.is_(None),
        )
    ).all()
    if told:
        db.execute(update(Notice).where(Notice.id.in_(told)).values(seen_at=now))
    audit.changed(db, viewer, worry.person_id, "worries.taken", now)


def close(db: Db, viewer: Viewer, ref: str, done: str, now: datetime) -> None:
    """What was done, in words: that closes it. Whoever sees it may say so, not only who took it.
    Again changes nothing. Raises NoResultFound, NotTaken, OnlyReads."""
    worry = _held(db, viewer, ref, now)
    if worry.taken_at is None:
        raise NotTaken
    if worry.done_at is not None:
        return
    _writes(db, viewer, worry, now)
    worry.done, worry.done_at, worry.done_by_id = done, now, viewer.person_id
    db.flush()
    audit.changed(db, viewer, worry.person_id, "worries.done", now)


def _held(db: Db, viewer: Viewer, ref: str, now: datetime) -> Worry:
    """The worry, held until the commit, so that of two who take it at once one has it."""
    query = select(Worry).where(policy.visible(viewer, now), Worry.ref == ref)
    found = db.scalars(query.with_for_update(of=Worry)).one_or_none()
    if found is None:
        raise NoResultFound
    return found


def _writes(db: Db, viewer: Viewer, worry: Worry, now: datetime) -> None:
    """Raises OnlyReads: their name on it would tell the young person of an emergency that they are
    not told of yet. Whoever can open the conversation anyhow is no such news."""
    quiet = quiet_until(viewer.council_id, viewer.person_id, Worry.person_id, now, passed_by(now))  # type: ignore[arg-type]
    stays = can_open(viewer.council_id, viewer.person_id, Worry.person_id, clock.today(now))  # type: ignore[arg-type]
    row = db.execute(
        select(quiet.label("quiet"), stays.label("stays")).where(Worry.id == worry.id)
    ).one()
    if row.quiet is not None and not row.stays:
        raise OnlyReads
