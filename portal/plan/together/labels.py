"""What a young person can say about their plan, in three ages of words, and how it is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from portal.core.access import Band
from portal.core.words import (
    _,
    full_date,
    later,
    listed,
    local_day,
    moment_words,
    near_day,
)
from portal.owed.labels import steps_words
from portal.plan.labels import area_name
from portal.plan.policy import WISHED
from portal.plan.together.explained import MEANS
from portal.plan.together.pages import Reader, SaidCard, lives_with
from portal.plan.together.rules import QUESTION, Question, Says, Stands, State, place_code

OWED_TO_THEM = "plan_answer"

ICONS = {
    Says.AGREE.value: "smile", Says.UNSURE.value: "unsure", Says.DISAGREE.value: "sad",
    Says.TALK.value: "say",
}  # fmt: skip
_OLDER = {
    Says.AGREE: later("I agree"),
    Says.UNSURE: later("I'm not sure"),
    Says.DISAGREE: later("I don't agree"),
    Says.TALK: later("I want to talk"),
}
_SAYS: dict[Band, dict[Says, str]] = {
    Band.CHILD: {
        Says.AGREE: later("Yes, I agree"),
        Says.UNSURE: later("I'm not sure"),
        Says.DISAGREE: later("No, I don't agree"),
        Says.TALK: later("I want to talk about it"),
    },
    Band.TEEN: _OLDER,
    Band.ADULT: _OLDER,
}
_WHY: dict[Band, str] = {
    Band.CHILD: later("Why? You can leave this empty."),
    Band.TEEN: later("Why? Only if you want to say."),
    Band.ADULT: later("Why? You can leave this out."),
}
_WANT: dict[Band, str] = {
    Band.CHILD: later("What would you like? You can leave this empty."),
    Band.TEEN: later("What do you want? Only if you like."),
    Band.ADULT: later("What do you want? You can leave this out."),
}
_ASKS: dict[Band, str] = {
    Band.CHILD: later("What do you think about this?"),
    Band.TEEN: later("What do you think?"),
    Band.ADULT: later("What do you think?"),
}


def says(what: Says, band: Band) -> str:
    return str(_SAYS[band][what])


def choices(band: Band) -> list[tuple[str, str]]:
    return [(what.value, says(what, band)) for what in Says]


def why(kind: str, band: Band) -> str:
    return str((_WANT if kind == QUESTION else _WHY)[band])


def asks(band: Band) -> str:
    return str(_ASKS[band])


_YOU_SAID = {
    Says.AGREE: later("You agreed"),
    Says.UNSURE: later("You said you are not sure"),
    Says.DISAGREE: later("You said you don't agree"),
    Says.TALK: later("You said you want to talk"),
}
_THEY_SAID = {
    Says.AGREE: later("%(name)s agrees"),
    Says.UNSURE: later("%(name)s is not sure"),
    Says.DISAGREE: later("%(name)s does not agree"),
    Says.TALK: later("%(name)s wants to talk"),
}


def you_said(card: SaidCard, now: datetime) -> str:
    """You said you don't agree, on Monday."""
    return _("%(what)s, %(when)s.", what=str(_YOU_SAID[card.says]), when=moment_words(card.at, now))


def they_said(card: SaidCard, name: str) -> str:
    return str(_THEY_SAID[card.says]) % {"name": name}


def waits(card: SaidCard, now: datetime) -> str:
    """Who answers by when, to the young person; "" where nothing is owed."""
    if not card.open:
        return ""
    if not card.owner and card.wished:
        return _(
            "Nobody who answers you may see your papers just now, so nobody reads this. It is "
            "kept, and goes to whoever you let see them."
        )
    if not card.owner:
        return _("Nobody has it yet. Somebody is being found who can answer.")
    if card.by is None:
        return _("%(name)s owes you an answer.", name=card.owner)
    day = near_day(local_day(card.by), local_day(now))
    if card.by <= now:
        return _("%(name)s was to answer by %(day)s. It is late, and they were reminded.",
                 name=card.owner, day=day)  # fmt: skip
    return _("%(name)s will answer by %(day)s.", name=card.owner, day=day)


