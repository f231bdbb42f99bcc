"""How pages grow with the number of people: statements and time per request, in this process."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from portal.core.access import Cache, Role, door_of
from portal.core.db import Database
from portal.site import create_app
from tests.bench import people
from tests.bench.people import Measured
from tests.bench.report import Part, Row
from tests.bench.speed import messages_from
from tests.bench.stage import Stage, fill
from tests.databases import counting

SIZES = (50, 2_000)
LARGE = 100_000
TIMES = 7
Ask = Callable[[], Any]


def measure(stage: Stage, large: bool) -> list[Part]:
    sizes = (*SIZES, LARGE) if large else SIZES
    rows: dict[str, Row] = {}
    for size in sizes:
        database = stage.new_sqlite()
        fill(database, size)
        for name, statements, ledger, ms in _pages(stage, database):
            row = rows.setdefault(name, {"request": name})
            row[f"{size:,} people"] = f"{statements}+{ledger}"
            row[f"ms at {size:,}"] = ms
        database.dispose()
    return [
        Part(
            "growth",
            "Statements of the request + of the ledger, and processor time, with more and more "
            "people in the database (SQLite). Budgets: young person's page 5, thread 4, list 5, "
            "post 6; ledger 1 on a young person's page, else 3",
            list(rows.values()),
        )
    ]


def _pages(stage: Stage, database: Database) -> Iterator[tuple[str, int, int, float]]:
    app = create_app(stage.settings(database), database)
    for name, ask in requests(app, people.gather(database)):
        ask()  # templates are compiled, statements are known
        with counting(database) as counted:
            answer = ask()
        if answer.status_code not in (200, 303):
            raise RuntimeError(f"{name}: {answer.status_code}")
        yield name, len(counted), len(counted.ledger), _milliseconds(ask)


def _milliseconds(ask: Ask) -> float:
    took = []
    for _ in range(TIMES):
        began = time.process_time()
        ask()
        took.append(1_000 * (time.process_time() - began))
    return median(took)


def requests(app: Flask, who: Measured) -> Iterator[tuple[str, Ask]]:
    """Every page without an argument for a young person and a worker, some with one, and posts."""
    cookies = {Role.YOUNG: who.young, Role.WORKER: who.worker, Role.CARER: who.carer}
    # Where the room answers 404 to whoever has no business there, somebody who has is asked.
    others = {
        "/must-not-know": ("manager", who.manager),
        "/openings": ("manager", who.manager),
        "/in-touch/wish": ("leaver", who.leaver),
    }
    for role, cookie in cookies.items():
        for path in _paths(app, role):
            name, theirs = others.get(path, (role.value, cookie))
            yield f"{name} {path}", _getting(_browser(app, theirs), path)
    worker = _browser(app, who.worker)
    for tail in ("", "/messages", "/plan"):
        path = f"/people/{who.reached}{tail}"
        yield f"worker /people/…{tail}", _getting(worker, path)
    yield "young post", _posting(_browser(app, who.writer), "/messages")
    yield "worker post", _posting(worker, f"/people/{who.reached}/messages")


def _paths(app: Flask, role: Role) -> list[str]:
    """Pages that belong to this role and take no argument."""
    return sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and not rule.arguments
        and (mark := door_of(app, rule.endpoint)) is not None
        and role in mark.audience
        and mark.cache is Cache.NO_STORE
        and (role is Role.YOUNG or len(mark.audience) < len(Role))
    )


def _browser(app: Flask, cookie: str) -> FlaskClient:
    browser = app.test_client()
    browser.set_cookie("session", cookie)
    return browser


def _getting(browser: FlaskClient, path: str) -> Ask:
    return lambda: browser.get(path, headers={"Accept-Encoding": "gzip"})


def _posting(browser: FlaskClient, path: str) -> Ask:
    body = messages_from(browser.get(path).get_data(as_text=True))
    heads = {"Sec-Fetch-Site": "same-origin"}
    return lambda: browser.post(
        path, data=body(), headers=heads, content_type="application/x-www-form-urlencoded"
    )
