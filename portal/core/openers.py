"""First lines of a message that another page offers, so that its room need not know messages.

A room says a code and its words when it is loaded; a link to the conversation carries the code
(`?about=…`), and the box begins with the words. Nothing is sent: whoever writes reads it, changes
it, and sends it or not. Only words said here can come by such a link.
"""

from __future__ import annotations

_openers: dict[str, str] = {}


def say_opener(code: str, words: str) -> None:
    """words: `later(…)`."""
    _openers[code] = words


def opener(code: str | None) -> str:
    """The words of a code, or none."""
    return str(_openers.get(code or "", ""))
