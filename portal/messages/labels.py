"""Messages in words: one-tap messages, and what became of mine, with a name and a day."""

from __future__ import annotations

from datetime import datetime

from portal.core.words import _, moment_words
from portal.messages.pages import Bubble
from portal.messages.rules import Tap


def tap_words(kind: str) -> str:
    words: dict[str, str] = {
        Tap.OK: _("I'm OK"),
        Tap.CALL: _("Please call me"),
        Tap.HELP: _("I need help"),
    }
    return words.get(kind, "")


def bubble_state(bubble: Bubble, now: datetime) -> str | None:
    """Answered, else read by somebody, else when it will be answered; nothing on theirs."""
    if not bubble.mine:
        return None
    if bubble.read_at is not None and bubble.read_by:
        return _("Read by %(name)s %(when)s", name=bubble.read_by,
                 when=moment_words(bubble.read_at, now))  # fmt: skip
    return _("Sent. Not read yet.")
