"""The world, written once for each file of tests and engine, and the app to ask it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from portal.core import clock
from tests import databases
from tests.databases import SQLITE
from tests.matrix import world
from tests.matrix.facts import NOW
from tests.matrix.runner import Runner

if TYPE_CHECKING:
    from flask import Flask


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A file that asks on both engines takes `matrix_engine`; the others ask on SQLite."""
    if "matrix_engine" in metafunc.fixturenames:
        chosen = getattr(metafunc.module, "ENGINES", (SQLITE,))
        if metafunc.config.getoption("only_sqlite"):
            chosen = (SQLITE,)
        metafunc.parametrize("matrix_engine", chosen, scope="module")


@pytest.fixture(scope="module")
def runner(matrix_engine: str, house: Flask) -> Iterator[Runner]:
    with (
        clock.fixed(NOW, everywhere=True),
        databases.fresh(matrix_engine) as database,
        Runner(house, database, world.build(database)).ready() as found,
    ):
        yield found
