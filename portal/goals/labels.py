"""Goals, steps and their history in words: a name and a day on each."""

from __future__ import annotations

from datetime import date

from flask import url_for

from portal.core.access import viewer
from portal.core.words import _, later, plural, short_date
from portal.goals.pages import ChangeCard, GoalCard, Made, SittingCard, StepCard
from portal.goals.rules import Owner, PlanKind, Standing, State, Stone, What
from portal.people.pages import Known, Subject

CHIPS = {Standing.LATE: "late", Standing.COMING: "coming", Standing.DONE: "kept",
         Standing.DROPPED: "wait"}  # fmt: skip
_STANDING = {
    Standing.LATE: later("Late"),
    Standing.COMING: later("Coming"),
    Standing.DONE: later("Done"),
    Standing.DROPPED: later("Not happening"),
}


def chip(standing: Standing) -> str:
    return str(_STANDING[standing])


def _me(made: Made) -> bool:
    return made.by_id == viewer().person_id


def wrote(made: Made) -> str:
    """Who wrote it, and when; with whom, if they sat together."""
    day = short_date(made.on)
    if made.together and viewer().is_young:
        return _("Together with %(name)s, %(day)s", name=made.together, day=day)
    if made.together:
        return _("Written together with %(name)s, %(day)s", name=made.together, day=day)
    if _me(made):
        return _("You wrote this, %(day)s", day=day)
    return _("%(name)s wrote this, %(day)s", name=made.by, day=day)


def who_does(step: StepCard, subject: Subject) -> str:
    """You, to whoever does it themselves; else their name."""
    if step.owner is Owner.ME:
        return _("You") if subject.own else subject.name
    return _("You") if step.owner_id == viewer().person_id else step.who


def when(step: StepCard, subject: Subject) -> str:
    """Dan, by 21 December. You, no day yet. Done on 3 May."""
    who = who_does(step, subject)
    if step.state is State.DONE:
        return _("%(who)s, done on %(day)s", who=who, day=short_date(step.on))
    if step.state is State.DROPPED:
        return _("Not happening, since %(day)s", day=short_date(step.on))
    if step.due is None:
        return _("%(who)s, no day yet", who=who)
    if step.standing is Standing.LATE and step.chased:
        return _("%(who)s, by %(day)s. %(manager)s has been told that it is late.",
                 who=who, day=short_date(step.due), manager=step.chased)  # fmt: skip
    return _("%(who)s, by %(day)s", who=who, day=short_date(step.due))


def goal_line(goal: GoalCard, subject: Subject) -> str:
    """What is next, or how it ended, for a list."""
    if goal.state is State.DONE:
        return _("Done on %(day)s", day=short_date(goal.on))
    if goal.state is State.DROPPED:
        return _("Not happening, since %(day)s", day=short_date(goal.on))
    if goal.next is not None:
        return _("Next: %(step)s (%(who)s)", step=goal.next.text, who=when(goal.next, subject))
    if goal.steps:
        return _("All its steps are done.")
    return _("No steps yet")


def steps_done(goal: GoalCard) -> str:
    if not goal.count:
        return ""
    return plural(
        "%(done)s of %(num)s step done", "%(done)s of %(num)s steps done", goal.count,
        done=goal.done,
    )  # fmt: skip


def stone_line(stone: Stone) -> str:
    """Under a stone of the path: who and when, and how it stands, in words."""
    if stone.standing is Standing.DONE:
        return _("Done on %(day)s", day=short_date(stone.day or date.max))
    if stone.day is None:
        return _("%(who)s, no day yet", who=stone.who)
    if stone.standing is Standing.LATE:
        return _("%(who)s, late since %(day)s", who=stone.who, day=short_date(stone.day))
    return _("%(who)s, by %(day)s", who=stone.who, day=short_date(stone.day))


# --- history ------------------------------------------------------------------------------------

