"""First lines of a message that another page offers, so that its room need not know messages.

A room says a code and its words when it is loaded; a link to the conversation carries the code
(`?about=…`), and the box begins with the words. Nothing is sent: whoever writes reads it, changes
it, and sends it or not. Only words said here can come by such a link.

Words may name one thing of that room: the link carries a mark of it besides (`&of=…`), which tells
nothing in a list of addresses, and the room says what it is called.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Name = Callable[[str], str]


@dataclass(frozen=True)
class _Opener:
    words: str
    named: str
    name: Name | None


_openers: dict[str, _Opener] = {}


def say_opener(code: str, words: str, named: str = "", name: Name | None = None) -> None:
    """words: `later(…)`. named: the same with a gap `what`, and name: what a mark is called, for
    whoever is asking; "" where it is nothing of theirs. It may ask the database once."""
    _openers[code] = _Opener(words, named, name)


def opener(code: str | None, mark: str | None = None) -> str:
    """The words of a code, or none."""
    found = _openers.get(code or "")
    if found is None:
        return ""
    what = found.name(mark) if found.name is not None and mark else ""
    return str(found.named) % {"what": what} if what else str(found.words)
