"""`flask import`: what it says, how it ends, and that half an import never stays."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from portal.core import clock
from portal.core import db as core_db
from portal.core.db import Database
from portal.intake import apply as importing
from portal.intake import commands
from portal.people.tables import Council, Person
from tests.databases import SQLITE
from tests.intake.bring import CONNECTIONS, EPISODES, HEADER, PRIYA, TWO, Town
from tests.intake.files import make, write
from tests.makers import make_council

Run = Callable[..., Result]


@pytest.fixture
def run(town: Town) -> Run:
    """The command on the town's database and folder: `run("--apply")`."""
    app = Flask(__name__)
    core_db.attach(app, town.database)
    commands.register(app)

    def do(*words: str, folder: Path = town.folder, council: str = "Sampleshire") -> Result:
        args = ["import", str(folder), "--council", council, *words]
        result = app.test_cli_runner().invoke(args=args)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    return do


def test_dry_then_applied_then_nothing_to_change(town: Town, run: Run) -> None:
    write(make(8), town.folder)
    empty = town.everything()
    dry = run("--new")
    assert dry.exit_code == 0 and "to add" in dry.output and "dry run" in dry.output
    assert town.everything() == empty
    done = run("--new", "--apply")
    assert done.exit_code == 0 and "added" in done.output and "dry run" not in done.output
    counts = [line.split()[-3:] for line in dry.output.splitlines() if line.startswith("all ")]
    assert counts == [
        line.split()[-3:] for line in done.output.splitlines() if line.startswith("all ")
    ]
    kept = town.everything()
    again = run("--apply")
    assert again.exit_code == 0 and "Nothing to change." in again.output
    assert town.everything() == kept


def test_details_list_every_change_without_names(town: Town, run: Run) -> None:
    write(make(4), town.folder)
    lines = run("--new", "--details").output.splitlines()
    people = [line for line in lines if "add people" in line]
    assert len(people) == 6  # four children and two workers


def test_a_rejected_row_is_told_with_all_that_helps(town: Town, run: Run) -> None:
    town.read({**TWO, "e.csv": EPISODES + "9,01/04/2020,S,C2,U4,,\n1,31/02/2020,S,C2,U4,,\n"})
    result = run("--new", "--apply")
    assert result.exit_code == 1
    assert 'e.csv, line 2, CHILD "9": We do not know this child. Send the child' in result.output
    assert 'e.csv, line 3, DECOM "31/02/2020": There is no such day' in result.output
    assert town.count(Person) == 2


def test_nothing_to_change_still_tells_what_was_left_out(town: Town, run: Run) -> None:
    town.read(TWO)
    run("--new", "--apply")
    town.read({**TWO, "c.csv": CONNECTIONS + "1,,2,social_worker,2024-01-01,,,\n"})
    result = run("--apply")
    assert result.exit_code == 1 and "Nothing to change." in result.output
    assert "Rejected rows (1):" in result.output
    assert 'c.csv, line 2, KIND "social_worker": PERSON is a young person' in result.output


def test_what_stays_ended_is_listed_on_its_own(town: Town, run: Run) -> None:
    row = CONNECTIONS + "1,W1,,social_worker,2024-01-01,{},,plan\n"
    town.read({**TWO, **PRIYA, "c.csv": row.format("2024-06-30")})
    run("--new", "--apply")
    town.read({"c.csv": row.format("") + "1,W1,,teacher,2024-01-01,,,plann\n"})
    lines = run("--apply").output.splitlines()
    heading = lines.index("Connections that a file does not begin again (1):")
    assert lines[heading + 1 : heading + 4] == [
        "  c.csv, line 2, TO: This connection ended on 30/06/2024. Give a new FROM to begin again.",
        "",
        "Warnings (1):",
    ]


def test_a_refused_file_is_told_and_is_not_a_clean_run(town: Town, run: Run) -> None:
    town.read({**TWO, "what.csv": "A,B\n1,2\n"})
    result = run("--new")
    assert result.exit_code == 1 and "what.csv: The first row is not the header" in result.output


def test_it_cannot_run_without_a_folder_or_files(town: Town, run: Run, tmp_path: Path) -> None:
    missing = run(folder=tmp_path / "nowhere")
    assert missing.exit_code == 2 and "There is no folder" in missing.output
    town.read({})
    assert run().exit_code == 2
    town.read({"what.csv": "A,B\n1,2\n"})
    assert run().exit_code == 2 and "what.csv" in run().output


