"""What whoever watches over the portal is told: states and seconds, nothing about anybody."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from portal.core import clock, db
from portal.core.health import worker
from portal.core.jobs import Heartbeat
from tests.conftest import NOW


def heard(db, seconds_ago, name="w"):
    moment = NOW - timedelta(seconds=seconds_ago)
    db.add(Heartbeat(worker=name, started_at=moment, at=moment))
    db.commit()


def test_the_process_is_alive(client):
    assert client.get("/healthz").json == {"process": "ok"}


def test_without_a_worker_it_is_ready_and_says_so(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json == {"database": "ok", "migrations": "ok", "worker": "none"}


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "ok"), (120, "ok"), (121, "silent"), (9_000, "silent"), (-5, "ok")]
)
def test_a_worker_is_heard_for_two_minutes(client, db, seconds, said):
    """A silent one turns nobody away: children write, and their messages are kept."""
    heard(db, seconds)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json["worker"] == said
    assert answer.json["worker_heard_seconds_ago"] == max(seconds, 0)


def test_one_that_is_alive_is_enough(client, db):
    heard(db, 500, "dead")
    heard(db, 7, "alive")
    assert worker(db, clock.now()) == {"worker": "ok", "worker_heard_seconds_ago": 7}
    db.commit()


def test_behind_is_not_ready(client, database):
    with database.writing.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001_first_tables'"))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"database": "ok", "migrations": "behind", "worker": "unknown"}


def test_without_a_database_it_is_not_ready(client, monkeypatch):
    monkeypatch.setattr(db, "opened", lambda: 1 / 0)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"database": "away", "migrations": "unknown", "worker": "unknown"}


def test_check_says_that_no_worker_is_alive(app, db):
    said = app.test_cli_runner().invoke(args=["check"]).output
    assert "No worker is alive" in said
    heard(db, 30)
    assert "No worker is alive" not in app.test_cli_runner().invoke(args=["check"]).output


def test_check_says_that_the_search_needs_icu(app, database, monkeypatch):
    from portal.core import db as core_db

    wanted = "PostgreSQL has no collation"
    assert wanted not in app.test_cli_runner().invoke(args=["check"]).output
    monkeypatch.setattr(core_db, "COLLATION", "und-x-nobody-has-it")
    done = app.test_cli_runner().invoke(args=["check"])
    assert (wanted in done.output) == (not database.is_sqlite)
    assert done.exit_code == 1


def test_a_worker_does_not_begin_on_an_old_database(app, database):
    with database.writing.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001_first_tables'"))
    done = app.test_cli_runner().invoke(args=["worker", "--once"])
    assert done.exit_code == 1
    assert "migrate" in done.output
