"""Run some commands side by side; when one ends, or somebody ends this, all end.

    python deploy/together.py gunicorn app:app --and flask --app app worker

For trying it out on one machine (`make run`). Whoever runs it for a council has something that
starts each of them and starts it again (systemd, containers).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence

STOP_SECONDS = 15  # more than a worker takes to finish what it has begun
ASKED = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def run(commands: Sequence[Sequence[str]]) -> int:
    """0 when somebody ended it, else what the command that ended first said (1 if that was 0)."""
    heard, wakes = os.pipe()
    os.set_blocking(wakes, False)
    signal.set_wakeup_fd(wakes)
    for number in (*ASKED, signal.SIGCHLD):
        signal.signal(number, lambda *_: None)  # its number comes through the pipe
    running = []
    try:
        for command in commands:
            # In a group of its own: Ctrl-C reaches only us, and we end each of them once, kindly.
            running.append(subprocess.Popen(list(command), process_group=0))  # noqa: S603
        while True:
            if set(os.read(heard, 64)) & set(ASKED):
                return 0
            for one in running:
                if one.poll() is not None:
                    return one.returncode if one.returncode > 0 else 1
    finally:
        _stop(running)


def _stop(running: Sequence[subprocess.Popen[bytes]]) -> None:
    for one in running:
        one.terminate()
    ends = time.monotonic() + STOP_SECONDS
    for one in running:
        try:
            one.wait(max(ends - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            one.kill()
            one.wait()


def split(arguments: Sequence[str]) -> list[list[str]]:
    commands: list[list[str]] = [[]]
    for one in arguments:
        if one == "--and":
            commands.append([])
        else:
            commands[-1].append(one)
    return commands


if __name__ == "__main__":
    sys.exit(run(split(sys.argv[1:])))