def test_an_unknown_council_says_which_there_are(town: Town, run: Run) -> None:
    town.read(TWO)
    with town.database.committing() as db:
        make_council(db, name="Riverbank", kind="real")
    result = run("--apply")
    assert result.exit_code == 2 and "Riverbank" in result.output and "--new" in result.output
    assert "'Riverbank'" in run("--new", "--apply", council="riverbank ").output
    assert town.rows(Council, "name") == ["Riverbank"]


@pytest.mark.parametrize("name", ["", "a" * 101, "two\nlines"])
def test_a_council_needs_a_name(town: Town, run: Run, name: str) -> None:
    town.read(TWO)
    assert run("--new", "--apply", council=name).exit_code == 2
    assert town.count(Council) == 0


@pytest.mark.parametrize(("there", "made"), [(None, "real"), ("real", "real"), ("demo", "demo")])
def test_made_up_and_real_councils_never_stand_together(
    town: Town, run: Run, there: str | None, made: str
) -> None:
    town.read(TWO)
    if there:
        with town.database.committing() as db:
            make_council(db, kind=there)
    run("--new", "--apply")
    assert town.rows(Council, "kind", name="Sampleshire") == [made]


def test_a_database_that_fails_keeps_nothing_and_says_so(
    town: Town, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.read(TWO)
    before = town.everything()

    def full(*_: object) -> None:
        raise OperationalError("INSERT a secret row", {}, Exception("disk full"))

    monkeypatch.setattr(importing, "rebuild", full)
    result = run("--new", "--apply")
    assert result.exit_code == 2 and "nothing has been changed" in result.output
    assert "secret" not in result.output and "Traceback" not in result.output
    assert town.everything() == before


def test_a_mistake_of_ours_in_the_last_step_keeps_nothing(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = town.read(TWO)
    before = town.everything()

    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(importing, "rebuild", broken)
    target = town.target()
    with pytest.raises(RuntimeError), town.database.committing() as db:
        importing.apply(db, target, reading, clock.now())
    assert town.everything() == before


def test_an_unmigrated_database_is_said_in_one_line(
    blank_database: Database, now: object, tmp_path: Path
) -> None:
    town = Town(blank_database, tmp_path / "in")
    town.read(TWO)
    app = Flask(__name__)
    core_db.attach(app, blank_database)
    commands.register(app)
    args = ["import", str(town.folder), "--council", "X"]
    result = app.test_cli_runner().invoke(args=args)
    assert result.exit_code == 2 and "migrate" in result.output


# Imports, then stops as the very last step begins, and waits there to be killed.
KILLED = """
import sys, time
from pathlib import Path
from portal.core import clock
from portal.core.db import Database
from portal.intake import apply as importing
from portal.intake.reading import read_folder

def wait(db, council_id, now):
    db.flush()
    print("written", flush=True)
    time.sleep(60)

importing.rebuild = wait
reading = read_folder(Path(sys.argv[2]), clock.today(clock.now()))
with Database(sys.argv[1]).committing() as db:
    importing.apply(db, importing.new_council("Sampleshire", []), reading, clock.now())
"""


def test_a_killed_import_leaves_nothing(town: Town, engine_name: str) -> None:
    write(make(30), town.folder)
    before = town.everything()
    url = town.database.owner_url.render_as_string(hide_password=False)
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, url, str(town.folder)],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": os.getcwd()},
    )  # fmt: skip
    try:
        assert process.stdout is not None and process.stdout.readline() == "written\n"
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert town.everything() == before
    with town.database.committing() as db:  # and nothing is left locked
        assert db.scalar(select(Council.id)) is None
        make_council(db)
    assert engine_name != SQLITE or not Path(f"{town.database.url.database}-journal").exists()


def test_words_of_a_person_reach_no_report(town: Town, run: Run) -> None:
    people = "CODE,BORN,KNOWN_AS,LAST_NAME\n1,2010-03-01,Marker-Name,Marker-Last\n"
    town.read({"h.csv": HEADER + "1,F,01/03/2010,WBRI,,,\n", "p.csv": people})
    assert "Marker" not in run("--new", "--apply", "--details").output
    town.read({"p.csv": people.replace("Marker-Name", "Other")})
    assert "known as" in run("--details").output and "Other" not in run("--details").output
