"""Web and worker side by side: both end when one ends, or when somebody ends them."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests import servers

PATIENCE_SECONDS = 60


def command(text):
    return [sys.executable, "-c", text]


LIVES = command("import os, time; os.write(1, b'here\\n'); time.sleep(60)")
ENDS_BADLY = command("import sys; sys.exit(3)")
ENDS_WELL = command("pass")
IS_KILLED = command("import os; os.kill(os.getpid(), 9)")


@contextmanager
def together(*commands):
    said = [part for one in commands for part in ("--and", *one)][1:]
    with subprocess.Popen(
        [sys.executable, "deploy/together.py", *said], cwd=servers.REPO,
        stdout=subprocess.PIPE, text=True,
    ) as running:  # fmt: skip
        try:
            yield running
        finally:
            running.kill()  # if it was not ended by then


def rest(running):
    """What is said until nobody is left who could say anything."""
    return running.communicate(timeout=PATIENCE_SECONDS)[0]


@pytest.mark.parametrize(("ends", "code"), [(ENDS_BADLY, 3), (ENDS_WELL, 1), (IS_KILLED, 1)])
def test_when_one_ends_all_end(ends, code):
    with together(LIVES, ends) as running:
        assert rest(running) in ("", "here\n")
        assert running.wait(PATIENCE_SECONDS) == code


def test_a_command_that_is_not_there_leaves_nothing_behind():
    with together(LIVES, ["/nowhere/at/all"]) as running:
        assert rest(running) in ("", "here\n")
        assert running.wait(PATIENCE_SECONDS) != 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_when_somebody_ends_it_all_end(number):
    with together(LIVES, LIVES) as running:
        assert [running.stdout.readline() for _ in range(2)] == ["here\n"] * 2
        running.send_signal(number)
        assert rest(running) == ""
        assert running.wait(PATIENCE_SECONDS) == 0


# --- as `make run` starts them -----------------------------------------------------------------


def what_make_runs(port):
    """The last command of `make run`, with this test's own Python."""
    said = subprocess.run(
        ["make", "-n", "run", f"PORT={port}", f"FLASK={sys.executable} -m flask --app app"],
        cwd=servers.REPO, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    found = re.search(r"^exec (.+)\Z", said, re.M | re.S)
    assert found is not None, said
    return found[0].replace(".venv/bin/gunicorn", f"{sys.executable} -m gunicorn")


def processes_of(data):
    """Whoever was started with this data folder and is alive."""
    mine = f"ALONGSIDE_DATA={data}".encode()
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mine in (folder / "environ").read_bytes().split(b"\0"):
                found[int(folder.name)] = (folder / "cmdline").read_bytes().decode()
        except OSError:  # gone meanwhile
            continue
    return found


@pytest.fixture
def running(tmp_path):
    port = servers.free_port()
    environment = servers.app_environment(tmp_path, port)
    servers.flask(environment, "migrate")
    with (tmp_path / "log").open("wb") as log, subprocess.Popen(
        ["sh", "-c", what_make_runs(port)], cwd=servers.REPO, env=environment, stdout=log,
        stderr=subprocess.STDOUT,
    ) as process:  # fmt: skip
        try:
            assert until(lambda: ready(port).get("worker") == "ok"), (tmp_path / "log").read_text()
            yield process, tmp_path
        finally:
            process.kill()
            for one in processes_of(tmp_path):
                os.kill(one, signal.SIGKILL)


def until(true):
    ends = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < ends:
        if true():
            return True
        time.sleep(0.1)
    return False


def ready(port):
    try:
        with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return json.load(answer)
    except OSError:
        return {}


@pytest.mark.browser
def test_make_run_ends_with_everything_it_began(running):
    process, data = running
    assert len(processes_of(data)) == 5  # itself, the server and its two, the worker
    process.terminate()
    assert process.wait(PATIENCE_SECONDS) == 0
    assert processes_of(data) == {}
    assert "Traceback" not in (data / "log").read_text()
