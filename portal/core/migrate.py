"""Bring a database to the newest shape, with Alembic."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

FOLDER = Path(__file__).resolve().parents[2] / "migrations"


def config() -> Config:
    found = Config()
    found.set_main_option("script_location", str(FOLDER))
    return found


def upgrade(engine: Engine, to: str = "head") -> None:
    """Run every migration not yet run, each in a transaction of its own."""
    with _connected(engine) as found:
        command.upgrade(found, to)


def downgrade(engine: Engine, to: str) -> None:
    with _connected(engine) as found:
        command.downgrade(found, to)


class BrokenReferences(RuntimeError):
    """After a migration rows point at what is not there. A mistake in the migration."""


@contextmanager
def _connected(engine: Engine) -> Iterator[Config]:
    """SQLite makes a table anew to change it, which it may only do while nobody checks what points
    at it; so it is checked afterwards, all of it."""
    with engine.connect() as connection:
        found = config()
        found.attributes["connection"] = connection
        raw = connection.connection.driver_connection if engine.name == "sqlite" else None
        if raw is None:
            yield found
            connection.commit()
            return
        raw.execute("PRAGMA foreign_keys = OFF")
        try:
            yield found
            connection.commit()
            broken = raw.execute("PRAGMA foreign_key_check").fetchmany(5)
            if broken:
                raise BrokenReferences(broken)
        finally:
            raw.rollback()
            raw.execute("PRAGMA foreign_keys = ON")


def at_head(engine: Engine) -> bool:
    """Whether the database has every migration this code knows, and none it does not."""
    heads = set(ScriptDirectory.from_config(config()).get_heads())
    with engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads()) == heads
