"""People go on writing while an import runs; and two imports go one after the other."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select

from portal.core import db as core_db
from portal.house import Message, Owed
from portal.intake import apply as importing
from portal.intake import commands
from portal.people.tables import Person
from portal.rebuild import beside, build
from tests import databases, makers
from tests.conftest import NOW
from tests.databases import POSTGRESQL
from tests.intake.bring import EPISODES, NAME, TWO, Town


def pytest_generate_tests(metafunc):
    """SQLite has one writer: nobody writes meanwhile."""
    if "postgres" in metafunc.fixturenames:
        only_sqlite = metafunc.config.getoption("only_sqlite")
        metafunc.parametrize("postgres", [] if only_sqlite else [POSTGRESQL], indirect=True)


@pytest.fixture
def postgres(request, tmp_path, now):
    with databases.fresh(request.param) as found:
        yield found


def brings(town, files):
    """`flask import … --apply`, as it is run."""
    town.read(files)
    app = Flask(__name__)
    core_db.attach(app, town.database)
    commands.register(app)
    args = ["import", str(town.folder), "--council", NAME, "--apply"]
    return app.test_cli_runner().invoke(args=args)


def test_a_message_sent_meanwhile_is_owed_still(postgres, tmp_path, monkeypatch):
    """It is committed after the import has read the messages, and before what is owed."""
    town = Town(postgres, tmp_path / "in")
    town.bring(TWO)
    with postgres.committing() as db:
        sam = db.scalars(select(Person).where(Person.code == "1")).one()
        priya = makers.make_worker(db, council_id=sam.council_id)
        makers.make_connection(db, sam, priya)
        talk = makers.make_conversation(db, sam, priya)
        council_id, ids = sam.council_id, (sam.id, priya.id, talk.id)
    read_messages = build.messages.owed_rows

    def then_somebody_writes(db, council, now):
        found = read_messages(db, council, now)
        with postgres.committing() as other:
            row = {"council_id": council_id, "conversation_id": ids[2], "from_id": ids[0]}
            other.add(Message(**row, text="Are you there?", sent_at=NOW))
            other.add(Owed(council_id=council_id, debtor_id=ids[1], person_id=ids[0], kind="reply",
                           since=NOW, due_at=NOW, source_kind="conversation",
                           source_id=ids[2]))  # fmt: skip
        return found

    monkeypatch.setattr(build.messages, "owed_rows", then_somebody_writes)
    done = brings(town, {**TWO, "e.csv": EPISODES + "1,01/04/2020,S,C2,U4,,\n"})
    assert done.exit_code in (0, 1), done.output
    with postgres.reader() as db:
        (owed,) = db.scalars(select(Owed).where(Owed.kind == "reply")).all()
        assert owed.done_at is None


def test_two_imports_at_once_are_the_same_as_one_after_the_other(postgres, tmp_path):
    towns = [Town(postgres, tmp_path / name) for name in ("a", "b")]
    towns[0].bring(TWO)
    target, both = towns[0].target(), threading.Barrier(2)
    readings = [
        town.read({"header.csv": TWO["header.csv"] + "9,F,09/09/2011,WBRI,,,\n"}) for town in towns
    ]

    def one(reading):
        both.wait()
        return beside(postgres, lambda db: importing.apply(db, target, reading, NOW)).counts()

    with ThreadPoolExecutor(2) as threads:
        added = sorted(counts.added for counts in threads.map(one, readings))
    assert added[0] == 0 < added[1], "the second finds what the first has brought"
    assert towns[0].rows(Person, "code", code="9") == ["9"]
