"""The promise in words."""

from __future__ import annotations

from portal.core.words import _, full_date, later, local_day, plural
from portal.polls.pledge.pages import Before, Evidence, Point
from portal.polls.pledge.rules import IsTrue, State, ends

STATES = {
    State.NOT_YET.value: later("Not begun"),
    State.GOING.value: later("We are doing it"),
    State.DONE.value: later("Done"),
}
CHIPS = {State.NOT_YET: "wait", State.GOING: "new", State.DONE: "kept"}
IS_TRUE = {
    IsTrue.YES.value: later("Yes"),
    IsTrue.PARTLY.value: later("Partly"),
    IsTrue.NO.value: later("No"),
    IsTrue.UNKNOWN.value: later("I don't know"),
}
IS_TRUE_ICONS = {"yes": "smile", "partly": "unsure", "no": "sad", "unknown": "help"}


def evidence_by(one: Evidence) -> str:
    return _("%(name)s, %(day)s", name=one.by, day=full_date(one.on_day))


def stood(one: Before) -> str:
    return _("Until %(day)s it said:", day=full_date(local_day(one.until)))


def since(point: Point) -> str:
    day = full_date(local_day(point.changed_at))
    return _("%(name)s, %(day)s", name=point.by, day=day)


def again(quarter: str) -> str:
    return _("You can say it again from %(day)s.", day=full_date(ends(quarter)))


def answer(one: IsTrue) -> str:
    return str(IS_TRUE[one.value])


def number(shown: int | None) -> str:
    if shown is None:
        return _("too few to show, or nobody")
    return plural("%(num)s person", "%(num)s people", shown)
