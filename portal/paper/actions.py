"""Drawing a page on paper."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from ctypes.util import find_library
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import BoundedSemaphore

from portal.paper.rules import LARGEST, SECONDS, NoPaper, packed

_PROGRAM = Path(__file__).with_name("drawing.py")
# What finds fonts and programs; nothing of the portal's own settings, which hold secrets.
_KEPT = ("PATH", "HOME", "XDG_CACHE_HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "LD_LIBRARY_PATH")
_AT_ONCE = BoundedSemaphore(2)


@cache
def can_draw() -> bool:
    """Whether this machine has what draws: pages offer a PDF only then."""
    return find_spec("weasyprint") is not None and find_library("pango-1.0") is not None


def pdf(
    html: str, language: str, title: str, *, pictures: Mapping[str, bytes] | None = None
) -> bytes:
    """The page (whole, as drawn from `layout/paper.html`) as a tagged PDF.

    language: a BCP 47 tag. title: neutral, as others see it. pictures: bytes by name; the page
    shows one with `src="paper:name"`, and nothing else is ever fetched. Raises NoPaper.
    """
    if not can_draw():
        raise NoPaper("WeasyPrint or pango is not installed.")
    sent = packed(html, language, title, pictures or {})
    if not _AT_ONCE.acquire(timeout=SECONDS):
        raise NoPaper("Too many pages are being drawn.")
    try:
        return _drawn(sent)
    finally:
        _AT_ONCE.release()


def _drawn(sent: bytes) -> bytes:
    try:
        drawn = subprocess.run(  # noqa: S603  # our own program, and no argument
            [sys.executable, "-I", str(_PROGRAM)],
            input=sent,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # it would quote the page
            timeout=SECONDS,
            env={name: os.environ[name] for name in _KEPT if name in os.environ},
            cwd="/",
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NoPaper("The page took too long.") from None
    if drawn.returncode or not drawn.stdout.startswith(b"%PDF-"):
        raise NoPaper(f"The program that draws ended with {drawn.returncode}.")
    if len(drawn.stdout) > LARGEST:
        raise NoPaper("The file is too large.")
    return drawn.stdout
