"""The queue between whoever asks and whoever does: huey, on SQLite, Redis or PostgreSQL.

It carries names and nothing else, "look at this job" or "look at this pump". A name that is lost
is asked for again; a name that comes twice finds nothing to do.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from huey import PostgresHuey, RedisHuey, SqliteHuey
from huey.api import Huey
from huey.registry import Message
from huey.serializer import Serializer
from sqlalchemy.engine import make_url

from portal.core.settings import Settings

NAME = "alongside"
FILE = "queue.sqlite"
Do = Callable[[str], None]


class Plain(Serializer):  # type: ignore[misc]
    """A name as JSON. huey's own way is pickle, by which whoever may write to the broker could run
    anything at all on the worker."""

    def serialize(self, data: Any) -> bytes:
        return json.dumps([data.id, data.name, *data.args]).encode()

    def deserialize(self, data: bytes) -> Message:
        id, task, wanted = json.loads(bytes(data))
        return Message(str(id), str(task), None, 0, 0, None, (str(wanted),), {})


class Queue:
    """do: what a worker does with a name; whoever only asks leaves it out."""

    def __init__(self, settings: Settings, do: Do = lambda _name: None) -> None:
        self.huey = _huey(settings)

        @self.huey.task(name="ask")  # type: ignore[untyped-decorator]
        def ask(name: str) -> None:
            do(name)

        self._ask = ask
        with suppress(Exception):
            self.mend()

    def mend(self) -> None:
        """Make what the broker keeps names in, where it has nothing yet. Raises whatever the
        broker raises when it is away."""
        if isinstance(self.huey, PostgresHuey):
            self.huey.storage.initialize_schema()

    def ask(self, name: str) -> None:
        """Put a name into the queue. Raises whatever the broker raises when it is away."""
        self._ask(name)

    def close(self) -> None:
        self.huey.storage.close()


def _huey(settings: Settings) -> Huey:
    plain: dict[str, Any] = {"results": False, "serializer": Plain()}
    if settings.broker.startswith(("redis://", "rediss://")):
        return RedisHuey(NAME, url=settings.broker, **plain)
    if settings.broker:
        # As libpq reads it: without the name of a driver.
        url = make_url(settings.broker).set(drivername="postgresql")
        address = url.render_as_string(hide_password=False)
        return PostgresHuey(NAME, dsn=address, create_tables=False, **plain)
    return _embedded(settings.data / FILE, plain)


def _embedded(file: Path, plain: dict[str, Any]) -> Huey:
    try:
        return SqliteHuey(NAME, filename=str(file), **plain)
    except sqlite3.OperationalError:  # a disk that is full, a folder that is not ours
        raise
    except sqlite3.DatabaseError:
        # Broken, say by a disk that lost power. Nothing in it is needed.
        for name in (file, Path(f"{file}-wal"), Path(f"{file}-shm")):
            name.unlink(missing_ok=True)
        return SqliteHuey(NAME, filename=str(file), **plain)
