"""Files of ours, with a mark of their content in the address: they may be kept for ever."""

from __future__ import annotations

import hashlib
from pathlib import Path

STATIC = Path(__file__).resolve().parents[2] / "static"

_marks: dict[str, str] = {}


def asset(path: str) -> str:
    """The address of a file of ours, with a mark of its content: it may be kept for ever."""
    if path not in _marks:
        _marks[path] = hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:10]
    return f"/static/{path}?v={_marks[path]}"


def version() -> str:
    """One mark for everything a phone keeps in its public shell."""
    if "" not in _marks:
        digest = hashlib.sha256()
        for file in sorted(p for p in STATIC.rglob("*") if p.suffix in (".css", ".js", ".svg")):
            digest.update(file.read_bytes())
        _marks[""] = digest.hexdigest()[:10]
    return _marks[""]
