"""First lines of a message that another page offers, so that its room need not know messages.

A room says a code and its words when it is loaded; a link to the conversation carries the code
(`?about=…`), and the box begins with the words. Where they speak of one thing among many, the link
carries which one (`?about=code.which`), and the room that said the words says its name. Nothing is
sent: whoever writes reads it, changes it, and sends it or not. Only words said here can come by
such a link, and only names that the room finds for whoever asks.
"""

from __future__ import annotations

from collections.abc import Callable

Name = Callable[[str], str]
_openers: dict[str, tuple[str, Name | None]] = {}


def say_opener(code: str, words: str, name: Name | None = None) -> None:
    """words: `later(…)`, with the gap %(what)s where there is a name. name: of what stands after
    the dot, in the reader's language; "" for what they may not read, and then nothing begins."""
    _openers[code] = words, name


def opener(about: str | None) -> str:
    """The words of a code, or none."""
    code, _dot, which = (about or "").partition(".")
    words, name = _openers.get(code, ("", None))
    if name is None:
        return "" if which else str(words)
    what = name(which)
    return str(words) % {"what": what} if what else ""
