"""Worries in words: to whoever wrote, and to whoever looks."""

from __future__ import annotations

from datetime import datetime

from portal.core.words import _, later, moment_words
from portal.worries.pages import Card, State
from portal.worries.rules import Group, Why

_FOUND = {
    Group.SELF_HARM: later("Words about hurting themselves, or about not wanting to live"),
    Group.VIOLENCE: later("Words about being hurt or threatened"),
    Group.UNSAFE: later("Words about not being safe now"),
    Group.EXPLOITATION: later("Words about being used or forced"),
    Group.NO_HOME: later("Words about having nowhere to sleep, or no food"),
}


def to_writer(state: State, now: datetime, open_now: bool) -> str:
    """To whoever wrote it: that it was marked, and who has it. While the council is closed nobody
    sits there and looks: it says who is told, and not to wait for that."""
    if state.done_at is not None:
        return _("%(name)s saw to this %(when)s.", name=state.taken_by,
                 when=moment_words(state.done_at, now))  # fmt: skip
    marked = (
        _("We marked this so that somebody looks soon.")
        if open_now
        else _("Whoever is on duty is told of this at once. Do not wait for us.")
    )
    if state.taken_at is None:
        return marked
    has_it = _("%(name)s has it, since %(when)s.", name=state.taken_by,
               when=moment_words(state.taken_at, now))  # fmt: skip
    return f"{marked} {has_it}" if open_now else f"{has_it} {_('Do not wait for us.')}"


def what(card: Card) -> str:
    """What raised it, to staff: never the words themselves."""
    words = str(_FOUND[Group(card.found)]) if card.found else ""
    if card.why is Why.HELP:
        return _("Tapped “I need help”")
    return words


def who(card: Card) -> str:
    return _("%(carer)s, about %(name)s", carer=card.writer, name=card.young) if card.writer else (
        card.young
    )  # fmt: skip


def chip(card: Card, now: datetime) -> str:
    if card.done_at is not None:
        return _("Done %(when)s", when=moment_words(card.done_at, now))
    if card.taken_at is not None:
        return _("%(name)s has it", name=card.taken_by)
    return _("Nobody has it yet")


def chip_state(card: Card) -> str:
    if card.done_at is not None:
        return "kept"
    return "coming" if card.taken_at is not None else "late"


def with_whom(card: Card, now: datetime) -> str:
    """On whose list it is while nobody has it; then who has it, and since when."""
    if card.taken_at is not None:
        return _("%(name)s has it, since %(when)s.", name=card.taken_by,
                 when=moment_words(card.taken_at, now))  # fmt: skip
    if card.with_whom:
        return _("On the list of %(name)s. If nobody takes it, it goes on to the next person.",
                 name=card.with_whom)  # fmt: skip
    return _("On nobody's list: nobody could be told. Take it yourself, or ring somebody now.")


def state_to_staff(state: State, now: datetime) -> str:
    """Under a message in the thread, for whoever answers it."""
    if state.done_at is not None:
        return _("%(name)s had it. Closed %(when)s.", name=state.taken_by,
                 when=moment_words(state.done_at, now))  # fmt: skip
    if state.taken_at is not None:
        return _("%(name)s has it, since %(when)s.", name=state.taken_by,
                 when=moment_words(state.taken_at, now))  # fmt: skip
    return _("Nobody has this yet.")
