"""Stops, in words. Said to colleagues only: a person's name stays first, and it is never a case."""

from __future__ import annotations

from portal.core.words import _, near_moment
from portal.people.stops import Why
from portal.stops.pages import ListedStop, State, Stopped

CHIPS = {State.ASKED: "new", State.IN_FORCE: "kept", State.REFUSED: "wait", State.LIFTED: "wait"}


def what(why: Why, name: str) -> str:
    if why is Why.DIED:
        return _("%(name)s has died.", name=name)
    return _("%(name)s must not be contacted.", name=name)


def heading(one: Stopped, name: str) -> str:
    """As a fact only once two people have said so."""
    if one.state is State.IN_FORCE:
        return what(one.why, name)
    if one.why is Why.DIED:
        return _("%(who)s says that %(name)s has died", who=one.asked_by, name=name)
    return _("%(who)s says that %(name)s must not be contacted", who=one.asked_by, name=name)


def listed(one: ListedStop) -> str:
    return what(one.why, one.name) if one.state is State.IN_FORCE else one.name


def said_so(one: Stopped) -> str:
    """Who said so, and who agreed or did not."""
    by = _("%(name)s wrote this %(when)s.", name=one.asked_by, when=near_moment(one.asked_at))
    if one.answered_at is None:
        return by
    when = near_moment(one.answered_at)
    if one.state is State.REFUSED:
        if one.answered_by == one.asked_by:
            return f"{by} {_('They took it back %(when)s.', when=when)}"
        return f"{by} {_('%(name)s did not agree %(when)s.', name=one.answered_by, when=when)}"
    return f"{by} {_('%(name)s agreed %(when)s.', name=one.answered_by, when=when)}"


def lifted(one: Stopped) -> str:
    if one.lifted_at is None:
        return ""
    return _("%(first)s and %(second)s ended it %(when)s.", first=one.lift_asked_by,
             second=one.lifted_by, when=near_moment(one.lifted_at))  # fmt: skip


def state(one: Stopped | ListedStop) -> str:
    words = {
        State.ASKED: _("Waits for a second person"),
        State.IN_FORCE: _("Nothing is sent"),
        State.REFUSED: _("Not agreed"),
        State.LIFTED: _("Ended"),
    }
    return words[one.state]


def row(one: ListedStop) -> str:
    when = near_moment(one.at)
    if one.state is State.IN_FORCE:
        return _("%(name)s agreed %(when)s.", name=one.by, when=when)
    return _("%(name)s wrote this %(when)s.", name=one.by, when=when)