def waits_for(card: SaidCard, now: datetime) -> str:
    """The same, to staff."""
    if not card.owner or card.by is None:
        return _("Waits for an answer.")
    day = near_day(local_day(card.by), local_day(now))
    if card.by <= now:
        return _("%(name)s was to answer by %(day)s. It is late.", name=card.owner, day=day)
    return _("%(name)s answers by %(day)s.", name=card.owner, day=day)


def answered(card: SaidCard) -> str:
    """The state in a few words, for a chip: to the young person."""
    if card.open:
        return _("Waits for an answer")
    if card.state is State.ANSWERED:
        return _("Answered")
    return _("You agreed")


def chip_state(card: SaidCard) -> str:
    if card.open:
        return "wait"
    return "kept"


def by_whom(by: str, at: datetime) -> str:
    return _("%(who)s, %(day)s", who=by, day=full_date(local_day(at)))


def went_on(card: SaidCard, now: datetime) -> list[str]:
    return steps_words(card.steps, now)


# --- who sees it --------------------------------------------------------------------------------


def who_reads_lines(readers: Sequence[Reader], carers: bool, area: str) -> str:
    """Before own lines are sent: really who, by name."""
    if area in WISHED:
        if not readers:
            return _("Only you can read this, until you let somebody see your papers.")
        return _("Only %(names)s can read this: you let them see your papers, or a manager did.",
                 names=listed([reader.name for reader in readers]))  # fmt: skip
    if not readers:
        return _("Only you can read this just now, and your next worker when you have one.")
    names = listed([reader.name for reader in readers])
    if carers:
        return _(
            "%(names)s can read this: they were given this part of your plan. A manager can, too.",
            names=names,
        )
    return _(
        "%(names)s can read this, and a manager. Not your family, not your carers.", names=names
    )


def live_with(readers: Sequence[Reader]) -> bool:
    return lives_with(readers)


def nobody_reads() -> str:
    """Before something is said about a part that is given by wish, and not sent when it was."""
    return _(
        "Nobody who answers you may see your papers yet, so nobody would read this. Choose first "
        "who may see them. What you write stays in the box."
    )


def who_reads_said(readers: Sequence[Reader], *, wished: bool = False) -> str:
    """Before something is said about a part. wished: about one that is given by wish."""
    if wished and readers:
        return _(
            "Only %(names)s can read this: they may see your papers. If your words sound as if you "
            "are not safe, somebody is told that you may need help now, and not what you wrote.",
            names=listed([reader.name for reader in readers]),
        )  # fmt: skip
    if not readers:
        return _("The team on duty and a manager can read this. Not your family, not your carers.")
    return _(
        "%(names)s can read this, and whoever answers when they are away: a manager, or the team "
        "on duty. Not your family, not your carers.",
        names=listed([reader.name for reader in readers]),
    )  # fmt: skip


# --- big questions ------------------------------------------------------------------------------

_QUESTIONS = {
    Question.GOING_HOME: later("Going home"),
    Question.MOVING: later("Moving"),
    Question.LONG_TERM: later("A long-term home"),
}
QUESTION_ICONS = {
    Question.GOING_HOME: "family", Question.MOVING: "travel", Question.LONG_TERM: "house",
}  # fmt: skip
_STANDS = {
    Stands.YES: later("Yes"),
    Stands.NO: later("No, not now"),
    Stands.NOT_YET: later("Not decided yet"),
}


def question_name(question: Question) -> str:
    return str(_QUESTIONS[question])


def means(question: Question, band: Band) -> tuple[str, ...]:
    return tuple(str(text) for text in MEANS[question][band])


def stands(how: Stands) -> str:
    return str(_STANDS[how])


STANDS = [(how.value, text) for how, text in _STANDS.items()]


def place_of_notice(kind: str, ref: str) -> tuple[str, str, bool] | None:
    """(code, name, whether it is a big question) of where a notice leads; None for what is not ours
    any more."""
    of, _colon, area = ref.partition(":") if kind == OWED_TO_THEM else (QUESTION, "", ref)
    try:
        return place_code(of, area), place_name(of, area), of == QUESTION
    except (KeyError, ValueError):
        return None


def place_name(kind: str, area: str) -> str:
    """The name of a part of a plan, or of a big question."""
    return question_name(Question(area)) if kind == QUESTION else area_name(area)
