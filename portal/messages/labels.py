"""Messages in words: one-tap messages, and what became of mine, with a name and a day."""

from __future__ import annotations

from datetime import datetime

from portal.core.words import _, local_day, moment_words, near_day, plural, short_date
from portal.messages.beside import NewWorker
from portal.messages.pages import Bubble, ThreadPage
from portal.messages.rules import Tap


def tap_words(kind: str) -> str:
    words: dict[str, str] = {
        Tap.OK: _("I'm OK"),
        Tap.CALL: _("Please call me"),
        Tap.HELP: _("I need help today"),
    }
    return words.get(kind, "")


def bubble_state(bubble: Bubble, now: datetime) -> str | None:
    """What became of mine: answered, else read, by whom and when, else on whose list it is. Said
    once, under the last of those I sent in a row; nothing on theirs."""
    if not bubble.last_of_mine or bubble.taken_back:
        return None
    if bubble.answered_at is not None:
        return _("Answered by %(name)s %(when)s", name=bubble.answered_by,
                 when=moment_words(bubble.answered_at, now))  # fmt: skip
    if bubble.read_at is not None and bubble.read_by:
        return _("Read by %(name)s %(when)s", name=bubble.read_by,
                 when=moment_words(bubble.read_at, now))  # fmt: skip
    when = moment_words(bubble.sent_at, now)
    if bubble.on_list:
        return _("Sent %(when)s. On %(name)s’s list.", when=when, name=bubble.on_list)
    return _("Sent %(when)s. Not read yet.", when=when)


def told(page: ThreadPage, now: datetime) -> str:
    """When the answer comes, to the young person who waits for it."""
    assert page.desk.answers is not None
    name = page.desk.answers.name
    if page.answer_by is None:
        return _("%(name)s will answer as soon as they can.", name=name)
    when = moment_words(page.answer_by, now)
    if page.answer_by < now:
        return _("You were told: an answer by %(when)s. It is late. You can call.", when=when)
    return _("%(name)s will answer by %(when)s.", name=name, when=when)


def answers_what(page: ThreadPage) -> str | None:
    """What a worker's answer closes, said before they write it; nothing to whoever is there for
    some hours only, and closes nothing."""
    if not page.desk.stays:
        return None
    if page.asked_for_help:
        return _("%(name)s tapped “I need help today”. Speak with them first if you can.",
                 name=page.desk.person_name)  # fmt: skip
    if page.unanswered > 1:
        return plural("This answers %(num)s message.", "This answers %(num)s messages.",
                      page.unanswered)  # fmt: skip
    return None


def became_worker(one: NewWorker) -> str:
    """Stands in the thread where one worker followed another."""
    day = short_date(one.day)
    if one.still:
        return _("%(name)s is your new worker since %(day)s.", name=one.name, day=day)
    return _("%(name)s became your worker on %(day)s.", name=one.name, day=day)


def became_their_worker(one: NewWorker) -> str:
    """The same, to everybody but the young person."""
    return _("%(name)s became the worker on %(day)s.", name=one.name, day=short_date(one.day))


def picture_words(bubble: Bubble, now: datetime) -> str:
    """What stands for a picture where it cannot be seen."""
    day = near_day(local_day(bubble.sent_at), local_day(now))
    if bubble.mine:
        return _("Picture you sent, %(day)s", day=day)
    return _("Picture from %(name)s, %(day)s", name=bubble.who, day=day)


def voice_words(bubble: Bubble) -> str:
    assert bubble.attached is not None
    return plural(
        "Voice message, %(num)s second", "Voice message, %(num)s seconds", bubble.attached.seconds
    )
