"""What a request costs beside the yardstick, on SQLite and on PostgreSQL.

App and floor run at once, each in one process, and are asked in turn (A B A B), so that whatever
else the machine does falls on both. The figure to compare is processor time per request: it
holds on a busy machine, where requests per second do not.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import count
from statistics import median
from urllib.parse import urlencode

from tests.bench import people
from tests.bench.people import Measured
from tests.bench.report import Part, Row
from tests.bench.stage import Served, Stage

ROUNDS = 4
BLOCK_SECONDS = 0.35  # about so long one side is asked before the other's turn
BLOCK_REQUESTS = (30, 300)
SQUEEZE_SECONDS = 1.0
SQUEEZES = 2
CALLERS = 4
WARM_UP = 30
TARGETS = {"home": 1.5, "thread": 1.5, "people": 1.5, "waiting": 1.5, "young post": 2.0,
           "worker post": 2.0}  # fmt: skip
_numbers = count(1)


class NotAsItShould(RuntimeError):
    """Another answer than the page or the redirect that was asked for."""


@dataclass
class Side:
    """The app or the floor, and how one request is asked of it."""

    server: Served
    path: str
    cookie: str
    body: Callable[[], str] | None = None
    requests: int = 0
    cpu: float = 0.0
    latencies: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    refused: int = 0  # answered otherwise than it should be, with several callers at once
    packed: int = 0

    def caller(self) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self.server.port, timeout=30)

    def ask(self, on: HTTPConnection) -> bytes:
        """One request. Raises NotAsItShould."""
        heads = {"Cookie": f"session={self.cookie}", "Accept-Encoding": "gzip"}
        if self.body is None:
            on.request("GET", self.path, headers=heads)
            wanted = 200
        else:
            heads |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Sec-Fetch-Site": "same-origin",
            }
            on.request("POST", self.path, self.body(), heads)
            wanted = 303
        answer = on.getresponse()
        content = answer.read()
        if answer.status != wanted:
            raise NotAsItShould(f"{self.path}: {answer.status}")
        return content

    def block(self, requests: int) -> None:
        """Ask one after another on one connection, and count the server's time."""
        on = self.caller()
        self.ask(on)
        before = self.server.cpu_seconds()
        for _ in range(requests):
            began = time.perf_counter()
            self.ask(on)
            self.latencies.append(time.perf_counter() - began)
        self.cpu += self.server.cpu_seconds() - before
        self.requests += requests
        on.close()

    def squeeze(self) -> None:
        """Ask from several connections at once for a fixed time."""
        ends = time.perf_counter() + SQUEEZE_SECONDS
        answered, refused = [0] * CALLERS, [0] * CALLERS

        def go(place: int) -> None:
            on = self.caller()
            while time.perf_counter() < ends:
                try:
                    self.ask(on)
                    answered[place] += 1
                except NotAsItShould:
                    refused[place] += 1
            on.close()

        callers = [threading.Thread(target=go, args=(place,)) for place in range(CALLERS)]
        began = time.perf_counter()
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join()
        self.rates.append(sum(answered) / (time.perf_counter() - began))
        self.refused += sum(refused)

    @property
    def cpu_ms(self) -> float:
        return 1_000 * self.cpu / self.requests


def measure(stage: Stage, large: bool) -> list[Part]:
    return [_on(stage, engine) for engine in ("sqlite", "postgresql")]


def _on(stage: Stage, engine: str) -> Part:
    database, _rate = stage.filled(engine)
    measured = people.gather(database)
    database.dispose()
    rows = []
    with both(stage, engine, measured) as pairs:
        for name, app, floor in pairs:
            _compare(app, floor)
            rows.append(_row(name, app, floor))
    return Part(
        f"speed on {engine}",
        "CPU of the web process per request against a bare Flask page of the same size "
        "(target: ratio at most); latency one at a time; requests per second with four at once, "
        "and how many of those were refused",
        rows,
    )


@contextmanager
def both(
    stage: Stage, engine: str, measured: Measured
) -> Iterator[Iterator[tuple[str, Side, Side]]]:
    """App and floor, running on one database, and the pairs of requests to compare."""
    database, _rate = stage.filled(engine)
    pages = stage.folder / f"pages-{engine}"
    pages.mkdir(exist_ok=True)
    with (
        stage.serving("app:app", database) as app,
        stage.serving("floor:app", database, FLOOR_PAGES=str(pages)) as floor,
    ):

        def pairs() -> Iterator[tuple[str, Side, Side]]:
            gets = {"home": ("/home", measured.young), "thread": ("/messages", measured.young),
                    "people": ("/people", measured.worker),
                    "waiting": ("/waiting", measured.worker)}  # fmt: skip
            for name, (path, cookie) in gets.items():
                side = Side(app, path, cookie)
                (pages / f"{name}.html").write_text(fetch(app, path, cookie))
                yield name, side, Side(floor, f"/page/{name}", cookie)
            theirs = f"/people/{measured.reached}/messages"
            posts = {"young": ("/messages", measured.writer), "worker": (theirs, measured.worker)}
            for kind, (path, cookie) in posts.items():
                body = messages_from(fetch(app, path, cookie))
                yield (
                    f"{kind} post",
                    Side(app, path, cookie, body),
                    Side(floor, f"/post/{kind}", cookie, body),
                )

        yield pairs()


def fetch(server: Served, path: str, cookie: str = "") -> str:
    """A page as it is drawn, not packed."""
    on = HTTPConnection("127.0.0.1", server.port, timeout=30)
    on.request("GET", path, headers={"Cookie": f"session={cookie}"} if cookie else {})
    answer = on.getresponse()
    content = answer.read().decode()
    on.close()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status} {answer.getheader('Location')}")
    return content


def messages_from(page: str) -> Callable[[], str]:
    """Another message each time, with the token of this page."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found is not None, "the page has no form to send"
    token = found[1]

    def body() -> str:
        n = next(_numbers)
        text = f"Can we talk about Saturday? There is a match and I would like to go. ({n})"
        return urlencode({"csrf_token": token, "key": f"bench-{n}-{time.time_ns()}", "text": text})

    return body


def _compare(app: Side, floor: Side) -> None:
    sides = (app, floor)
    sizes = {id(side): _warm(side) for side in sides}
    for _ in range(ROUNDS):
        for side in sides:
            side.block(sizes[id(side)])
    for _ in range(SQUEEZES):
        for side in sides:
            side.squeeze()


def _warm(side: Side) -> int:
    """Ask a few times; how many requests make a block."""
    on = side.caller()
    side.packed = len(side.ask(on))
    began = time.perf_counter()
    for _ in range(WARM_UP):
        side.ask(on)
    each = (time.perf_counter() - began) / WARM_UP
    on.close()
    least, most = BLOCK_REQUESTS
    return max(least, min(most, int(BLOCK_SECONDS / each)))


def _row(name: str, app: Side, floor: Side) -> Row:
    return {
        "request": name,
        "bytes": app.packed,
        "floor bytes": floor.packed,
        "cpu ms": app.cpu_ms,
        "floor ms": floor.cpu_ms,
        "ratio": app.cpu_ms / floor.cpu_ms,
        "target": TARGETS[name],
        "p50 ms": 1_000 * median(app.latencies),
        "floor p50": 1_000 * median(floor.latencies),
        "req/s": median(app.rates),
        "floor req/s": median(floor.rates),
        "refused": app.refused,
    }
