"""Fixtures for every test: a fixed moment, a fresh real database, the app, a client, a browser.

A test that touches data takes `database`, `db`, `app` or `client` and runs twice, on SQLite and
on PostgreSQL; with --only-sqlite once. Nothing is skipped because a server is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from portal.core import clock
from portal.core.db import Database, Db
from portal.core.settings import Settings
from tests import databases, servers
from tests.databases import POSTGRESQL, SQLITE

if TYPE_CHECKING:
    from flask import Flask

    from tests.client import Client

pytest_plugins = ["tests.browsers", "tests.matrix.telling"]

# The same examples on each run, so that what is red was made red by a change. Others are looked for
# with `--hypothesis-profile=explore`; what they find goes into the test as an @example.
hypothesis.settings.register_profile("suite", derandomize=True)
hypothesis.settings.register_profile("explore", derandomize=False)
hypothesis.settings.load_profile("suite")

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # a Monday, in winter time
MakeApp = Callable[..., "Flask"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-sqlite", action="store_true", help="leave out the PostgreSQL half of data tests"
    )


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # the first process; the others inherit
        servers.begin_run()


def pytest_unconfigure(config: pytest.Config) -> None:
    databases.let_go()
    if not hasattr(config, "workerinput"):
        servers.end_run()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine_name" in metafunc.fixturenames:
        long_walk = metafunc.definition.get_closest_marker("one_engine") is not None
        once = long_walk or metafunc.config.getoption("only_sqlite")
        both = [SQLITE] if once else [SQLITE, POSTGRESQL]
        metafunc.parametrize("engine_name", both)


# With files that take a minute and more, so that no process is left alone with one at the end; they
# are handed out in this order (`--no-loadscope-reorder`).
LONG = ("tests/matrix/", "tests/journeys/", "tests/whole_house/", "tests/demo/", "tests/torture/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever opens a browser or a served app is marked, so that `make quick` leaves it out."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))
    for item in items:
        if {"browser", "playwright", "live", "live_folder"} & set(
            getattr(item, "fixturenames", ())
        ):
            item.add_marker(pytest.mark.browser)


@pytest.fixture
def now() -> Iterator[datetime]:
    """Monday 23 November 2026, ten in the morning, and the clock stands still."""
    with clock.fixed(NOW, everywhere=True):
        yield NOW


@pytest.fixture
def database(engine_name: str) -> Iterator[Database]:
    """A fresh database of this kind, at the newest migration, empty."""
    with databases.fresh(engine_name) as found:
        yield found


@pytest.fixture
def blank_database(engine_name: str, tmp_path: Path) -> Iterator[Database]:
    """A database on which no migration has run."""
    with databases.blank(engine_name, tmp_path) as found:
        yield found


@pytest.fixture
def db(database: Database, now: datetime) -> Iterator[Db]:
    """A handle that may write. On SQLite it holds the one write lock until it commits; a client
    of the same test commits it before each request."""
    with database.writer() as handle:
        yield handle


def settings_for(url: str, data: Path) -> Settings:
    return Settings(data=data, database_url=url, keys=("a-key-for-tests-" * 3,))


@pytest.fixture
def make_app(database: Database, tmp_path: Path) -> MakeApp:
    """Build an app of one's own on the test's database: `make_app(demo=True)`."""

    def build(**choices: object) -> Flask:
        from portal.site import create_app

        settings = settings_for(database.url.render_as_string(hide_password=False), tmp_path)
        changed = replace(settings, **choices)  # type: ignore[arg-type]
        return _for_test(create_app(changed, database), database)

    return build


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The app, built once for each test process: templates compile once. `app` lends it out."""
    return _built_once(tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="session")
def demo_house(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The same for the made-up council. `demo_app` lends it out."""
    return _built_once(tmp_path_factory.mktemp("demo-house"), demo=True)


def _built_once(folder: Path, **choices: bool) -> Flask:
    from portal.site import create_app

    with databases.fresh(SQLITE) as empty:
        settings = settings_for(str(empty.url), folder)
        return create_app(replace(settings, **choices), empty)  # type: ignore[arg-type]


@pytest.fixture
def app(house: Flask, database: Database, now: datetime) -> Flask:
    """The app on this test's database."""
    return _for_test(house, database)


@pytest.fixture
def demo_app(demo_house: Flask, database: Database, now: datetime) -> Flask:
    """The app of the made-up council on this test's database; what it keeps in its folder stays."""
    return _for_test(demo_house, database)


def _for_test(app: Flask, database: Database) -> Flask:
    from portal.people import night
    from tests.client import Client

    app.extensions["database"] = database
    app.extensions.pop(night.PLACE, None)  # what was kept of the test before
    app.testing = True
    app.test_client_class = Client
    return app


@pytest.fixture
def client(app: Flask, db: Db) -> Client:
    """Nobody signed in yet: `client.sign_in(person)`."""
    found: Client = app.test_client()  # type: ignore[assignment]
    found.handle = db
    return found


@pytest.fixture
def new_client(app: Flask, db: Db) -> Callable[[], Client]:
    """Another browser on the same app, for tests with two people."""

    def build() -> Client:
        found: Client = app.test_client()  # type: ignore[assignment]
        found.handle = db
        return found

    return build
