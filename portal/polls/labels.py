"""Polls in words."""

from __future__ import annotations

from datetime import date

from portal.core.words import _, day_words, later, near_day, plural
from portal.polls.pages import Card, Option, Question
from portal.polls.rules import Audience, Kind, To

AUDIENCES = {
    Audience.ALL.value: later("Everybody in care and all care leavers"),
    Audience.LEAVERS.value: later("All care leavers"),
    Audience.AGES.value: later("Everybody of an age"),
}
KINDS = {
    Kind.ONE.value: later("Choose one"),
    Kind.SEVERAL.value: later("Choose several"),
    Kind.FACES.value: later("Five faces"),
    Kind.WORDS.value: later("In their own words"),
}
FACES = {
    1: later("Very sad"), 2: later("Sad"), 3: later("In between"), 4: later("Happy"),
    5: later("Very happy"),
}  # fmt: skip
FACE_ICONS = {1: "sad", 2: "sad", 3: "unsure", 4: "smile", 5: "smile"}
_JOINED = {
    1: later("Sad or very sad"), 3: later("In between"), 4: later("Happy or very happy"),
}  # fmt: skip


def to_whom(to: To, group: str) -> str:
    if to.audience is Audience.GROUP:
        return _("The group %(name)s", name=group)
    if to.audience is Audience.AGES:
        return _("Everybody aged %(first)s to %(last)s", first=to.age_from, last=to.age_to)
    return str(AUDIENCES[to.audience.value])


def for_you(card: Card) -> str:
    """To a young person: who asks, and why they."""
    if card.to.audience is Audience.GROUP:
        return _("%(name)s asks the group %(group)s", name=card.by, group=card.of_group)
    if card.to.audience is Audience.LEAVERS:
        return _("%(name)s asks all care leavers", name=card.by)
    if card.to.audience is Audience.AGES:
        return _("%(name)s asks everybody of your age", name=card.by)
    return _("%(name)s asks everybody", name=card.by)


def state(card: Card, today: date) -> str:
    """On the list of a young person."""
    if card.closed:
        return _("See what everybody said")
    if card.done:
        return _("You answered. What everybody said is here after %(day)s.",
                 day=day_words(card.closes))  # fmt: skip
    return _("Open until %(day)s", day=near_day(card.closes, today))


def state_for_staff(card: Card, did: bool, today: date) -> str:
    if not card.sent:
        return _("A draft")
    if card.closed:
        if did:
            return _("Over. You said what was done.")
        return _("Over. Say what you did by %(day)s.", day=day_words(card.did_by))
    if card.opens > today:
        return _("Opens %(day)s", day=day_words(card.opens))
    return _("Open until %(day)s", day=day_words(card.closes))


def option(question: Question, one: Option) -> str:
    if question.kind is not Kind.FACES:
        return one.text
    return str((_JOINED if question.joined else FACES)[one.place])


def drawn(question: Question) -> list[Option]:
    """What stands in the results: of joined faces three."""
    return [one for one in question.options if not question.joined or one.place in _JOINED]


def number(shown: int | None) -> str:
    if shown is None:
        return _("too few to show, or nobody")
    return plural("%(num)s person", "%(num)s people", shown)


def pictures(question: Question) -> dict[str, str]:
    """The icon of each face, by what its choice sends."""
    if question.kind is not Kind.FACES:
        return {}
    return {str(one.id): FACE_ICONS[one.place] for one in question.options}


def kind(question: Question) -> str:
    return str(KINDS[question.kind.value])
