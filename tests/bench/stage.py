"""The app as it is deployed: a copy with its words compiled and its static files compressed,
under the same server as `make run`, so that nothing is left behind in the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from http.client import HTTPConnection
from itertools import count
from pathlib import Path

from portal.core import clock, migrate, walls
from portal.core.db import Database
from portal.core.settings import Settings
from portal.demo import bulk, load
from tests import servers

SHIPPED = ("app.py", "portal", "templates", "static", "translations", "migrations")
PEOPLE = 2_000  # one large council's young people
KEY = "a-key-for-measuring-" * 3
# One process, so that its time can be read off; threads as in `make run`.
GUNICORN = ("--worker-class", "gthread", "--workers", "1", "--threads", "4", "--keep-alive", "30",
            "--no-control-socket", "--log-level", "warning")  # fmt: skip
PATIENCE_SECONDS = 60
TICKS = os.sysconf("SC_CLK_TCK")
_numbers = count(1)


@dataclass(frozen=True)
class Served:
    """A server that is running. worker: the id of the one process that answers."""

    port: int
    worker: int

    def cpu_seconds(self) -> float:
        """User and system time of the worker so far, to a hundredth of a second."""
        fields = Path(f"/proc/{self.worker}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS


@dataclass
class Stage:
    folder: Path
    _filled: dict[str, tuple[Database, float]] = field(default_factory=dict)

    @cached_property
    def copy(self) -> Path:
        """Where the app stands. Made once."""
        copy = self.folder / "app"
        copy.mkdir()
        for name in SHIPPED:
            source = servers.REPO / name
            if source.is_dir():
                without = shutil.ignore_patterns("__pycache__", "*.gz", "*.br")
                shutil.copytree(source, copy / name, ignore=without)
            else:
                shutil.copy(source, copy / name)
        shutil.copy(Path(__file__).with_name("floor.py"), copy / "floor.py")
        self.run("flask", "--app", "app", "words", "compile")
        self.compress()
        return copy

    def compress(self) -> None:
        self.run("whitenoise.compress", "--quiet", "static")

    def run(self, *module: str) -> None:
        done = subprocess.run(
            [sys.executable, "-m", *module], cwd=self.folder / "app",
            env=self._environment(f"sqlite:///{self.folder / 'none'}", 0),
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{' '.join(module)}: {done.stdout}{done.stderr}")

    def settings(self, database: Database) -> Settings:
        url = database.url.render_as_string(hide_password=False)
        owner = database.owner_url.render_as_string(hide_password=False)
        return Settings(data=self.folder, database_url=url, owner_url=owner, keys=(KEY,), demo=True)

    def filled(self, engine: str) -> tuple[Database, float]:
        """A database of this kind with the demo council and PEOPLE more; and how many of those
        were made in a second."""
        if engine not in self._filled:
            database = self.new_sqlite() if engine == "sqlite" else _durable_postgresql()
            self._filled[engine] = database, fill(database, PEOPLE)
        return self._filled[engine]

    def new_sqlite(self) -> Database:
        return Database(f"sqlite:///{self.folder / f'{next(_numbers)}.sqlite'}")

    @contextmanager
    def serving(self, app: str, database: Database, **more: str) -> Iterator[Served]:
        port = servers.free_port()
        url = database.url.render_as_string(hide_password=False)
        owner = database.owner_url.render_as_string(hide_password=False)
        said = {**self._environment(url, port), "ALONGSIDE_OWNER_URL": owner, **more}
        log = self.folder / f"{next(_numbers)}.log"
        with log.open("wb") as out:
            master = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", *GUNICORN, "-b", f"127.0.0.1:{port}", app],
                cwd=self.copy, env=said, stdout=out,
                stderr=subprocess.STDOUT,
            )  # fmt: skip
        try:
            _until_it_answers(port, master, log)
            yield Served(port, _child(master.pid))
        finally:
            master.terminate()
            master.wait(timeout=30)

    def _environment(self, url: str, port: int) -> dict[str, str]:
        said = {"DATABASE_URL": url, "ALONGSIDE_KEYS": KEY, "PYTHONPATH": ""}
        return servers.app_environment(self.folder / "data", port, **said)


def fill(database: Database, people: int) -> float:
    """Migrate, load the demo council and that many more; how many of those in a second."""
    migrate.upgrade(database.writing)
    walls.raise_walls(database)
    day = clock.today(clock.now())
    with database.committing() as db:
        load.load(db, day)
    began = time.perf_counter()
    with database.committing() as db:
        bulk.add(db, people, 1, day)
    took = time.perf_counter() - began
    if not database.is_sqlite:
        with database.writing.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
    return people / took


def _durable_postgresql() -> Database:
    """The tests' cluster does not wait for the disk; a measured one must."""
    address = servers.postgresql()
    home = servers.run_folder() / "postgresql"
    port = (home / "port").read_text()
    options = {
        "listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": home,
        "max_connections": 100,
    }  # fmt: skip
    said = " ".join(f"-c {name}={value}" for name, value in options.items())
    servers._pg(home, "pg_ctl", "-D", "data", "-w", "-l", "log", "-o", said, "restart")
    servers.postgresql_do("CREATE DATABASE bench")
    return Database(f"{servers.postgresql(servers.SERVING)}bench", f"{address}bench")


def _until_it_answers(port: int, master: subprocess.Popen[bytes], log: Path) -> None:
    ends = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < ends and master.poll() is None:
        try:
            caller = HTTPConnection("127.0.0.1", port, timeout=5)
            caller.request("GET", "/healthz")
            caller.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{log.read_text()}")


def _child(master: int) -> int:
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    return int(children[0])
