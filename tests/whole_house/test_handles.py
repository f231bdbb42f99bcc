"""A request's handle: reading cannot write, and only a POST that succeeded is kept."""

import pytest
from flask import Flask, Response
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from portal.core import db as doors
from portal.core.db import WroteOnRead
from portal.core.ids import new_id
from portal.house import Council, Tally
from tests import makers


@pytest.fixture
def council(database, now):
    with database.committing() as handle:
        return makers.make_council(handle, name="Before")


def names(database):
    with database.reader() as handle:
        return handle.scalars(select(Council.name)).all()


def test_a_reading_handle_refuses_to_flush(database, council):
    with database.reader() as handle:
        handle.add(Council(id=new_id(), name="Written on a read"))
        with pytest.raises(WroteOnRead):
            handle.commit()
    assert names(database) == ["Before"]


def test_a_reading_handle_refuses_a_changed_row(database, council):
    with database.reader() as handle:
        found = handle.scalars(select(Council)).one()
        found.name = "Written on a read"
        with pytest.raises(WroteOnRead):
            handle.flush()
    assert names(database) == ["Before"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE council SET name = 'Written on a read'",
        "DELETE FROM council",
        "CREATE TABLE made_on_read (id integer)",
    ],
)
def test_the_database_itself_refuses(database, council, statement):
    with database.reader() as handle, pytest.raises(DBAPIError, match=r"read-?\s?only"):
        handle.execute(text(statement))
    assert names(database) == ["Before"]


def test_reading_leaves_the_writing_door_open(database, council):
    """The read-only mark must not stay on a connection that goes back to the pool."""
    for _ in range(20):
        with database.reader() as handle:
            handle.scalars(select(Council.name)).all()
        with database.committing() as handle:
            handle.scalars(select(Council)).one().area = "still writing"


def test_readers_do_not_wait_for_a_writer(database, council):
    with database.writer() as writing:
        writing.execute(text("UPDATE council SET name = 'After'"))
        assert names(database) == ["Before"]
        writing.commit()
    assert names(database) == ["After"]


def test_two_writers_wait_for_each_other_and_both_are_kept(database, council):
    from concurrent.futures import ThreadPoolExecutor

    def add(number: int) -> None:
        with database.committing() as handle:
            handle.add(Council(id=new_id(), name=f"Number {number}"))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(12)))
    assert len(names(database)) == 13


def test_an_error_inside_a_command_undoes_it(database):
    with pytest.raises(RuntimeError), database.committing() as handle:  # noqa: PT012
        handle.add(Council(id=new_id(), name="Half done"))
        handle.flush()
        raise RuntimeError("half way")
    assert names(database) == []


# --- in a request ------------------------------------------------------------------------------


@pytest.fixture
def small(database):
    """The smallest app with the request's handle, committing as the frame does."""
    app = Flask("only-handles")
    doors.attach(app, database)

    @app.after_request
    def finish(response: Response) -> Response:
        doors.settle(keep=doors.succeeded(response))
        return response

    @app.route("/write/<int:code>", methods=["GET", "POST"])
    def write(code: int) -> tuple[str, int]:
        doors.opened().add(Council(id=new_id(), name=f"Code {code}"))
        doors.opened().flush()
        return "", code

    @app.post("/breaks")
    def breaks() -> str:
        doors.opened().add(Council(id=new_id(), name="Broken"))
        doors.opened().flush()
        raise RuntimeError("broken")

    return app


@pytest.mark.parametrize(
    ("code", "kept"),
    [
        (200, True),
        (302, True),
        (303, True),
        (400, False),
        (422, False),
        (403, False),
        (404, False),
        (500, False),
    ],
)
def test_a_post_is_kept_only_when_it_succeeded(small, database, code, kept):
    small.test_client().post(f"/write/{code}")
    assert names(database) == ([f"Code {code}"] if kept else [])


def test_a_get_that_writes_is_an_error_and_leaves_nothing(small, database):
    small.testing = True
    with pytest.raises(WroteOnRead):
        small.test_client().get("/write/200")
    assert names(database) == []


def test_a_post_that_breaks_leaves_nothing(small, database):
    assert small.test_client().post("/breaks").status_code == 500
    assert names(database) == []


def test_no_handle_is_left_open(small, database):
    """A connection that is not given back would starve the pool, and hold SQLite's lock."""
    client = small.test_client()
    for _ in range(3):
        client.post("/breaks")
        client.get("/write/200")
        client.post("/write/422")
    for engine in (database.writing, database.reading):
        assert engine.pool.checkedout() == 0
    with database.committing() as handle:
        assert handle.scalar(select(func.count()).select_from(Tally)) == 0
