"""What the files of the matrix have in common: everything that one actor can ask."""

from __future__ import annotations

from typing import Any

from tests.databases import POSTGRESQL, SQLITE
from tests.matrix import telling
from tests.matrix.runner import Runner, cells, few

BOTH = (SQLITE, POSTGRESQL)


def ask_everything(runner: Runner, name: str, engine: str, record_property: Any) -> None:
    """On SQLite all of it. On PostgreSQL, whose second wall stands between councils, each route
    once for each actor, and all that is asked from another council or of it."""
    actor = runner.world.actors[name]
    asked = cells(runner.app, runner.world, [actor])
    result = runner.run(asked if engine == SQLITE else few(asked))
    telling.keep(record_property, engine, result)
    assert result.clean, result
    assert runner.still_signed_in(actor), "a cell of this actor was kept"
