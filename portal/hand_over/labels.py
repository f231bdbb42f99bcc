"""Hand-overs, in words: for colleagues, and for the young person."""

from __future__ import annotations

from datetime import date

from portal.core.words import _, day_words, listed, near_moment, plural
from portal.hand_over.pages import Booked, Card, Effect, Introduction, State

CHIPS = {State.WAITS: "new", State.AGREED: "kept", State.REFUSED: "wait"}


def days(day: date, until: date | None) -> str:
    if until is None:
        return _("from %(day)s", day=day_words(day))
    return _("from %(day)s until %(last)s", day=day_words(day), last=day_words(until))


def what(card: Card) -> str:
    """Omar takes over from Priya, from Monday 30 November."""
    when = days(card.day, card.until)
    if card.until is not None:
        return _("%(new)s stands in for %(old)s, %(days)s.", new=card.new, old=card.old, days=when)
    return _("%(new)s takes over from %(old)s, %(days)s.", new=card.new, old=card.old, days=when)


def said(card: Card) -> str:
    by = _("%(name)s asked %(when)s.", name=card.asked_by, when=near_moment(card.asked_at))
    if card.answered_at is None:
        return by
    when = near_moment(card.answered_at)
    if card.state is State.AGREED:
        return f"{by} {_('%(name)s agreed %(when)s.', name=card.answered_by, when=when)}"
    if card.answered_by == card.asked_by:
        return f"{by} {_('They took it back %(when)s.', when=when)}"
    return f"{by} {_('%(name)s did not agree %(when)s.', name=card.answered_by, when=when)}"


def state(card: Card) -> str:
    if card.may_answer:
        return _("Waits for you")
    if card.state is State.WAITS:
        if card.by_worker:
            return _("Waits for a manager")
        return _("Waits for %(name)s", name=card.new)
    if card.state is State.REFUSED:
        return _("Not agreed")
    if card.over:
        return _("Over")
    return _("Since %(day)s", day=day_words(card.day)) if card.begun else _("Agreed")


_PROBLEMS = {
    "away": lambda name, to: _("%(to)s cannot take %(name)s over. Choose somebody else for them.",
                               to=to, name=name),
    "there": lambda name, to: _("%(to)s works with %(name)s already.", to=to, name=name),
    "planned": lambda name, to: _("Somebody has asked for this already, and it waits.",
                                  to=to, name=name),
}  # fmt: skip


def effect(one: Effect, to: str) -> str:
    """What goes over with one young person, or why it cannot."""
    if one.problem:
        return _PROBLEMS[one.problem](one.name, to)
    parts = []
    if one.answers:
        parts.append(plural("%(num)s answer to give", "%(num)s answers to give", one.answers))
    if one.late:
        parts.append(plural("%(num)s thing late", "%(num)s things late", one.late))
    if one.promises:
        parts.append(plural("%(num)s promise to keep", "%(num)s promises to keep", one.promises))
    if one.visits:
        visits = listed([_visit(visit) for visit in one.visits])
        parts.append(_("Booked: %(visits)s", visits=visits))
    return " · ".join(parts) or _("Nothing is open.")


def _visit(one: Booked) -> str:
    day = day_words(one.day)
    if not one.by:
        return _("visit on %(day)s", day=day)
    return _("visit by %(name)s on %(day)s", name=one.by, day=day)


def introduced(one: Introduction) -> str:
    """To the young person: who, from when, and until when."""
    day = day_words(one.day)
    if one.until is not None:
        last = day_words(one.until)
        if one.begun:
            return _("%(new)s is there for you until %(last)s, in place of %(old)s.",
                     new=one.new, old=one.old, last=last)  # fmt: skip
        return _("%(new)s is there for you from %(day)s until %(last)s, in place of %(old)s.",
                 new=one.new, old=one.old, day=day, last=last)  # fmt: skip
    if one.begun:
        return _("%(new)s is your worker since %(day)s.", new=one.new, day=day)
    return _("%(new)s will be your worker from %(day)s. Until then it is %(old)s.",
             new=one.new, old=one.old, day=day)  # fmt: skip


def hello(card: Card, me: str) -> str:
    """A first message that the new worker may change and send."""
    if card.until is not None:
        return _(
            "Hi %(name)s, I am %(me)s. I am here for you in place of %(old)s for some days. You "
            "can write to me about anything. When would be a good time to say hello?",
            name=card.young, me=me, old=card.old,
        )  # fmt: skip
    return _(
        "Hi %(name)s, I am %(me)s, your new worker. %(old)s told me a little about you, and I "
        "would like to hear it from you. When would be a good time to meet?",
        name=card.young, me=me, old=card.old,
    )  # fmt: skip
