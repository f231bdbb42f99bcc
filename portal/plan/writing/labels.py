"""Writing a plan in words: for those who write, and what a young person reads of a change."""

from __future__ import annotations

from collections.abc import Iterable

from portal.core.reading_hints import hints
from portal.core.words import _, later
from portal.plan.labels import area_name
from portal.plan.rules import BANDS
from portal.plan.writing.proposal import PartChange
from portal.plan.writing.records import SawCard
from portal.plan.writing.rules import Change, Step, Why, Words

AGES = {
    "child": later("Ages 8 to 11"),
    "teen": later("Ages 12 to 15"),
    "adult": later("Ages 16 and over"),
}


def all_hints(words: Words) -> dict[str, list[str]]:
    return {band: hints(band, words.need_of(band), words.text_of(band)) for band in BANDS}


FIELDS = {
    "need": later("What it is for, in the council’s words"),
    "official": later("The official words"),
    "child_need": later("What it is for, ages 8 to 11"),
    "child": later("What will happen, ages 8 to 11"),
    "teen_need": later("What it is for, ages 12 to 15"),
    "teen": later("What will happen, ages 12 to 15"),
    "adult_need": later("What it is for, ages 16 and over"),
    "adult": later("What will happen, ages 16 and over"),
    "who": later("Who does it"),
    "by_when": later("By when"),
    "look_again": later("Looked at again on"),
    "change_note": later("What is new, in a few words"),
    "promise": later("What is promised"),
    "promise_by_id": later("Who promises it"),
    "promise_due": later("By which day"),
    "gone": later("Take this part out of the plan"),
}


# --- what changed -------------------------------------------------------------------------------

_CHANGES = {
    Change.NEW: later("%(part)s: this part is new."),
    Change.GONE: later("%(part)s: this part is not in your plan any more."),
    Change.WORDS: later("%(part)s: what will happen is not the same any more."),
    Change.NEED: later("%(part)s: what it is for is not the same any more."),
    Change.WHO: later("%(part)s: somebody else does this now: %(who)s."),
    Change.WHEN: later("%(part)s: there is a new day."),
    Change.OFFICIAL: later("%(part)s: only the official words changed."),
}
_NOBODY_YET = later("%(part)s: who does this is not known yet.")


def suggested(one: PartChange) -> str:
    """What is new, where the worker has no better words: from what changed."""
    if one.what is None:
        return ""
    words = _CHANGES[one.what]
    if one.what is Change.WHO and not one.words.who:
        words = _NOBODY_YET
    return str(words) % {"part": area_name(one.area), "who": one.words.who}


CHIPS = {
    Change.NEW: (later("New part"), "new"),
    Change.GONE: (later("Taken out"), "late"),
    None: (later("Nothing changes for a reader"), "wait"),
}
_CHANGED = (later("Changed"), "coming")


def chip(what: Change | None) -> tuple[str, str]:
    words, state = CHIPS.get(what, _CHANGED)
    return str(words), state


def missing(one: PartChange) -> list[str]:
    """What is in the way of publishing this part, and what to do."""
    said = []
    if one.overtaken:
        said.append(_("Another version was published since this was begun. Put both together."))
    if one.empty:
        said.append(_("Nobody would find anything to read. Write the words for one age at least."))
    if one.half_a_promise:
        said.append(_("The promise needs somebody who makes it, and a day."))
    return said


def fields(names: Iterable[str]) -> list[str]:
    return [str(FIELDS[name]) for name in names]


# --- after a mistake ----------------------------------------------------------------------------

WHY = {
    Why.OTHER_CHILD: later("It is about another child"),
    Why.MUST_NOT: later("Something stands in it that must not be there"),
}
STEPS = {
    Step.MANAGER: later("Tell the manager"),
    Step.CHANGE: later("Change what is not safe any more"),
    Step.OFFICER: later("Tell the data protection officer"),
    Step.ICO: later("Decide whether the Information Commissioner has to be told"),
    Step.PEOPLE: later("Tell the people it is about, if the risk to them is high"),
}
HOW = {
    Step.MANAGER: later(
        "They are told here at once. Ring them as well if somebody may not be safe."
    ),
    Step.CHANGE: later(
        "An address, a school, a phone number, who picks up from where: whatever could be used by "
        "somebody who should not have it."
    ),
    Step.OFFICER: later(
        "Say what was published, to whom, for how long, and who may have seen it. All of that is "
        "on this page."
    ),
    Step.ICO: later(
        "Within 72 hours of knowing, unless a risk to anybody is unlikely. Write down why you "
        "decided so (UK GDPR, article 33)."
    ),
    Step.PEOPLE: later(
        "Without delay, in plain words: what happened, what it may mean for them, what was done, "
        "whom they can ask (UK GDPR, article 34)."
    ),
}


def why(code: str) -> str:
    return str(WHY[Why(code)])


_SAW = {
    "read": later("Marked as read: %(part)s"),
    "session": later("Was signed in: %(place)s"),
    "told": later("Their phone or the app said that something is new"),
    "untold": later("A notice was withdrawn before they saw it"),
}


def saw_young(one: SawCard) -> str:
    _kind, _colon, area = one.what.partition(":")
    if one.how == "read" and not area:
        return _("Marked as read: a part of the plan that you may not read")
    gaps = {"part": area_name(area), "place": one.what or "?"}
    return str(_SAW[one.how]) % gaps


def told_young(why: str, by: str, day: str) -> str:
    """The calm line for the young person."""
    if why == Why.OTHER_CHILD:
        return _("Something that is not about you was put in your plan by mistake. %(who)s took it "
                 "away on %(day)s.", who=by, day=day)  # fmt: skip
    return _("Something was put in your plan by mistake. %(who)s took it away on %(day)s.",
             who=by, day=day)  # fmt: skip
