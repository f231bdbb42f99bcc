"""A promise's state in words, with a name and a day; and what happened to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from portal.core import clock
from portal.core.words import _, later, local_day, near_day, short_date
from portal.owed.steps import To
from portal.people.rules import Kind
from portal.promises.pages import Moment, Owner, PromiseCard, Standing

CHIPS = {
    Standing.LATE: "late", Standing.COMING: "coming", Standing.KEPT: "kept",
    Standing.CHANGED: "wait", Standing.DROPPED: "wait",
}  # fmt: skip


_CHIP_WORDS = {
    Standing.LATE: later("Late"),
    Standing.COMING: later("Coming"),
    Standing.KEPT: later("Kept"),
    Standing.CHANGED: later("Changed"),
    Standing.DROPPED: later("Not happening"),
}
# What a notice to the young person says that happened to a promise.
NEWS = {
    "promise_made": later("New"),
    "promise_kept": later("Kept"),
    "promise_changed": later("New day"),
    "promise_dropped": later("Not happening"),
    "promise_passed": later("Handed on"),
    "promise_chased": later("Asked about"),
    "promise_asked_for": later("Asked about"),
}


def chip(standing: Standing) -> str:
    return str(_CHIP_WORDS[standing])


def line(card: PromiseCard) -> str:
    """Sam, by 14 November. Her manager knows."""
    day = short_date(card.due if card.is_open else card.on)
    if card.standing is Standing.LATE:
        if card.chased_by:
            return _chased(card, day)
        return _("%(who)s said by %(day)s. You can ask about it.", who=card.who, day=day)
    if card.standing is Standing.COMING:
        if card.keeper:
            return _(
                "%(who)s, by %(day)s. %(keeper)s looks after it.",
                who=card.who, day=day, keeper=card.keeper,
            )  # fmt: skip
        return _("%(who)s, by %(day)s", who=card.who, day=day)
    whose = _("%(who)s, %(day)s", who=card.who, day=day)
    return f"{whose} · {card.note}" if card.note else whose


def _chased(card: PromiseCard, day: str) -> str:
    if card.chased_on is None:
        return _(
            "%(who)s said by %(day)s. %(manager)s has been told.",
            who=card.who, day=day, manager=card.chased_by,
        )  # fmt: skip
    asked = near_day(card.chased_on, clock.today(clock.now()))
    return _(
        "%(who)s said by %(day)s. %(manager)s was asked about it, %(asked)s.",
        who=card.who, day=day, manager=card.chased_by, asked=asked,
    )  # fmt: skip


def line_for_staff(card: PromiseCard, me: int) -> str:
    """The same, to an adult: whose it is, by when, and whether it was asked about."""
    if not card.is_open:
        return line(card)
    day = short_date(card.due)
    parts = [_("%(who)s, by %(day)s", who=card.who, day=day)]
    if card.keeper:
        parts.append(_("%(keeper)s looks after it", keeper=card.keeper))
    if card.chased_by:
        parts.append(_("%(manager)s was asked about it", manager=card.chased_by))
    if card.asked_on:
        asked = near_day(card.asked_on, clock.today(clock.now()))
        parts.append(_("They asked if it is still coming, %(day)s", day=asked))
    return " · ".join(parts)


# --- what happened ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """As `parts/trail.html` draws it."""

    name: str
    text: str
    state: str


def trail(card: PromiseCard, history: Iterable[Moment], own: bool) -> list[Step]:
    """From the day it was promised to where it stands. own: the young person reads it."""
    moments = list(history)
    moved = [moment.was_due for moment in moments if moment.was_due is not None]
    first = moved[0] if moved else card.due
    maker = next((m for m in moments if m.what == "made"), None)
    owners = [m.by for m in moments if m.what == "passed"]
    who = owners[0] if owners and not card.keeper else card.who
    made = maker.at if maker else None
    on = local_day(made) if made else card.made_on or card.on
    steps = [
        Step(_("Promised"), _("%(who)s, %(on)s: by %(day)s", who=who, on=short_date(on),
                              day=short_date(first)), "done")
    ]  # fmt: skip
    steps += [step for moment in moments if (step := _step(moment, card, own)) is not None]
    steps += _now(card, moments)
    return steps


def _step(moment: Moment, card: PromiseCard, own: bool) -> Step | None:
    day = short_date(local_day(moment.at))
    by_day = _("%(who)s, %(day)s", who=moment.by, day=day)
    text = _with(by_day, moment.note)
    if moment.what == "kept":
        return Step(_("Kept"), text, "done")
    if moment.what == "dropped":
        if moment.instead:
            text = _with(text, _("Instead: %(what)s", what=moment.instead))
        return Step(_("Not happening"), text, "done")
    if moment.what == "changed":
        if moment.due is None or moment.was_due is None:
            return Step(_("Changed"), text, "done")
        name = _(
            "New day: %(new)s, not %(old)s",
            new=short_date(moment.due), old=short_date(moment.was_due),
        )  # fmt: skip
        return Step(name, text, "done")
    if moment.what == "passed":
        name = _("%(to)s does it now", to=moment.to)
        if card.keeper:
            name = _("%(to)s looks after it now", to=moment.to)
        before = _("Before: %(who)s, until %(day)s", who=moment.by, day=day)
        return Step(name, _with(before, moment.note), "done")
    if moment.what == "asked":
        name = _("You asked if it is still coming") if own else _("Asked if it is still coming")
        return Step(name, day, "done")
    if moment.what == "asked_for":
        return Step(_("%(name)s asked if it is still coming", name=moment.by), day, "done")
    if moment.what == "reopened":
        name = _("You said it was not done") if own else _("“This was not done”")
        return Step(name, _with(day, moment.note), "done")
    if moment.what == "chased":
        return Step(_asked_about(moment), day, "done")
    return None


def _with(first: str, more: str) -> str:
    return f"{first}. {more}" if more else first


def _asked_about(moment: Moment) -> str:
    """Grace, a manager, was asked about it."""
    gaps = {"to": moment.to, "giver": moment.by}
    to = To(moment.as_what)
    if to is To.MANAGER:
        return _("%(to)s, manager of %(giver)s, was asked about it", **gaps)
    if to is To.DUTY:
        return _("%(to)s, on duty, was asked about it", **gaps)
    if to in (To.LEAD, To.ADMIN):
        return _("%(to)s was told to find somebody who asks about it", **gaps)
    return _("%(to)s was asked about it, too", **gaps)


def _now(card: PromiseCard, moments: list[Moment]) -> list[Step]:
    """Where it stands, unless the last thing that happened says so."""
    if card.standing is Standing.LATE:
        return [Step(_("Late"), _("It should have been done by %(day)s",
                                  day=short_date(card.due)), "now")]  # fmt: skip
    if card.standing is Standing.COMING:
        return [Step(_("Coming"), _("by %(day)s", day=short_date(card.due)), "now")]
    if any(moment.what == card.standing.value for moment in moments):
        return []
    text = _with(_("%(who)s, %(day)s", who=card.who, day=short_date(card.on)), card.note)
    return [Step(chip(card.standing), text, "done")]


def about(area: str, area_name: Callable[[str], str]) -> str:
    """What a promise is about, as a select offers it."""
    return area_name(area) if area else _("Nothing of these")


def days_late(card: PromiseCard, today: date) -> int:
    return (today - card.due).days


def whose(
    owners: Iterable[Owner], me: int, to_them: Callable[[Kind], str]
) -> list[tuple[str, str]]:
    """As a select offers them. to_them: what somebody is to the young person, in words."""
    found = [("", str(_("Choose")))]
    for one in owners:
        label = _("%(name)s, %(role)s", name=one.name, role=to_them(one.kind))
        found.append((one.ref, _("Me") if one.id == me else label))
    return found
