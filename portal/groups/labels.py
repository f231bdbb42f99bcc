"""Groups in words."""

from __future__ import annotations

from datetime import date, datetime

from portal.core import few
from portal.core.words import _, day_words, later, listed, near_day, plural, time_words
from portal.groups.pages import Coming, Group
from portal.groups.rules import About, Comes, Need

ABOUT = {
    About.COUNCIL.value: later("Care council"),
    About.LEAVERS.value: later("For care leavers"),
    About.DISABLED.value: later("For disabled children and young people"),
    About.OTHER.value: later("Something else"),
}
COMES = {
    Comes.YES.value: later("Yes"),
    Comes.MAYBE.value: later("Maybe"),
    Comes.NO.value: later("No"),
}
COMES_ICONS = {Comes.YES.value: "check", Comes.MAYBE.value: "unsure", Comes.NO.value: "leave"}
NEEDS = {
    Need.TRAVEL.value: later("Help to get there"),
    Need.INTERPRETER.value: later("An interpreter"),
    Need.QUIET.value: later("A quiet room"),
    Need.PICTURES.value: later("An agenda with pictures"),
    Need.STEPS.value: later("A way without steps"),
}
NEEDS_ICONS = {
    Need.TRAVEL.value: "travel", Need.INTERPRETER.value: "globe", Need.QUIET.value: "moon",
    Need.PICTURES.value: "list", Need.STEPS.value: "walk",
}  # fmt: skip


def ages(group: Group) -> str:
    return _("For people aged %(first)s to %(last)s", first=group.age_from, last=group.age_to)


def run_by(group: Group) -> str:
    return _("%(name)s runs it", name=group.run_by)


def at(wall: datetime) -> str:
    return _("%(day)s at %(time)s", day=day_words(wall.date()), time=time_words(wall.time()))


def line(group: Group, today: date) -> str:
    """Under its name on a list."""
    if group.mine and group.next is not None:
        return _("You are in it. Next: %(day)s", day=near_day(group.next.date(), today))
    return _("You are in it.") if group.mine else ages(group)


def members(count: int | None) -> str:
    """None: fewer than five, or nobody, for somebody who does not run it."""
    if count is None:
        return _("Fewer than %(few)s people are in it, or nobody", few=few.FEW)
    return plural("%(num)s person is in it", "%(num)s people are in it", count)


def needs(coming: Coming) -> str:
    return listed([str(NEEDS[need.value]) for need in coming.needs])
