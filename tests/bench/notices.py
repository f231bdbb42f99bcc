"""How many notices go out in a second, with one worker and with two, beside a plain loop over
pywebpush's own `webpush()` in the same run, all to one push service on this computer under TLS.

The service is in a process of its own, opens nothing and answers 201. The loop reads its key, signs
and connects for each message, as the library's documentation shows; our drain begins with the
outbox in the database and ends with what became of each delivery.

`python -m tests.bench.notices drain|loop …` is one of the processes that are measured.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import IO

from portal.channels import senders
from portal.channels.push import LENGTH, new_key
from portal.channels.senders import Senders
from portal.channels.sending import drain
from portal.core import clock, migrate, walls
from portal.core.access import Device
from portal.core.db import Database, add_rows
from portal.core.ids import new_id, new_ref
from portal.core.sessions import hashed
from portal.core.settings import Settings
from portal.house import Account, Council, Membership, Outbox, Person, PushWay, Quiet, SignInSession
from tests import servers
from tests.bench.report import Part, Row
from tests.bench.stage import Stage, _durable_postgresql
from tests.channels import certificates
from tests.channels.push_service import Phone

PEOPLE = 1_500
LOOP = 250
CONTACT = "mailto:who@example.org"
TARGET = 4.0


def measure(stage: Stage, large: bool) -> list[Part]:
    folder = stage.folder / "notices"
    folder.mkdir()
    ca, server = certificates.write(folder)
    key = new_key()
    rows: list[Row] = []
    with _service(server) as port:
        loop = _run([["loop", str(port), str(ca), key, str(LOOP)]])
        first = _row("pywebpush in a loop", LOOP, loop, None)
        rows.append(first)
        for engine in ("sqlite", "postgresql"):
            for workers in (1, 2):
                database = stage.new_sqlite() if engine == "sqlite" else _postgresql()
                fill(database, PEOPLE)
                database.dispose()
                url = database.owner_url.render_as_string(hide_password=False)
                took = _run([["drain", str(port), str(ca), key, url]] * workers)
                name = f"{workers} worker{'s' if workers > 1 else ''} on {engine}"
                rows.append(_row(name, PEOPLE, took, first))
        again = _run([["loop", str(port), str(ca), key, str(LOOP)]])
        rows.append(_row("pywebpush in a loop, again", LOOP, again, first))
    what = (
        f"Web push to a stand-in under TLS; CPU is of the sending processes alone (target with a "
        f"kept signature and kept connections: {TARGET:.0f} × the loop)"
    )
    return [Part("notices", what, rows)]


def _row(what: str, number: int, took: tuple[float, float], first: Row | None) -> Row:
    wall, cpu = took
    row: Row = {
        "what": what, "notices": number, "s": wall, "a second": number / wall,
        "CPU ms each": 1_000 * cpu / number,
    }  # fmt: skip
    rate = float(first["a second"] or 0) if first else number / wall
    each = float(first["CPU ms each"] or 0) if first else 1_000 * cpu / number
    return row | {"× the loop": number / wall / rate, "× by CPU": each / (1_000 * cpu / number)}


_databases = iter(range(100))


def _postgresql() -> Database:
    name = f"notices_{next(_databases)}"
    if name == "notices_0":
        _durable_postgresql().dispose()
    servers.postgresql_do(f"CREATE DATABASE {name}")
    return Database(servers.postgresql(servers.SERVING) + name, servers.postgresql() + name)


def fill(database: Database, people: int) -> None:
    """So many people with one phone each, and something new for each of them."""
    migrate.upgrade(database.writing)
    walls.raise_walls(database)
    now, keys = clock.now(), Phone(1).keys
    council = new_id()
    ids = [[new_id() for _ in range(4)] for _ in range(people)]
    with database.committing() as db:
        db.add(Council(id=council, name="Measured", kind="demo"))
        db.flush()
        here = {"council_id": council}
        add_rows(db, Person, [
            {**here, "id": p, "ref": new_ref(), "kind": "young", "code": str(p)}
            for p, *_ in ids
        ])  # fmt: skip
        add_rows(db, Account, [{"id": a, "made_at": now} for _p, a, *_ in ids])
        add_rows(db, Membership, [
            {**here, "id": m, "account_id": a, "person_id": p, "role": "young",
             "starts": now.date() - timedelta(days=2)}
            for p, a, m, _s in ids
        ])  # fmt: skip
        add_rows(db, SignInSession, [
            {**here, "id": s, "token_hash": hashed(str(s)), "account_id": a, "strength": "demo",
             "device": Device.OWN.value, "started_at": now, "seen_at": now,
             "ends_at": now + timedelta(days=1)}
            for _p, a, _m, s in ids
        ])  # fmt: skip
        add_rows(db, PushWay, [
            {**here, "id": new_id(), "person_id": p, "account_id": a, "session_id": s,
             "endpoint": f"https://fcm.googleapis.com/fcm/send/{s}",
             "endpoint_hash": hashed(str(s)), **keys, "made_at": now}
            for p, a, _m, s in ids
        ])  # fmt: skip
        add_rows(db, Quiet, [
            {**here, "id": new_id(), "person_id": p, "starts": 0, "ends": 0} for p, *_ in ids
        ])  # fmt: skip
        add_rows(db, Outbox, [
            {**here, "id": new_id(), "person_id": p, "kind": "plan_changed",
             "source_ref": new_ref(), "dedupe": new_ref(), "not_before": now}
            for p, *_ in ids
        ])  # fmt: skip


# --- processes -----------------------------------------------------------------------------


@contextmanager
def _service(server: Path) -> Iterator[int]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.channels.push_service", str(server)], cwd=servers.REPO,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdin is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.stdin.close()
        process.wait(timeout=30)
        process.stdout.close()


def _run(those: list[list[str]]) -> tuple[float, float]:
    """(seconds from the word "go" to the last one's end, processor time of all): each process
    says when it is ready, and in the end what it took."""
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.bench.notices", *one], cwd=servers.REPO,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for one in those
    ]  # fmt: skip
    pipes: list[tuple[IO[str], IO[str]]] = []
    for one in running:
        assert one.stdin is not None
        assert one.stdout is not None
        pipes.append((one.stdin, one.stdout))
    for _stdin, stdout in pipes:
        stdout.readline()
    began = time.perf_counter()
    for stdin, _stdout in pipes:
        stdin.write("go\n")
        stdin.flush()
    said = [json.loads(stdout.readline()) for _stdin, stdout in pipes]
    wall = time.perf_counter() - began
    for one, (stdin, stdout) in zip(running, pipes, strict=True):
        one.wait(timeout=30)
        stdin.close()
        stdout.close()
    return wall, sum(one["cpu"] for one in said)


def _begin() -> float:
    print("ready", flush=True)
    sys.stdin.readline()
    return time.process_time()


def _end(before: float, done: int) -> None:
    print(json.dumps({"cpu": time.process_time() - before, "done": done}), flush=True)


def _loop(port: str, ca: str, key: str, number: str) -> None:
    from pywebpush import webpush

    os.environ["REQUESTS_CA_BUNDLE"] = ca
    keys = Phone(1).keys
    before = _begin()
    for n in range(int(number)):
        webpush(
            {"endpoint": f"https://localhost:{port}/fcm/send/{n}", "keys": keys},
            json.dumps({"id": new_ref()}).ljust(LENGTH), vapid_private_key=key,
            vapid_claims={"sub": CONTACT}, timeout=5,
        )  # fmt: skip
    _end(before, int(number))


def _drain(port: str, ca: str, key: str, url: str) -> None:
    database = Database(url)
    settings = Settings(
        data=Path(), database_url=url, keys=("k" * 32,), demo=True, vapid_key=key, contact=CONTACT
    )
    settings = replace(settings, push_through=f"127.0.0.1:{port}", push_ca=ca)
    using = Senders(settings)
    senders.equip(database, using)
    assert using.push is not None
    before, done = _begin(), 0
    while moved := drain(database, clock.now()):
        done += moved
    _end(before, done)
    using.pool.shutdown()
    database.dispose()


if __name__ == "__main__":
    {"loop": _loop, "drain": _drain}[sys.argv[1]](*sys.argv[2:])
