"""The worker's threads with real queues: huey's own on SQLite, a Redis and a PostgreSQL."""

import json
import pickle
import shutil
import subprocess
import threading
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import current_app, g
from sqlalchemy import select

from portal.core import jobs
from portal.core.jobs import JobRun, job, nudge, pass_on_nudges, pump
from portal.worker.nudger import Nudger
from portal.worker.process import Consumer, Hands, run_once
from portal.worker.queue import FILE, Queue
from portal.worker.rules import DONE, Pace
from tests import makers, servers
from tests.databases import POSTGRESQL

SOON = 20  # seconds: far more than it takes, so that a busy machine fails nothing
NEVER = 600.0  # the look that would find the work without being told
# What the databases have to do with it is in `test_runs`; here it is about queues.
pytestmark = [pytest.mark.usefixtures("no_jobs"), pytest.mark.one_engine]


@contextmanager
def redis_server(folder):
    port = servers.free_port()
    said = [
        shutil.which("redis-server") or "redis-server", "--port", str(port), "--bind", "127.0.0.1",
        "--save", "", "--dir", str(folder),
    ]  # fmt: skip
    with subprocess.Popen(said, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        for line in server.stdout:
            if "Ready to accept connections" in line:
                break
        yield f"redis://127.0.0.1:{port}/0", server
        server.terminate()
        server.stdout.read()


@contextmanager
def postgresql_queue(name):
    servers.postgresql_do(f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
    yield servers.postgresql() + name
    servers.postgresql_do(f"DROP DATABASE {name} WITH (FORCE)")


def pytest_generate_tests(metafunc):
    if "broker" in metafunc.fixturenames:
        kinds = ["embedded", "redis"]
        if not metafunc.config.getoption("only_sqlite"):
            kinds.append(POSTGRESQL)
        metafunc.parametrize("broker", kinds, indirect=True)


@pytest.fixture
def broker(request, tmp_path):
    if request.param == "redis":
        with redis_server(tmp_path) as (url, _server):
            yield url
    elif request.param == POSTGRESQL:
        with postgresql_queue("queue_for_a_test") as url:
            yield url
    else:
        yield ""


@pytest.fixture
def settings(app, tmp_path):
    return replace(app.extensions["settings"], data=tmp_path)


@contextmanager
def working(app, settings, presence, look=NEVER, threads=2):
    """The threads of a worker process, without its signals."""
    hands = Hands(app, presence, look, threads)
    queue = Queue(settings, hands.do)
    consumer = Consumer(queue, hands, threads)
    consumer.scheduler.start()
    for _worker, thread in consumer.worker_threads:
        thread.start()
    try:
        yield queue
    finally:
        hands.stopping.set()
        consumer.stop_flag.set()
        for thread in (consumer.scheduler, *(one for _worker, one in consumer.worker_threads)):
            thread.join(SOON)
            assert not thread.is_alive()
        queue.close()


def test_a_job_that_is_due_is_done(app, settings, broker, new_worker):
    done = threading.Event()
    job("one", timedelta(days=1))(lambda _database, _now: done.set())
    worker = new_worker()
    with working(app, replace(settings, broker=broker), worker, look=1.0):
        assert done.wait(SOON)
    with worker.database.reader() as db:
        (run,) = db.scalars(select(JobRun)).all()
    assert (run.name, run.worker, run.outcome) == ("one", worker.name, DONE)


def test_a_nudge_wakes_a_pump_at_once(app, settings, broker, new_worker):
    """Without it nobody would look for ten minutes."""
    first, again = threading.Event(), threading.Event()

    @pump("notices")
    def notices(_database, _now):
        (again if first.is_set() else first).set()
        return 0

    settings = replace(settings, broker=broker)
    with working(app, settings, new_worker(), look=NEVER) as queue:
        assert first.wait(SOON)
        if broker:
            nudger = Nudger(settings)
            nudger({"notices"})
            nudger.end()
        else:
            queue.ask("notices")  # no request does so
        assert again.wait(SOON)


def test_a_pump_is_called_until_nothing_waits(app, settings, broker, new_worker):
    waits, empty = [3, 2, 1], threading.Event()

    @pump("notices")
    def notices(_database, _now):
        if waits:
            return waits.pop()
        empty.set()
        return 0

    with working(app, replace(settings, broker=broker), new_worker()):
        assert empty.wait(SOON)
    assert waits == []


def test_what_somebody_else_put_into_the_queue_runs_nothing(
    app, settings, broker, new_worker, tmp_path
):
    """Neither a pickle, nor a name that we do not know, nor what is no name at all."""
    done, trapped = threading.Event(), tmp_path / "trapped"

    class Trap:
        def __reduce__(self):
            return trapped.write_text, ("somebody else's",)

    worker = new_worker()
    with working(app, replace(settings, broker=broker), worker) as queue:
        for raw in (
            pickle.dumps(Trap()),
            b"",
            b"{}",
            json.dumps(["1", "os.system", "true"]).encode(),
        ):
            queue.huey.storage.enqueue(raw)
        queue.ask("nobody knows this")
        job("late", timedelta(days=1))(lambda _database, _now: done.set())
        queue.ask("late")
        assert done.wait(SOON)
    assert not trapped.exists()


def test_a_broker_that_dies_holds_up_nothing(app, settings, database, new_worker, tmp_path):
    """Jobs and pumps go on by looking; nothing that was asked for through it is missed."""
    looked = threading.Semaphore(0)
    done = threading.Event()

    @pump("notices")
    def notices(_database, _now):
        looked.release()
        return 0

    with redis_server(tmp_path) as (url, server):
        settings = replace(settings, broker=url)
        with working(app, settings, new_worker(), look=0.2):
            assert looked.acquire(timeout=SOON)
            server.kill()
            server.wait()
            job("late", timedelta(days=1))(lambda _database, _now: done.set())
            assert done.wait(SOON)
            for _ in range(3):
                assert looked.acquire(timeout=SOON)
            nudger = Nudger(settings)
            nudger({"notices"})  # a request goes on at once, too
            nudger.end()


def test_a_broker_that_is_not_there_yet_holds_up_nothing(app, settings, new_worker):
    done = threading.Event()
    job("one", timedelta(days=1))(lambda _database, _now: done.set())
    nobody = f"postgresql://app@127.0.0.1:{servers.free_port()}/queue"
    with working(app, replace(settings, broker=nobody), new_worker(), look=0.2):
        assert done.wait(SOON)


def test_a_queue_that_is_broken_is_made_anew(app, settings, new_worker, tmp_path):
    (tmp_path / FILE).write_bytes(b"not a database at all" * 500)
    done = threading.Event()
    job("one", timedelta(days=1))(lambda _database, _now: done.set())
    with working(app, settings, new_worker(), look=0.2):
        assert done.wait(SOON)


def test_a_pump_that_raises_leaves_the_others(app, settings, new_worker, caplog):
    seen = threading.Event()

    @pump("broken")
    def broken(_database, _now):
        raise LookupError("what Sam wrote")

    @pump("whole")
    def whole(_database, _now):
        seen.set()
        return 0

    with working(app, settings, new_worker(), threads=1):
        assert seen.wait(SOON)
    assert "pump failed" in caplog.messages


def test_who_sends_to_somebody_that_does_not_answer_leaves_jobs_their_turn(
    app, settings, broker, new_worker
):
    answers, done = threading.Event(), threading.Event()
    job("one", timedelta(days=1))(lambda _database, _now: done.set())

    @pump("notices")
    def notices(_database, _now):
        answers.wait(SOON)
        return 1

    with working(app, replace(settings, broker=broker), new_worker(), look=0.2):
        assert done.wait(SOON)
        answers.set()


def test_long_jobs_leave_those_who_send_their_turn(app, settings, broker, new_worker):
    ends, begun, calls = threading.Event(), threading.Event(), threading.Semaphore(0)

    def long(_database, _now):
        begun.set()
        ends.wait(SOON)

    for name in ("one", "two", "three"):
        job(name, timedelta(days=1))(long)
    pump("notices")(lambda _database, _now: calls.release() or 0)
    quick = new_worker(pace=Pace(look=0.02))
    with working(app, replace(settings, broker=broker), quick, look=0.02):
        assert begun.wait(SOON)
        for _ in range(100):
            assert calls.acquire(timeout=SOON)
        ends.set()


def test_once_does_what_is_due_and_ends(app, database):
    waits, did = [1, 1], []
    job("one", timedelta(days=1))(lambda _database, _now: did.append("one"))
    pump("notices")(lambda _database, _now: waits.pop() if waits else 0)
    assert run_once(app) == ["one", "notices", "notices"]
    assert run_once(app, pace=Pace()) == []
    assert did == ["one"]


def test_what_a_job_needs_of_the_app_is_there(app, database, settings):
    found = []

    @job("one", timedelta(days=1))
    def one(_database, _now):
        found.append(current_app.name)
        g.left_behind = True

    @job("two", timedelta(days=1))
    def two(_database, _now):
        found.append("left_behind" in g)

    run_once(app)
    assert found == ["portal", False]


# --- a request's part ----------------------------------------------------------------------------


@pytest.fixture
def nudged(app, monkeypatch):
    told = []
    monkeypatch.setitem(app.extensions, "nudger", lambda names: told.append(set(names)))
    return told


def test_a_message_that_was_kept_nudges(app, client, db, nudged):
    sam, _priya = makers.make_pair(db)
    client.sign_in(sam)
    assert client.send("/messages", {"text": "Hello"}).status_code == 303
    assert nudged == [{"notices"}]


def test_what_was_undone_nudges_nobody(app, client, db, nudged):
    sam, _priya = makers.make_pair(db)
    client.sign_in(sam)
    assert client.send("/messages", {"text": ""}).status_code == 422
    assert nudged == []


def test_without_a_broker_a_request_does_nothing(app, database):
    assert "nudger" not in app.extensions
    with app.test_request_context():
        nudge("notices")
        pass_on_nudges()


def test_outside_of_a_request_nobody_is_nudged(app, nudged):
    with app.app_context():
        nudge("notices")
        assert "nudges" not in g
    nudge("notices")
    assert jobs.pumps() == {}
