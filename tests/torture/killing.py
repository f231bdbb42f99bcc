"""The processes under torture: a server and two workers, killed and started again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from portal.core.db import Database
from tests import servers

WORKERS = 2
PATIENCE_SECONDS = 60
KEY = "a-key-for-torture-" * 3


@dataclass
class Stage:
    """web, workers: processes. killed: process → when (the machine's clock, `time.monotonic`)."""

    folder: Path
    environment: dict[str, str]
    nursery: subprocess.Popen[str]
    web: int = 0
    workers: list[int] = field(default_factory=list)
    killed: dict[int, float] = field(default_factory=dict)

    @property
    def port(self) -> int:
        return int(self.environment["PORT"])

    def begin(self) -> None:
        self.web = self._ask("web")
        self.workers = [self._ask("worker") for _ in range(WORKERS)]
        self.until_it_answers()

    def _ask(self, *words: object) -> int:
        assert self.nursery.stdin is not None
        assert self.nursery.stdout is not None
        self.nursery.stdin.write(" ".join(str(one) for one in words) + "\n")
        self.nursery.stdin.flush()
        said = self.nursery.stdout.readline()
        assert said, f"the nursery has ended:\n{self.log()}"
        return int(said)

    def until_it_answers(self) -> None:
        ends = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < ends:
            with (
                suppress(OSError, HTTPException),
                closing(HTTPConnection("127.0.0.1", self.port, timeout=5)) as caller,
            ):
                caller.request("GET", "/healthz")
                with caller.getresponse() as answer:
                    if answer.status == 200:
                        return
            time.sleep(0.1)
        raise AssertionError(f"the server does not answer:\n{self.log()}")

    def log(self) -> str:
        return (self.folder / "log").read_text()[-4_000:]

    def errors(self) -> dict[str, int]:
        """A connection that was cut while it was used is no fault; so they are only counted."""
        found: Counter[str] = Counter()
        for line in (self.folder / "log").read_text().splitlines():
            with suppress(json.JSONDecodeError):
                said = json.loads(line)
                if said["level"] == "error":
                    found[f"{said['event']} {said.get('error', '')} {said.get('where', '')}"] += 1
        return dict(found)

    # --- killing -------------------------------------------------------------------------------

    def kill_worker(self, place: int) -> None:
        self._kill(self.workers[place])
        self.workers[place] = self._ask("worker")

    def kill_web_child(self, place: int) -> None:
        """Its master starts another."""
        children = _children(self.web)
        if children:
            with suppress(ProcessLookupError):
                os.kill(children[place % len(children)], signal.SIGKILL)

    def kill_web(self) -> None:
        """Master and children, and the listening socket with them."""
        self._kill(self.web)
        self.web = self._ask("web")

    def _kill(self, process: int) -> None:
        for one in (process, *_children(process)):
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        self._ask("wait", process)
        self.killed[process] = time.monotonic()

    # --- ending --------------------------------------------------------------------------------

    def stop_workers(self) -> list[int]:
        """Ask the workers to end, as a machine that is shut down does; what they said."""
        for one in self.workers:
            os.kill(one, signal.SIGTERM)
        ends = [self._ask("wait", one) for one in self.workers]
        self.workers = []
        return ends

    def clear(self) -> None:
        if self.nursery.poll() is None:
            for one in (*self.workers, self.web):
                if one:
                    self._kill(one)
            assert self.nursery.stdin is not None
            self.nursery.stdin.close()
        self.nursery.wait(timeout=PATIENCE_SECONDS)


def _children(process: int) -> Sequence[int]:
    try:
        said = Path(f"/proc/{process}/task/{process}/children").read_text()
    except FileNotFoundError:
        return []
    return [int(one) for one in said.split()]


@contextmanager
def staged(database: Database, folder: Path, **more: str) -> Iterator[Stage]:
    data = folder / "data"
    data.mkdir(exist_ok=True)
    said = {
        "DATABASE_URL": database.url.render_as_string(hide_password=False),
        "ALONGSIDE_OWNER_URL": database.owner_url.render_as_string(hide_password=False),
        "ALONGSIDE_KEYS": KEY,
        "ALONGSIDE_DEMO": "0",
        **more,
    }
    environment = servers.app_environment(data, servers.free_port(), **said)
    with (folder / "log").open("ab") as log:
        nursery = subprocess.Popen(
            [sys.executable, "-m", "tests.torture.nursery", str(folder)], cwd=servers.REPO,
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip
    with nursery:
        stage = Stage(folder, environment, nursery)
        try:
            stage.begin()
            yield stage
        finally:
            stage.clear()
