"""The database: two doors to it, one handle a request, one commit after a POST that succeeded.

Reading and writing have separate doors, and the reading one is closed by the database itself
(`query_only` on SQLite, a read-only transaction on PostgreSQL): a GET that writes fails there,
whatever the code above believed.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import wraps
from inspect import Parameter, signature
from typing import Any, ParamSpec, TypeVar, cast

from flask import Flask, Response, current_app, g, has_app_context, request
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Engine,
    Executable,
    MetaData,
    Select,
    Table,
    Text,
    bindparam,
    create_engine,
    event,
    insert,
    inspect,
    literal_column,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, configure_mappers, mapped_column
from sqlalchemy.orm.util import AliasedClass
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql.functions import FunctionElement

from portal.core.ids import new_id

Db = Session

SQLITE_WAIT_SECONDS = 10
COLLATION = "und-x-icu"  # on PostgreSQL: what is a capital, in every script
LEDGER_WAIT_SECONDS = 3  # a page would rather say "wait a moment" than hang
READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Keyed:
    """Every table's key: made here, in time order, never shown."""

    # On SQLite "INTEGER PRIMARY KEY" is the row's own number: one tree less to write.
    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(sqlite.INTEGER(), "sqlite"), primary_key=True, default=new_id
    )


class WroteOnRead(RuntimeError):
    """A request that may only read tried to write. A mistake in our code, never the person's."""


