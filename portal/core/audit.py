"""Who looked and who changed: append-only, one hash chain per young person.

Reads by anybody but the young person are noted during the request and written by the ledger,
on its own connection, before the answer leaves; if that fails the answer is 503. A change is
written in the commit of the change itself: neither can be there without the other.

A list ("your name was on a list") is one event in the council's own chain.
Retention: kept as long as the record it is about.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from flask import g, request
from sqlalchemy import (
    BigInteger,
    Index,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.access import Role, Viewer
from portal.core.db import Base, Db, Keyed, Query, built_once, dialect
from portal.core.ids import new_id
from portal.core.types import UtcDateTime

LOOKED = "looked"
CHANGED = "changed"
LISTED = "listed"
TRIES = 20


def _index(column: str, those: str) -> Index:
    name = f"ix_audit_event_{column}_at"
    return Index(name, column, "at", sqlite_where=text(those), postgresql_where=text(those))


class AuditEvent(Keyed, Base):
    """One look at, or change of, somebody's record by somebody else."""

    __tablename__ = "audit_event"
    __table_args__ = (
        UniqueConstraint("chain", "seq"),
        Index("ix_audit_event_council_id_at", "council_id", "at"),
        # Looks and changes by whom they are about; lists by who opened them.
        _index("about_id", "about_id IS NOT NULL"),
        _index("person_id", "about_id IS NULL"),
    )

    council_id: Mapped[int] = mapped_column(BigInteger)
    chain: Mapped[int] = mapped_column(BigInteger)  # the young person, or the council for a list
    seq: Mapped[int]
    about_id: Mapped[int | None] = mapped_column(BigInteger)
    account_id: Mapped[int] = mapped_column(BigInteger)
    person_id: Mapped[int] = mapped_column(BigInteger)
    role: Mapped[str] = mapped_column(String(16))
    act: Mapped[str] = mapped_column(String(16))
    what: Mapped[str] = mapped_column(String(64))  # the route's name, never its path
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    earlier: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditHead(Keyed, Base):
    """The newest event of each chain, kept by the database itself as events are added, so that an
    end cut off is found, too. Kept as the chain."""

    __tablename__ = "audit_head"

    council_id: Mapped[int] = mapped_column(BigInteger)
    chain: Mapped[int] = mapped_column(BigInteger, unique=True)
    seq: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True)
class Note:
    """An event that waits for the ledger. `about_id` is None for a list."""

    council_id: int
    about_id: int | None
    account_id: int
    person_id: int
    role: str
    act: str
    what: str
    at: datetime


def looked_at(viewer: Viewer, about_id: int, now: datetime) -> None:
    """This response shows the record of `about_id`. Nothing is noted for one's own."""
    if viewer.person_id == about_id:
        g.audit_own = True
        return
    _keep(_note(viewer, about_id, LOOKED, now))


def listed(viewer: Viewer, now: datetime) -> None:
    """This response shows a list with several people's names."""
    _keep(_note(viewer, None, LISTED, now))


def changed(db: Db, viewer: Viewer, about_id: int, what: str, now: datetime) -> None:
    """`viewer` changes something of `about_id`: written in the same commit."""
    if viewer.person_id == about_id:
        return
    note = _note(viewer, about_id, CHANGED, now, what)
    _append_beside_others(db, note)


def own(
    db: Db, council_id: int, person_id: int, account_id: int, role: Role, what: str, now: datetime
) -> None:
    """Somebody's own way in was used or changed: noted too, since it may not have been them.
    Nobody need be signed in yet. In the same commit."""
    note = Note(council_id, person_id, account_id, person_id, role.value, CHANGED, what, now)
    _append_beside_others(db, note)


def happened(
    db: Db, council_id: int, about_id: int, account_id: int, person_id: int, role: str, what: str,
    now: datetime,
) -> None:  # fmt: skip
    """Something of `about_id` changed for this person, and no request did it: a job, in the commit
    of the change itself."""
    note = Note(council_id, about_id, account_id, person_id, role, CHANGED, what, now)
    _append_beside_others(db, note)


