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
    FOUND = auto()
    OPENING = auto()
    CHECK = auto()
    CHECKED_MESSAGES = auto()
    OPENED = auto()
    CLOSED = auto()
    CHECK_ASKED = auto()
    CHECK_AGREED = auto()
    CHECK_REFUSED = auto()
    TOLD_LATER = auto()
    TOLD_NOW = auto()
    SAFETY = auto()
    SAFETY_CHANGED = auto()
    WAY_IN = auto()
    WAY_IN_GIVEN = auto()
    WAY_IN_GIVEN_TO_CARER = auto()


LOOKS = {
    "staff.person": Thing.OVERVIEW,
    "plan.their_plan": Thing.PLAN,
    "messages.their_thread": Thing.MESSAGES,
    "carers.children": Thing.DATES,
    "staff.promise_kept": Thing.PROMISE,
    "openings.find": Thing.FOUND,
    "openings.opening": Thing.OPENING,
    "openings.end": Thing.OPENING,
    "openings.answer": Thing.OPENING,
    "openings.telling": Thing.OPENING,
    "openings.look_into": Thing.CHECK,
    "openings.messages": Thing.CHECKED_MESSAGES,
    # Whom somebody must not know of is for no other eyes: these say no more than that it is safety.
    "barred.must_not_know": Thing.SAFETY,
    "barred.bar": Thing.SAFETY,
    "barred.keep": Thing.SAFETY,
    "barred.lift": Thing.SAFETY,
    "invites.give": Thing.WAY_IN,
    "invites.give_carer": Thing.WAY_IN,
}
LISTS = frozenset(
    {"staff.waiting", "staff.people", "carers.children", "openings.openings", "invites.told"}
)
CHANGES = {
    "messages.sent": Thing.WROTE,
    "promises.kept": Thing.PROMISE_DONE,
    "openings.emergency": Thing.OPENED,
    "openings.ended": Thing.CLOSED,
    "openings.asked": Thing.CHECK_ASKED,
    "openings.agreed": Thing.CHECK_AGREED,
    "openings.refused": Thing.CHECK_REFUSED,
    "openings.not_told": Thing.TOLD_LATER,
    "openings.told": Thing.TOLD_NOW,
    "barred.decided": Thing.SAFETY_CHANGED,
    "barred.kept": Thing.SAFETY,
    "barred.lifted": Thing.SAFETY_CHANGED,
    "invites.given": Thing.WAY_IN_GIVEN,
    "invites.given_to_carer": Thing.WAY_IN_GIVEN_TO_CARER,
}


def thing_of(act: str, what: str) -> Thing:
    if act == audit.LISTED:
        return Thing.LIST
    if act == audit.CHANGED:
        return CHANGES.get(what, Thing.SOME_CHANGE)
    return LOOKS.get(what, Thing.SOME_LOOK)