class Database:
    """The doors to one database: `reading`, `writing`, and `ledger` on its own connections.

    On PostgreSQL requests and the ledger come as the role of `url`, which row-level security
    keeps within one council at a time (`core.walls`); commands come as the tables' owner, by
    `owner_url`. `asking` and `sending` are the requests' own reading and writing doors; without
    a second role, and on SQLite, they are the same as the owner's.
    """

    def __init__(self, url: str, owner_url: str = "") -> None:
        self.url = make_url(url)
        self.owner_url = make_url(owner_url or url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self.writing = self.sending = _sqlite(url, begin="BEGIN IMMEDIATE")
            self.reading = self.asking = _sqlite(url, begin="BEGIN", query_only=True)
            self.ledger = _sqlite(url, begin="BEGIN IMMEDIATE", wait=LEDGER_WAIT_SECONDS)
        else:
            self.sending = _postgresql(self.url)
            self.asking = self.sending.execution_options(postgresql_readonly=True)
            self.ledger = create_engine(self.url, pool_size=4, max_overflow=4)
            self.writing = _postgresql(self.owner_url) if self.has_wall else self.sending
            self.reading = self.writing.execution_options(postgresql_readonly=True)

    @property
    def has_wall(self) -> bool:
        """Whether requests come as another role than the tables' owner."""
        return not self.is_sqlite and self.owner_url.username != self.url.username

    def reader(self) -> Db:
        """A handle for commands, which can only read."""
        return _reading(self.reading)

    def writer(self) -> Db:
        """A handle for commands, which may write; on SQLite it holds the one write lock until it
        is closed."""
        return Session(self.writing, autoflush=False, expire_on_commit=False)

    def asker(self) -> Db:
        """A request's handle on GET: it can only read, and only within a council (`enter`)."""
        return _reading(self.asking, Guest)

    def sender(self) -> Db:
        """A request's handle on POST, within a council."""
        return Guest(self.sending, autoflush=False, expire_on_commit=False)

    @contextmanager
    def committing(self) -> Iterator[Db]:
        """A writing handle for commands and tests: commits at the end, undoes on an error."""
        with self.writer() as handle:
            yield handle
            handle.commit()

    def dispose(self) -> None:
        for engine in (self.writing, self.reading, self.sending, self.asking, self.ledger):
            engine.dispose()


def _postgresql(url: URL) -> Engine:
    return create_engine(url, pool_size=8, max_overflow=8, pool_pre_ping=False)


class Guest(Session):
    """A request's handle. On PostgreSQL each of its transactions begins within the request's
    council, as far as that is known by then (`enter`)."""


@event.listens_for(Guest, "after_begin")
def _behind_the_wall(_handle: Session, _transaction: object, connection: Connection) -> None:
    if connection.dialect.name == "postgresql" and has_app_context():
        council_id: int | None = g.get("council_id")
        if council_id is not None:
            within(connection, council_id)


def _reading(engine: Engine, kind: type[Session] = Session) -> Db:
    handle = kind(engine, autoflush=False, expire_on_commit=False)
    event.listen(handle, "before_flush", _refuse_flush)
    return handle


def _refuse_flush(handle: Session, *_: object) -> None:
    raise WroteOnRead("this request may only read")


def _sqlite(
    url: str, begin: str, query_only: bool = False, wait: int = SQLITE_WAIT_SECONDS
) -> Engine:
    engine = create_engine(url, pool_size=8, max_overflow=24)

    @event.listens_for(engine, "connect")
    def prepare(raw: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        raw.isolation_level = None  # we say BEGIN ourselves, below
        cursor = raw.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {wait * 1000}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA cache_size = -16000")
        if query_only:
            cursor.execute("PRAGMA query_only = ON")
        cursor.close()
        raw.create_function("casefold", 1, _casefold, deterministic=True)

    @event.listens_for(engine, "begin")
    def start(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _casefold(text: str | None) -> str | None:
    return None if text is None else text.casefold()


class Folded(FunctionElement[str]):
    """A text without capitals, in every script: to be compared with what `str.casefold` made of
    another. SQLite knows only A to Z, and PostgreSQL only what its locale knows."""

    inherit_cache = True
    type = Text()


@compiles(Folded, "sqlite")
def _folded_on_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    return f"casefold({compiler.process(element.clauses, **kw)})"


@compiles(Folded, "postgresql")
def _folded_on_postgresql(element: Any, compiler: Any, **kw: Any) -> str:
    # Up and down again as Unicode has it, whatever the database's own locale: one capital may be
    # two small letters. Down alone would write a sigma in two ways.
    text = compiler.process(element.clauses, **kw)
    return f"""replace(lower(upper(({text}) COLLATE "{COLLATION}")), 'ς', 'σ')"""


def lacking(engine: Engine) -> list[str]:
    """What this database does not have and a search needs; empty where nothing is missing."""
    if engine.dialect.name != "postgresql":
        return []
    there = text("SELECT count(*) FROM pg_collation WHERE collname = :name")
    try:
        with engine.connect() as connection:
            if connection.execute(there, {"name": COLLATION}).scalar_one():
                return []
    except OperationalError:  # whoever asks about its walls has said so
        return []
    return [
        f'PostgreSQL has no collation "{COLLATION}", without which nobody can search their '
        "messages: use a PostgreSQL that was built with ICU, as Debian's is."
    ]


def like(text: str) -> str:
    """For `LIKE … ESCAPE '/'`: these words anywhere, each sign meaning only itself."""
    escaped = text.casefold().replace("/", "//").replace("%", "/%").replace("_", "/_")
    return f"%{escaped}%"


# --- the request's handle ------------------------------------------------------------------


def database() -> Database:
    """The database of the running application."""
    found: Database = current_app.extensions["database"]
    return found


def opened() -> Db:
    """The one handle of this request: reading on GET, writing on POST."""
    handle: Db | None = g.get("db")
    if handle is None:
        reads = request.method in READING_METHODS
        handle = g.db = database().asker() if reads else database().sender()
    return handle


@contextmanager
def glance() -> Iterator[Db]:
    """A short look before a POST begins to write, so that the write lock is held for as little
    as possible (nobody else can write on SQLite while a passphrase is being checked). On GET it
    is the request's own handle."""
    if request.method in READING_METHODS:
        yield opened()
        return
    with database().asker() as handle:
        yield handle


def settle(keep: bool) -> None:
    """Close the request's handle: commit if `keep`, else undo. Safe to call twice."""
    handle: Db | None = g.pop("db", None)
    if handle is None:
        return
    try:
        if keep:
            handle.commit()
    finally:
        handle.close()


def attach(app: Flask, db: Database) -> None:
    app.extensions["database"] = db

    @app.teardown_request
    def never_left_open(_: BaseException | None) -> None:
        settle(keep=False)


# Somebody else holds what we wait for: SQLite's one write lock, or on PostgreSQL a row, a dead
# lock, a place among its connections. In a moment it is free.
_SQLITE_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_POSTGRESQL_BUSY = frozenset({"55P03", "40001", "40P01", "53300"})


def is_busy(error: BaseException) -> bool:
    """Whether the database only asks to come back later: nothing is broken, nothing written."""
    if isinstance(error, PoolTimeout):
        return True
    if not isinstance(error, DBAPIError):
        return False
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in _SQLITE_BUSY  # the rest says which kind of busy
    return getattr(error.orig, "sqlstate", "") in _POSTGRESQL_BUSY


def succeeded(response: Response) -> bool:
    """Whether the effects of this request are kept: a POST that ended in a page or a redirect
    to one, not in an error or a form shown again."""
    return request.method not in READING_METHODS and response.status_code < 400


# --- one council at a time -----------------------------------------------------------------

# What row-level security compares each row's council_id with (`core.walls`). The third argument
# ends it with the transaction, so that nothing is left on a connection that goes back to the pool.
_ENTER = "SELECT set_config('alongside.council', %s, true)"
_ENTER_BY_SESSION = (
    "SELECT set_config('alongside.council', coalesce("
    "(SELECT council_id::text FROM session WHERE token_hash = %s), ''), true)"
)


def enter(council_id: int) -> None:
    """From here on this request stands within this council. Raises nothing: outside of it every
    council's rows are simply not there. The caller has found the council by a secret (a session,
    an invitation, a provider of ours), never by what an address says."""
    g.council_id = council_id
    handle: Db | None = g.get("db")
    if handle is not None and handle.in_transaction():
        within(handle.connection(), council_id)


def enter_by_session(handle: Db, token_hash: str) -> None:
    """The same by the session's own council, before the viewer is loaded."""
    if dialect(handle) == "postgresql":
        asked = handle.connection().exec_driver_sql(_ENTER_BY_SESSION, (token_hash,))
        found = asked.scalar()
        if has_app_context() and found:
            g.council_id = int(found)


def within(connection: Connection, council_id: int) -> None:
    """Let this transaction see one council's rows."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_ENTER, (str(council_id),))


@contextmanager
def among(handle: Db, council_id: int) -> Iterator[None]:
    """For a few statements within another council than this request's, known by a row that a
    secret has found (a session that ends); then back."""
    connection = handle.connection()
    within(connection, council_id)
    try:
        yield
    finally:
        here: int | None = g.get("council_id") if has_app_context() else None
        within(connection, here or 0)  # no council has this number


# --- before there are threads --------------------------------------------------------------------


def ready_for_threads() -> None:
    """Have SQLAlchemy work out, now and in this one thread, what it works out when first asked.

    The name of a column in an alias (`worker = aliased(Person)`, then `worker.id`) is worked out at
    its first use and kept. Two threads that use one alias for the first time at once can get, and
    keep, the column of the table itself: "FROM person AS worker, person WHERE person.id = …",
    which pairs everybody with everybody, until the process ends. The first requests after each
    start are such threads. So every alias that stands in a module of ours is asked for each of its
    columns here, before any server begins; what is made within a function belongs to one thread.
    """
    configure_mappers()
    for table in Base.metadata.tables.values():
        table.c.corresponding_column(_NO_COLUMN)
    for name, module in list(sys.modules.items()):
        if name.startswith("portal."):
            for one in vars(module).values():
                if isinstance(one, AliasedClass):
                    _work_out(one)


_NO_COLUMN: ColumnElement[Any] = literal_column("nothing")


def _work_out(alias: AliasedClass[Any]) -> None:
    found = inspect(alias)
    found.selectable.exported_columns.corresponding_column(_NO_COLUMN)
    for attribute in found.mapper.column_attrs:
        assert getattr(alias, attribute.key).expression.table is found.selectable


# --- statements built once ---------------------------------------------------------------------

Given = ParamSpec("Given")
Query = Select[*tuple[Any, ...]]
Built = TypeVar("Built", bound=Executable)
_built: list[dict[Any, Any]] = []


def forget_built() -> None:
    """Put every statement together afresh when it is next asked: for tests that break a rule."""
    for kept in _built:
        kept.clear()


def built_once(build: Callable[Given, Built]) -> Callable[Given, tuple[Built, dict[str, Any]]]:
    """For a query that is asked all day: put together once, then only filled in.

        @built_once
        def _visits(person_id: int, day: date, *, arranged: bool) -> Query:
            query = select(Visit.ref).where(Visit.person_id == person_id, Visit.day >= day)
            return query.where(Visit.state == "arranged") if arranged else query

        db.execute(*_visits(viewer.person_id, today, arranged=True))

    Why: to put a query together costs more than to run it; it was half of a page's time.
    How: what stands before the `*` are gaps (`bindparam`), filled at each call, in order. What
    stands after it shapes the statement, one for each shape: a role, yes or no, never an id.
    Pitfall: the function runs only once for each shape, and a gap has no value then. Sums, `if`
    and None belong before the call: `day + timedelta(7)` in here would be added up by the database.
    """
    wanted = signature(build).parameters.values()
    gaps = [one.name for one in wanted if one.kind is not Parameter.KEYWORD_ONLY]
    kept: dict[tuple[tuple[str, Any], ...], Built] = {}
    _built.append(kept)

    @wraps(build)
    def filled(*given: Given.args, **shape: Given.kwargs) -> tuple[Built, dict[str, Any]]:
        statement = kept.get(tuple(shape.items()))
        if statement is None:
            statement = build(*map(bindparam, gaps), **shape)  # type: ignore[arg-type]
            kept[tuple(shape.items())] = statement
        return statement, dict(zip(gaps, given, strict=True))

    return filled


# --- writing what may be there already -------------------------------------------------------


def dialect(db: Db | Connection) -> str:
    """sqlite or postgresql"""
    return (db.get_bind() if isinstance(db, Session) else db).dialect.name


def insert_or(db: Db | Connection | str, table: type[Base] | Table) -> postgresql.Insert:
    """An INSERT that knows ON CONFLICT, in the dialect of this database, or the one named.

    Both dialects offer the same calls, so the type names one of them. Into the plain table: a
    row needs nothing of the mapped class, which takes longer.
    """
    plain = table if isinstance(table, Table) else cast(Table, table.__table__)
    if (db if isinstance(db, str) else dialect(db)) == "sqlite":
        return sqlite.insert(plain)  # type: ignore[return-value]
    return postgresql.insert(plain)


def add_rows(db: Db, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert many plain rows at once, without objects. Nothing to do when there are none."""
    if rows:
        # Into the plain table: the mapped class would begin a new statement at each change of
        # which columns are empty.
        db.execute(insert(cast(Table, table.__table__)), list(rows))
