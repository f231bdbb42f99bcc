"""`python -m tests.torture.nursery FOLDER`: has the app loaded, and forks a server or a worker when
it is asked to. Loading it anew after each kill takes seconds, in which nothing could be killed.

It says a line for each line it is told: "web" and "worker" give a process, "wait PROCESS" how that
one ended (negative: by which signal).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from gunicorn.app import wsgiapp

import app  # noqa: F401  (loaded, and handed on by each fork)
from tests.torture import worker

WEB = ("--worker-class", "gthread", "--workers", "2", "--threads", "4", "--no-control-socket",
       "--preload", "--log-level", "critical")  # fmt: skip


def web() -> None:
    address = f"127.0.0.1:{os.environ['PORT']}"
    sys.argv = ["gunicorn", *WEB, "--bind", address, "app:app"]
    wsgiapp.run()


def fork(folder: Path, work: Callable[[], None]) -> int:
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        os.setsid()
        log = os.open(folder / "log", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        for number in (1, 2):
            os.dup2(log, number)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        work()
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0
    finally:
        os._exit(code)


def main(folder: Path) -> None:
    can = {"web": web, "worker": lambda: worker.main(folder)}
    for line in iter(sys.stdin.readline, ""):
        what, *about = line.split()
        if what == "wait":
            said = os.waitstatus_to_exitcode(os.waitpid(int(about[0]), 0)[1])
        else:
            said = fork(folder, can[what])
        print(said, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
