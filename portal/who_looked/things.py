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
    WAY_IN_GIVEN = auto()
    WAY_IN_USED = auto()
    LOCKED_OUT = auto()
    LOOKED_FOR = auto()
    OPENED = auto()
    ASKED_TO_OPEN = auto()
    ABOUT_OPENING = auto()
    READ_TO_LOOK_INTO = auto()
    TOLD_AGAIN = auto()


LOOKS = {
    "staff.person": Thing.OVERVIEW,
    "plan.their_plan": Thing.PLAN,
    "messages.their_thread": Thing.MESSAGES,
    "carers.children": Thing.DATES,
    "staff.promise_kept": Thing.PROMISE,
    "invites.give": Thing.OVERVIEW,
    "invites.give_carer": Thing.OVERVIEW,
    "openings.find": Thing.LOOKED_FOR,
    "openings.opening": Thing.ABOUT_OPENING,
    "openings.end": Thing.ABOUT_OPENING,
    "openings.answer": Thing.ABOUT_OPENING,
    "openings.telling": Thing.ABOUT_OPENING,
    "openings.look_into": Thing.ABOUT_OPENING,
    "openings.messages": Thing.READ_TO_LOOK_INTO,
    # Who must not know is not hinted at on a page that somebody may look at over a shoulder: it
    # reads like the page on which every worker begins.
    "barred.must_not_know": Thing.OVERVIEW,
    "barred.bar": Thing.OVERVIEW,
    "barred.keep": Thing.OVERVIEW,
    "barred.lift": Thing.OVERVIEW,
}
LISTS = frozenset(
    {
        "staff.waiting",
        "staff.people",
        "carers.children",
        "invites.told",
        "openings.openings",
        "barred.everywhere",
        "channels.nicknames",
        "channels.undelivered",
        "channels.again",
        "channels.let_go",
    }
)
CHANGES = {
    "messages.sent": Thing.WROTE,
    "promises.kept": Thing.PROMISE_DONE,
    "invites.given": Thing.WAY_IN_GIVEN,
    "invites.given_to_carer": Thing.WAY_IN_GIVEN,
    "invites.used": Thing.WAY_IN_USED,
    "invites.used_again": Thing.WAY_IN_USED,
    "invites.others_locked_out": Thing.LOCKED_OUT,
    "openings.emergency": Thing.OPENED,
    "openings.asked": Thing.ASKED_TO_OPEN,
    "openings.agreed": Thing.ABOUT_OPENING,
    "openings.refused": Thing.ABOUT_OPENING,
    "openings.ended": Thing.ABOUT_OPENING,
    "openings.told": Thing.ABOUT_OPENING,
    "openings.not_told": Thing.ABOUT_OPENING,
    "barred.decided": Thing.OVERVIEW,
    "barred.kept": Thing.OVERVIEW,
    "barred.lifted": Thing.OVERVIEW,
    "channels.again": Thing.TOLD_AGAIN,
    "channels.let_go": Thing.TOLD_AGAIN,
}


def thing_of(act: str, what: str) -> Thing:
    if act == audit.LISTED:
        return Thing.LIST
    if act == audit.CHANGED:
        return CHANGES.get(what, Thing.SOME_CHANGE)
    return LOOKS.get(what, Thing.SOME_LOOK)
