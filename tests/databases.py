"""A fresh real database for each test, copied from one that the migrations made.

Each test process makes one template of each kind, by running every migration, and copies it. What
talks to it (the engines of a `Database`) is used again by the next test, on another copy: to
compile each of the house's statements anew for every test took a fifth of all the time.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from copy import copy as copied  # what is kept beside a Database goes with its test
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Engine, event

from portal.core import migrate, walls
from portal.core.db import Database
from tests import servers

SQLITE, POSTGRESQL = "sqlite", "postgresql"
_numbers = count(1)
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")


@contextmanager
def fresh(engine_name: str) -> Iterator[Database]:
    """A database at the newest migration, empty; gone afterwards."""
    with _fresh_sqlite() if engine_name == SQLITE else _fresh_postgresql() as database:
        yield database


@contextmanager
def blank(engine_name: str, folder: Path) -> Iterator[Database]:
    """A database with nothing in it at all, for tests of the migrations themselves."""
    if engine_name == SQLITE:
        database = Database(f"sqlite:///{folder / 'blank.sqlite'}")
        try:
            yield database
        finally:
            database.dispose()
        return
    with _postgresql_named(f"blank_{WORKER}_{next(_numbers)}", "template1") as database:
        yield database


_free_sqlite: list[Database] = []


@contextmanager
def _fresh_sqlite() -> Iterator[Database]:
    database = _free_sqlite.pop() if _free_sqlite else _new_sqlite()
    copy = Path(str(database.url.database))
    shutil.copyfile(_sqlite_template(), copy)
    try:
        yield copied(database)
    finally:
        database.dispose()
        for name in (copy, Path(f"{copy}-wal"), Path(f"{copy}-shm")):
            name.unlink(missing_ok=True)
        _free_sqlite.append(database)


def _new_sqlite() -> Database:
    copy = servers.run_folder() / f"test-{WORKER}-{next(_numbers)}.sqlite"
    database = Database(f"sqlite:///{copy}")
    for engine in (database.writing, database.reading, database.ledger):
        event.listen(engine, "connect", _as_a_test_needs_it)
    return database


def _as_a_test_needs_it(raw: Any, _record: object) -> None:
    raw.execute("PRAGMA synchronous = OFF")  # nothing of a test outlives it
    # Rows that nobody put in order come in one that nobody expects, as now and then on PostgreSQL.
    raw.execute("PRAGMA reverse_unordered_selects = ON")


@cache
def _sqlite_template() -> Path:
    template = servers.run_folder() / f"template-{WORKER}.sqlite"
    database = Database(f"sqlite:///{template}")
    migrate.upgrade(database.writing)
    database.dispose()  # the last connection folds the write-ahead log into the file
    return template


# To copy a PostgreSQL database takes a fifth of a second, to empty one a hundredth: so one is used
# again, as long as a test left behind nothing but rows, and not too many of them.
def let_go() -> None:
    """Close what this process kept for a next test."""
    while _free:
        used = _free.pop()
        used.database.dispose()
        used.own.close()


@dataclass(frozen=True)
class Used:
    """shape: what it was made as. own: the connection that empties it."""

    name: str
    database: Database
    own: psycopg.Connection[Any]
    shape: str


_free: list[Used] = []
MOST_ROWS = 2_000
MOST_CONNECTIONS = 12


@contextmanager
def _fresh_postgresql() -> Iterator[Database]:
    used = _free.pop() if _free else _new_postgresql()
    try:
        yield copied(used.database)
    finally:
        if _emptied(used):
            _free.append(used)
        else:
            used.database.dispose()
            used.own.close()
            servers.postgresql_do(f"DROP DATABASE {used.name} WITH (FORCE)")


def _new_postgresql() -> Used:
    name = f"test_{WORKER}_{next(_numbers)}"
    servers.postgresql_do(f"CREATE DATABASE {name} TEMPLATE {_postgresql_template()}")
    own = servers.postgresql_connection(name)
    shape = _shape_of(own)
    own.execute("SET session_replication_role = replica")
    return Used(name, _behind_the_wall(name), own, shape)


def _emptied(used: Used) -> bool:
    """Whether it is again as it was made: nobody is in the middle of something, or has gone out
    without closing; rows are gone past every trigger, and tables, rights, policies, triggers and
    functions are the same."""
    try:
        busy, connected = used.own.execute(_OTHERS).fetchone() or (0, 0)
        if busy or connected > MOST_CONNECTIONS:
            used.database.dispose()
            used.own.execute(_ALONE)
        if _shape_of(used.own) != used.shape:
            return False
        filled = used.own.execute(_filled(_postgresql_template())).fetchall()
        gone = sum(used.own.execute(f'DELETE FROM "{t}"').rowcount for (t,) in filled)
        return gone <= MOST_ROWS
    except psycopg.Error:
        return False


_OF_OTHERS = (
    "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND backend_type = 'client backend'"
)
_OTHERS = f"SELECT count(*) FILTER (WHERE state <> 'idle'), count(*) {_OF_OTHERS}"
_ALONE = f"SELECT pg_terminate_backend(pid) {_OF_OTHERS}"
_OURS = "'public'::regnamespace"
_OF_OURS = f"IN (SELECT oid FROM pg_class WHERE relnamespace = {_OURS})"
# Whatever changes one of these rows gives it a new number.
_SHAPE = " UNION ALL ".join(
    f"SELECT count(*), coalesce(sum(xmin::text::bigint), 0) FROM {table} WHERE {which}"
    for table, which in (
        ("pg_class", f"relnamespace = {_OURS}"),
        ("pg_attribute", f"attrelid {_OF_OURS}"),
        ("pg_trigger", f"tgrelid {_OF_OURS}"),
        ("pg_proc", f"pronamespace = {_OURS}"),
        ("pg_policy", f"polrelid {_OF_OURS}"),
        ("pg_constraint", f"connamespace = {_OURS}"),
        ("pg_namespace", "nspname NOT LIKE 'pg\\_%'"),
    )
)


def _shape_of(connection: psycopg.Connection[Any]) -> str:
    version = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    return f"{version} {connection.execute(_SHAPE).fetchall()}"


@cache
def _filled(name_of_template: str) -> str:
    """A question for the names of all tables with a row in them."""
    with closing(servers.postgresql_connection(name_of_template)) as connection:
        names = connection.execute(
            f"SELECT relname FROM pg_class WHERE relnamespace = {_OURS}"
            " AND relkind IN ('r', 'p') AND relname <> 'alembic_version'"
        ).fetchall()
    return " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for (name,) in names
    )


@contextmanager
def _postgresql_named(name: str, template: str) -> Iterator[Database]:
    servers.postgresql_do(f"CREATE DATABASE {name} TEMPLATE {template}")
    database = _behind_the_wall(name)
    try:
        yield database
    finally:
        database.dispose()
        servers.postgresql_do(f"DROP DATABASE {name} WITH (FORCE)")


def _behind_the_wall(name: str) -> Database:
    """Requests come as a role that owns nothing, as in a real council; the test as the owner."""
    return Database(servers.postgresql(servers.SERVING) + name, servers.postgresql() + name)


@cache
def _postgresql_template() -> str:
    name = f"template_{WORKER}"
    servers.postgresql_do(f"CREATE DATABASE {name}")
    database = _behind_the_wall(name)
    migrate.upgrade(database.writing)
    walls.raise_walls(database)
    database.dispose()
    return name


# --- counting --------------------------------------------------------------------------------

_FRAME_CALLS = ("SET_CONFIG(", "PG_ADVISORY_XACT_LOCK(")
_NOTE = ("INSERT INTO AUDIT_EVENT", "FROM AUDIT_HEAD")
_FRAME_WORDS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA", "SET ")


@dataclass
class Counted:
    """What was asked of the database, in order: by requests, and apart by the frame's ledger."""

    statements: list[str] = field(default_factory=list)
    ledger: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.statements)


@contextmanager
def counting(database: Database) -> Iterator[Counted]:
    """Note each statement of this block, without BEGIN, COMMIT, PRAGMA and set_config, and
    without the lock that BEGIN IMMEDIATE is on the other database. The two of a note of the audit
    count as the ledger's wherever it is made: those of a change share its commit."""
    counted = Counted()
    hooks = [(engine, _into(counted, counted.statements)) for engine in _request_engines(database)]
    hooks.append((database.ledger, _into(counted, counted.ledger)))
    for engine, hook in hooks:
        event.listen(engine, "before_cursor_execute", hook)
    try:
        yield counted
    finally:
        for engine, hook in hooks:
            event.remove(engine, "before_cursor_execute", hook)


def _request_engines(database: Database) -> list[Engine]:
    # On PostgreSQL the reading doors are the writing ones with an option, and report to them.
    sqlite = [database.reading, database.writing]
    return sqlite if database.is_sqlite else [database.sending, database.writing]


def _into(counted: Counted, found: list[str]) -> object:
    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        plain = statement.lstrip().upper()
        if not plain.startswith(_FRAME_WORDS) and not any(call in plain for call in _FRAME_CALLS):
            (counted.ledger if any(part in plain for part in _NOTE) else found).append(statement)

    return note