_BY_ME = {
    What.GOAL_TEXT: later("You changed the words of a goal."),
    What.SAY: later("You changed what you say about it."),
    What.STEP_TEXT: later("You changed the words of a step."),
    What.STEP_OWNER: later("You changed who does a step."),
    What.STEP_DUE: later("You changed the day of a step."),
}
_BY_OTHER = {
    What.GOAL_TEXT: later("%(name)s changed the words of a goal."),
    What.SAY: later("%(name)s changed what they say about it."),
    What.STEP_TEXT: later("%(name)s changed the words of a step."),
    What.STEP_OWNER: later("%(name)s changed who does a step."),
    What.STEP_DUE: later("%(name)s changed the day of a step."),
}
_STATES = {
    State.OPEN: later("open again"),
    State.DONE: later("done"),
    State.DROPPED: later("not happening"),
}


def change_words(change: ChangeCard) -> str:
    """What was done, in a sentence."""
    name = {"name": change.made.by}
    mine = _me(change.made)
    if change.added == "goal":
        return _("You added a goal.") if mine else _("%(name)s added a goal.", **name)
    if change.added == "step":
        return _("You added a step.") if mine else _("%(name)s added a step.", **name)
    if change.what in (What.GOAL_STATE, What.STEP_STATE):
        return _("You said how it stands.") if mine else _("%(name)s said how it stands.", **name)
    assert change.what is not None
    return str(_BY_ME[change.what]) if mine else str(_BY_OTHER[change.what]) % name


def change_value(change: ChangeCard, text: str) -> str:
    """One side of a change: words as they are, a day, a state, who."""
    if change.what is What.STEP_DUE:
        return short_date(date.fromisoformat(text)) if text else _("no day yet")
    if change.what in (What.GOAL_STATE, What.STEP_STATE) and text in set(State):
        return str(_STATES[State(text)])
    if change.what is What.STEP_OWNER and text == Owner.ME.value:
        return _("the young person")
    return text


def together_words(made: Made) -> str:
    if not made.together:
        return ""
    return _("Together with %(name)s", name=made.together)


# --- where things are ---------------------------------------------------------------------------


def plan_href(kind: str, subject: Subject) -> str:
    """The plan that a goal is in."""
    room = "pathway.pathway" if kind == PlanKind.PATHWAY else "school.school"
    if subject.own:
        return url_for(room)
    theirs = "pathway.theirs" if kind == PlanKind.PATHWAY else "school.theirs"
    return url_for(theirs, ref=subject.ref)


def plan_title(kind: str, subject: Subject) -> str:
    if kind == PlanKind.PATHWAY:
        return _("My pathway plan") if subject.own else _("Pathway plan")
    return _("My school plan") if subject.own else _("School plan")


def people_choices(people: tuple[Known, ...], subject: Subject) -> list[tuple[str, str]]:
    """For the radio tiles: whoever writes reads "Me" of themselves."""
    mine = viewer().person_id
    return [(one.ref, _("Me") if one.id == mine else one.name) for one in people]


def me_choice(subject: Subject) -> str:
    return _("Me") if subject.own else subject.name


def sitting_state(card: SittingCard) -> str:
    """How a sitting stands, for its list."""
    if card.over is None:
        return _("Going on now")
    if not card.changed:
        return _("Nothing was changed")
    if card.says == "yes" and card.says_on:
        day = short_date(card.says_on)
        if card.mine:
            return _("%(name)s said on %(day)s: that is right.", name=card.other, day=day)
        return _("You said on %(day)s: that is right.", day=day)
    if card.says == "no" and card.says_on:
        day = short_date(card.says_on)
        if card.mine:
            return _("%(name)s said on %(day)s: that is not what we said.", name=card.other,
                     day=day)  # fmt: skip
        return _("You said on %(day)s: that is not what we said.", day=day)
    if card.mine:
        return _("%(name)s has not said yet whether it is right.", name=card.other)
    return _("You have not said yet whether it is right.")
