"""Real servers for tests, on loopback: one PostgreSQL for a whole run, and the app itself.

All test processes of one run share the folder named by RUN, made by the first process and
taken away by it at the end.
"""

from __future__ import annotations

import os
import runpy
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import psycopg
from filelock import FileLock
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

REPO = Path(__file__).resolve().parents[1]
RUN = "ALONGSIDE_TEST_RUN"
PREFIX = "alongside-test-"
PATIENCE_SECONDS = 60
OWNER, SERVING = "app", "web"  # roles: of commands and tests, and of requests
GUNICORN = ("--worker-class", "gthread", "--threads", "8", "--no-control-socket")


def run_folder() -> Path:
    return Path(os.environ[RUN])


def begin_run() -> None:
    """Called by the first process only; the others inherit its environment."""
    _sweep()
    folder = tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-")
    os.chmod(folder, 0o755)  # the postgres user must reach its own folder below
    os.environ[RUN] = folder


def end_run() -> None:
    _take_away(Path(os.environ.pop(RUN)))


def _sweep() -> None:
    """Take away what a run left behind that was killed before it could."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*-*"):
        number = folder.name.removeprefix(PREFIX).partition("-")[0]
        if number.isdigit() and folder.stat().st_uid == os.geteuid() and not _alive(int(number)):
            _take_away(folder)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _take_away(folder: Path) -> None:
    home = folder / "postgresql"
    if (home / "data" / "postmaster.pid").exists():
        with suppress(NoPostgreSQL):
            _pg(home, "pg_ctl", "-D", "data", "-m", "immediate", "-w", "stop")
    shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


# --- PostgreSQL ------------------------------------------------------------------------------


class NoPostgreSQL(RuntimeError):
    """The tests need a PostgreSQL to start, and a skipped test would look like a good one."""


def postgresql(role: str = OWNER) -> str:
    """The address of this run's cluster, up to the database's name. Started when first asked."""
    home = run_folder() / "postgresql"
    with FileLock(run_folder() / "postgresql.lock"):
        port = home / "port"
        if not port.exists():
            number = _start(home)
            _make_role(number)
            port.write_text(str(number))
    return f"postgresql+psycopg://{role}@127.0.0.1:{port.read_text()}/"


def _start(home: Path) -> int:
    home.mkdir()
    if os.geteuid() == 0:
        shutil.chown(home, "postgres")
    _pg(
        home, "initdb", "-D", "data", "-U", OWNER, "--auth=trust", "-E", "UTF8",
        "--locale=C.UTF-8", "--no-sync",
    )  # fmt: skip
    port = free_port()
    options = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": home,
        "max_connections": 200,
        # Nothing here outlives the run, so nothing waits for the disk.
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
    }
    said = " ".join(f"-c {name}={value}" for name, value in options.items())
    _pg(home, "pg_ctl", "-D", "data", "-w", "-l", "log", "-o", said, "start")
    return port


def _make_role(port: int) -> None:
    engine = create_engine(f"postgresql+psycopg://{OWNER}@127.0.0.1:{port}/postgres")
    with engine.begin() as connection:
        connection.execute(text(f"CREATE ROLE {SERVING} LOGIN"))
    engine.dispose()


def _pg(home: Path, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs; as its user when we are root, which it refuses."""
    found = shutil.which(program) or next(
        (str(p) for p in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))[::-1]), None
    )
    if found is None:
        raise NoPostgreSQL(
            f"{program} is not installed: install postgresql, or leave it out with --only-sqlite"
        )
    who = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
    with (home.parent / f"{program}.log").open("ab") as log:
        done = subprocess.run(
            [found, *arguments],
            cwd=home,
            env={**os.environ, "HOME": str(home), "LC_ALL": "C.UTF-8"},
            stdout=log,
            stderr=subprocess.STDOUT,
            check=False,
            extra_groups=[] if who else None,
            **who,  # type: ignore[arg-type]
        )
    if done.returncode:
        raise NoPostgreSQL(f"{program} failed: {(home.parent / f'{program}.log').read_text()}")


def postgresql_do(*statements: str) -> None:
    """Run statements that allow no transaction, such as CREATE DATABASE."""
    engine = create_engine(postgresql() + "postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def postgresql_connection(name: str) -> psycopg.Connection[Any]:
    """A plain connection of the owner to one database, each statement for itself. The caller
    closes it."""
    address = make_url(postgresql() + name)
    return psycopg.connect(
        host=address.host, port=address.port, user=address.username, dbname=name, autocommit=True
    )


# --- the app ---------------------------------------------------------------------------------


def app_environment(data: Path, port: int, **more: str) -> dict[str, str]:
    """The environment of a demo installation in `data`, cleared of what surrounds the tests."""
    ours = ("ALONGSIDE", "DATABASE_URL", "PORT", "FLASK")
    around = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {
        **around,
        "ALONGSIDE_DATA": str(data),
        "ALONGSIDE_DEMO": "1",
        "PORT": str(port),
        **more,
    }


# To load all rooms of the app takes five seconds of a core, and a run starts it some sixty times:
# so each test process has one process that has loaded them, of which the others are forked.
_forks = get_context("forkserver")
_forks.set_forkserver_preload(["tests.loaded", __name__])


def flask(environment: dict[str, str], *arguments: str) -> str:
    """Run a `flask` command of ours; what it printed."""
    with tempfile.NamedTemporaryFile("r") as out:
        done = _begin("flask", ["--app", "app", *arguments], environment, Path(out.name))
        done.join()
        said = out.read()
    if done.exitcode:
        raise AssertionError(f"flask {' '.join(arguments)}: {said}")
    return said


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[str]:
    """The app under the same server as `make run`, in a process of its own; its address.

    By name, not by number: passkeys work on localhost only.
    """
    port = environment["PORT"]
    log = Path(environment["ALONGSIDE_DATA"]) / "server.log"
    told = [*GUNICORN, "--bind", f"127.0.0.1:{port}", "app:app"]
    server = _begin("gunicorn", told, environment, log)
    try:
        _until_healthy(f"http://127.0.0.1:{port}/healthz", server, log)
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.join(timeout=10)
        if server.is_alive():
            server.kill()
            server.join()


def _begin(
    module: str, arguments: Sequence[str], environment: dict[str, str], out: Path
) -> ForkServerProcess:
    begun = _forks.Process(target=_run, args=(module, arguments, environment, out))
    begun.start()
    return begun


def _run(module: str, arguments: Sequence[str], environment: dict[str, str], out: Path) -> None:
    """`python -m module arguments`, in a process that has loaded the app already."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(REPO)
    with out.open("wb") as log:
        for number in (1, 2):
            os.dup2(log.fileno(), number)
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _until_healthy(url: str, server: ForkServerProcess, log: Path) -> None:
    ends = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < ends:
        if not server.is_alive():
            break
        try:
            with urlopen(url, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"the server did not start:\n{log.read_text()}")
