"""Bring a database to the newest shape, with Alembic."""

from __future__ import annotations

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
    with engine.connect() as connection:
        found = config()
        found.attributes["connection"] = connection
        command.upgrade(found, to)
        connection.commit()


def downgrade(engine: Engine, to: str) -> None:
    with engine.connect() as connection:
        found = config()
        found.attributes["connection"] = connection
        command.downgrade(found, to)
        connection.commit()


def at_head(engine: Engine) -> bool:
    """Whether the database has every migration this code knows, and none it does not."""
    heads = set(ScriptDirectory.from_config(config()).get_heads())
    with engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads()) == heads
