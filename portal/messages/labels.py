"""Messages in words: one-tap messages, and what became of mine, with a name and a day."""

from __future__ import annotations

from datetime import datetime

from portal.core.words import _, moment_words, plural
from portal.messages.pages import Bubble, ThreadPage
from portal.messages.rules import Tap


def tap_words(kind: str) -> str:
    words: dict[str, str] = {
        Tap.OK: _("I'm OK"),
        Tap.CALL: _("Please call me"),
        Tap.HELP: _("I need help"),
    }
    return words.get(kind, "")


def bubble_state(bubble: Bubble, now: datetime) -> str | None:
    """What became of mine: answered, else read, by whom and when. Said once, under the last of
    those I sent in a row; nothing on theirs."""
    if not bubble.last_of_mine:
        return None
    if bubble.answered_at is not None:
        return _("Answered by %(name)s %(when)s", name=bubble.answered_by,
                 when=moment_words(bubble.answered_at, now))  # fmt: skip
    if bubble.read_at is not None and bubble.read_by:
        return _("Read by %(name)s %(when)s", name=bubble.read_by,
                 when=moment_words(bubble.read_at, now))  # fmt: skip
    return _("Sent. Not read yet.")


def told(page: ThreadPage, now: datetime) -> str:
    """When the answer comes, to the young person who waits for it."""
    assert page.desk.answers is not None
    name = page.desk.answers.name
    if page.answer_by is None:
        return _("%(name)s will answer as soon as they can.", name=name)
    when = moment_words(page.answer_by, now)
    if page.answer_by < now:
        return _("%(name)s said by %(when)s. It is late. You can call.", name=name, when=when)
    return _("%(name)s will answer by %(when)s.", name=name, when=when)


def answers_what(page: ThreadPage) -> str | None:
    """What a worker's answer closes, said before they write it; nothing to whoever is there for
    some hours only, and closes nothing."""
    if not page.desk.stays:
        return None
    if page.asked_for_help:
        return _("%(name)s tapped “I need help”. Speak with them first if you can.",
                 name=page.desk.person_name)  # fmt: skip
    if page.unanswered > 1:
        return plural("This answers %(num)s message.", "This answers %(num)s messages.",
                      page.unanswered)  # fmt: skip
    return None
