"""What was looked at or changed: from the codes of the audit to things that have words.

A look is noted under the name of its route, a change under a code of its room. Every route and
code that can be noted stands here; a test gathers them from the house. One that is not known is
still shown, as "your information": nothing that was noted is kept quiet because a word is missing.
"""

from __future__ import annotations

from enum import Enum, auto

from portal.core import audit


class Thing(Enum):
    SOME_LOOK = auto()
    SOME_CHANGE = auto()
    LIST = auto()
    OVERVIEW = auto()
    PLAN = auto()
    MESSAGES = auto()
    DATES = auto()
    PROMISE = auto()
    WROTE = auto()
    PROMISE_DONE = auto()


LOOKS = {
    "staff.person": Thing.OVERVIEW,
    "plan.their_plan": Thing.PLAN,
    "messages.their_thread": Thing.MESSAGES,
    "carers.children": Thing.DATES,
    "staff.promise_kept": Thing.PROMISE,
}
LISTS = frozenset({"staff.waiting", "staff.people", "carers.children"})
CHANGES = {
    "messages.sent": Thing.WROTE,
    "promises.kept": Thing.PROMISE_DONE,
}


def thing_of(act: str, what: str) -> Thing:
    if act == audit.LISTED:
        return Thing.LIST
    if act == audit.CHANGED:
        return CHANGES.get(what, Thing.SOME_CHANGE)
    return LOOKS.get(what, Thing.SOME_LOOK)
