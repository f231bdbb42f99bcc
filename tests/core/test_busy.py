"""Somebody else holds the database for longer than we wait: a kind page, and nothing is lost."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from portal.core import db as core_db
from portal.house import Message
from tests import makers

WORDS = "I wrote for ten minutes about my sister."
IMPATIENT = {
    "sqlite": "PRAGMA busy_timeout = 1",
    "postgresql": "SET lock_timeout = 50",
}
HELD = {"sqlite": "SELECT 1", "postgresql": "LOCK TABLE message IN ACCESS EXCLUSIVE MODE"}


@pytest.fixture
def impatient(database, engine_name):
    """Requests wait for a moment only, and not for ten seconds."""

    def soon(raw, *_):
        cursor = raw.cursor()
        cursor.execute(IMPATIENT[engine_name])
        cursor.close()
        raw.commit()

    event.listen(database.sending, "checkout", soon)
    yield
    event.remove(database.sending, "checkout", soon)


def test_who_could_not_write_keeps_every_word(client, db, database, engine_name, impatient):
    sam, _priya = makers.make_pair(db)
    client.sign_in(sam)
    client.get("/messages")
    form = {**client.form("/messages", {"text": ""}, "/messages").hidden, "text": WORDS}
    db.commit()
    with database.writer() as other:
        other.execute(text(HELD[engine_name]))
        answer = client.post("/messages", data=form)
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert "We have to pause for a moment" in answer.text
        assert WORDS in answer.text, "what was typed is there to be sent again"
        assert "Something broke" not in answer.text
    assert client.post("/messages", data=form).status_code == 303
    assert client.post("/messages", data=form).status_code == 303
    assert [m.text for m in db.scalars(select(Message))] == [WORDS], "kept once"


def sqlite_error(code):
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = code
    return OperationalError("INSERT", {}, error)


class Refused(Exception):
    def __init__(self, sqlstate):
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("error", "busy"),
    [
        (sqlite_error(sqlite3.SQLITE_BUSY), True),
        (sqlite_error(sqlite3.SQLITE_BUSY_SNAPSHOT), True),
        (sqlite_error(sqlite3.SQLITE_LOCKED), True),
        (sqlite_error(sqlite3.SQLITE_CORRUPT), False),
        (OperationalError("", {}, Refused("55P03")), True),
        (OperationalError("", {}, Refused("40P01")), True),
        (OperationalError("", {}, Refused("53300")), True),
        (OperationalError("", {}, Refused("42P01")), False),
        (IntegrityError("", {}, Refused("23505")), False),
        (PoolTimeout(), True),
        (ValueError(), False),
    ],
)
def test_what_is_only_busy(error, busy):
    assert core_db.is_busy(error) is busy
