"""A PDF, written anew. What comes in is anybody's bytes; what is kept was made by a process of its
own, with bounded time and memory (`rewriting`)."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore

from portal.uploads.rewriting import LARGE, LOCKED, MANY, SECONDS
from portal.uploads.rules import PDF_BYTES, What, what_is

_PROGRAM = Path(__file__).with_name("rewriting.py")
_KEPT = ("PATH", "LD_LIBRARY_PATH")  # nothing of the portal's own settings, which hold secrets
_AT_ONCE = BoundedSemaphore(1)
_WHY = {LOCKED: "locked", MANY: "pages", LARGE: "large"}


class NoPdf(Exception):
    """why: "kind", "large", "locked", "pages", "busy" or "broken"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Pdf:
    data: bytes
    pages: int


def written_anew(data: bytes) -> Pdf:
    """The pages in these bytes, and nothing else of them. Raises NoPdf."""
    if len(data) > PDF_BYTES:
        raise NoPdf("large")
    if what_is(data) is not What.PDF:
        raise NoPdf("kind")
    if not _AT_ONCE.acquire(timeout=SECONDS):
        raise NoPdf("busy")
    try:
        return _written(data)
    finally:
        _AT_ONCE.release()


def _written(data: bytes) -> Pdf:
    try:
        done = subprocess.run(  # noqa: S603  # our own program, and no argument
            [sys.executable, "-I", str(_PROGRAM)], input=data, capture_output=True,
            timeout=SECONDS * 2, cwd="/", check=False,
            env={name: os.environ[name] for name in _KEPT if name in os.environ},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise NoPdf("broken") from None
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        raise NoPdf(_WHY.get(done.returncode, "broken"))
    return Pdf(done.stdout, int(done.stderr.split()[-1]))
