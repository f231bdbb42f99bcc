"""How fast files come in and made-up people are made."""

from __future__ import annotations

import time
from pathlib import Path

from portal.core import clock, migrate
from portal.intake.reading import read_folder
from portal.site import create_app
from tests.bench.report import Part, Row
from tests.bench.stage import PEOPLE, Stage
from tests.intake.files import write_folder

CHILDREN = 2_000


def measure(stage: Stage, large: bool) -> list[Part]:
    folder = stage.folder / "files"
    today = clock.today(clock.now())
    made = write_folder(folder, CHILDREN, today=today)
    rows = sum(len(table) for table in made.rows.values()) + len(made.plans)
    began = time.perf_counter()
    read_folder(folder, today)
    read = time.perf_counter() - began
    found: list[Row] = [_row("read and check files", rows, "rows", read)]
    found += _applied(stage, folder, rows)
    for engine in ("sqlite", "postgresql"):
        _database, rate = stage.filled(engine)
        found.append(_row(f"demo people on {engine}", PEOPLE, "people", PEOPLE / rate))
    what = f"A council's files for {CHILDREN:,} children, and made-up people, a dozen rows each"
    return [Part("intake", what, found)]


def _applied(stage: Stage, folder: Path, rows: int) -> list[Row]:
    """The import command: into an empty council, and again with nothing to change."""
    database = stage.new_sqlite()
    migrate.upgrade(database.writing)
    app = create_app(stage.settings(database), database)
    if "import" not in app.cli.commands:
        return []
    found = []
    command = ["import", str(folder), "--council", "Measured", "--apply"]
    for what, more in (("import into an empty council", "--new"), ("import the same again", "")):
        began = time.perf_counter()
        said = app.test_cli_runner().invoke(args=[*command, more] if more else command)
        took = time.perf_counter() - began
        if said.exit_code:
            raise RuntimeError(f"import: {said.output[-500:]}")
        found.append(_row(what, rows, "rows", took))
    database.dispose()
    return found


def _row(what: str, number: int, of: str, seconds: float) -> Row:
    return {"what": what, "number": number, "of": of, "s": seconds, "a second": number / seconds}