def _append_beside_others(db: Db, note: Note) -> None:
    """If somebody looks at this moment and takes the next place in the chain, take the one after:
    what a person sends is not lost because another person reads."""
    connection = db.connection()
    for left in reversed(range(TRIES)):
        try:
            with connection.begin_nested():
                append(connection, note)
            return
        except IntegrityError:
            if not left:
                raise


def append(connection: Connection, *notes: Note) -> None:
    """Add `notes` to their chains: two statements, however many. A rival writer who got past the
    lock makes the second one fail on the unique (chain, seq); whoever called then tries again."""
    chains = {_chain(note) for note in notes}
    _hold(connection, chains)
    last = _ends_of(connection, chains)
    rows = []
    for note in notes:
        seq, earlier = last.get(_chain(note), (0, ""))
        row: dict[str, Any] = {
            "id": new_id(),
            "council_id": note.council_id,
            "chain": _chain(note),
            "seq": seq + 1,
            "about_id": note.about_id,
            "account_id": note.account_id,
            "person_id": note.person_id,
            "role": note.role,
            "act": note.act,
            "what": note.what,
            "at": note.at,
            "earlier": earlier,
        }
        hashed = hash_of(row)
        last[_chain(note)] = (seq + 1, hashed)
        rows.append({**row, "hash": hashed})
    connection.execute(_APPEND, rows)


def _chain(note: Note) -> int:
    return note.about_id or note.council_id


_APPEND = insert(cast(Table, AuditEvent.__table__))
_HOLD = select(
    func.pg_advisory_xact_lock(func.unnest(bindparam("chains", type_=ARRAY(BigInteger))))
)


def _hold(connection: Connection, chains: Collection[int]) -> None:
    """Others wait for these chains until the commit, and then find their true end; in order, so
    that no two wait for each other. On SQLite whoever writes holds everything already."""
    if connection.dialect.name == "postgresql":
        connection.execute(_HOLD, {"chains": sorted(chains)})


def _ends_of(connection: Connection, chains: Collection[int]) -> dict[int, tuple[int, str]]:
    """The number and hash of the last event of each chain that has any."""
    rows = connection.execute(*_ends(chains))
    return {row.chain: (row.seq, row.hash) for row in rows}


@built_once
def _ends(chains: Collection[int]) -> Query:
    return select(AuditHead.chain, AuditHead.seq, AuditHead.hash).where(AuditHead.chain.in_(chains))


@contextmanager
def unguarded(db: Db) -> Iterator[None]:
    """The database refuses to change or delete what was noted. Whoever owns its tables can take
    that guard away: to clear out people who were made up, and in tests, as an intruder would."""
    if dialect(db) == "postgresql":
        db.execute(text("ALTER TABLE audit_event DISABLE TRIGGER USER"))
        yield
        db.execute(text("ALTER TABLE audit_event ENABLE TRIGGER USER"))
        return
    found = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    guards = db.execute(found).all()
    for guard in guards:
        db.execute(text(f"DROP TRIGGER {guard.name}"))
    yield
    for guard in guards:
        db.execute(text(guard.sql))


def _note(
    viewer: Viewer, about_id: int | None, act: str, now: datetime, what: str | None = None
) -> Note:
    """`what` is the route's own name unless something better is known."""
    return Note(
        viewer.council_id,
        about_id,
        viewer.account_id,
        viewer.person_id,
        viewer.role.value,
        act,
        what if what is not None else request.endpoint or "",
        now,
    )


def _keep(note: Note) -> None:
    notes: list[Note] = g.setdefault("audit_notes", [])
    if note not in notes:
        notes.append(note)


def hash_of(row: Mapping[str, Any]) -> str:
    """What an event's hash must be: over all that it says, and the hash of the one before it."""
    at = row["at"]
    assert isinstance(at, datetime)
    parts = [
        str(row[name])
        for name in ("council_id", "chain", "seq", "about_id", "account_id", "person_id")
    ]
    parts += [str(row[name]) for name in ("role", "act", "what", "earlier")]
    parts.append(at.isoformat(timespec="microseconds"))
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
