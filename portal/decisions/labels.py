"""Decisions in words: to the young person, and to adults."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portal.core import clock
from portal.core.words import _, full_date, later, listed, local_day, near_day
from portal.decisions.pages import Card, Earlier, Step
from portal.decisions.rules import About, Heard, Origin, State, What
from portal.people.rules import Grant
from portal.say.pages import ReadersNow
from portal.say.rules import Readers

ABOUT: dict[About, str] = {
    About.HOME: later("Where I live"),
    About.MOVE: later("Moving to another home"),
    About.FAMILY: later("Family time"),
    About.SCHOOL: later("School, college, work"),
    About.HEALTH: later("My health"),
    About.PAPERS: later("Passport, and staying in this country"),
    About.MONEY: later("Money"),
    About.LEAVING: later("Leaving care"),
    About.EVERYDAY: later("Everyday: haircut, sleepover, school trip"),
    About.OTHER: later("Something else"),
}
# The same to whoever writes it down.
ABOUT_THEM: dict[About, str] = {
    About.HOME: later("Where they live"),
    About.MOVE: later("Moving to another home"),
    About.FAMILY: later("Family time"),
    About.SCHOOL: later("School, college, work"),
    About.HEALTH: later("Their health"),
    About.PAPERS: later("Passport, and staying in this country"),
    About.MONEY: later("Money"),
    About.LEAVING: later("Leaving care"),
    About.EVERYDAY: later("Everyday: haircut, sleepover, school trip"),
    About.OTHER: later("Something else"),
}
ICONS: dict[About, str] = {
    About.HOME: "house", About.MOVE: "travel", About.FAMILY: "family", About.SCHOOL: "school",
    About.HEALTH: "health", About.PAPERS: "id", About.MONEY: "money", About.LEAVING: "walk",
    About.EVERYDAY: "star", About.OTHER: "say",
}  # fmt: skip
STATES: dict[State, str] = {
    State.THINKING: later("It is decided later: we think about it"),
    State.DECIDED: later("It is decided already"),
}
CHIPS: dict[State, str] = {
    State.THINKING: later("Thinking about it"),
    State.DECIDED: later("Decided"),
    State.CHANGED: later("Changed"),
    State.DROPPED: later("Not any more"),
}
# To adults, on the form.
ORIGINS: dict[Origin, str] = {
    Origin.ASKED: later("They asked for it"),
    Origin.REVIEW: later("A review"),
    Origin.MEETING: later("Another meeting"),
    Origin.VISIT: later("A visit"),
    Origin.HOME: later("Their home"),
    Origin.SCHOOL: later("School or college"),
    Origin.HEALTH: later("A doctor or a nurse"),
    Origin.COURT: later("A court"),
    Origin.OTHER: later("Something else"),
}
_CAME_FROM: dict[Origin, str] = {
    Origin.ASKED: later("It came from you: you asked."),
    Origin.REVIEW: later("It came up at your review."),
    Origin.MEETING: later("It came up at a meeting about you."),
    Origin.VISIT: later("It came up when your worker visited you."),
    Origin.HOME: later("It came up at home."),
    Origin.SCHOOL: later("It came from school or college."),
    Origin.HEALTH: later("It came from a doctor or a nurse."),
    Origin.COURT: later("It came from a court."),
    Origin.OTHER: later("It came from something else."),
}
HEARD: dict[Heard, str] = {
    Heard.UNKNOWN: later("I don't know"),
    Heard.SKIP: later("Skip"),
}
BEFORE, AFTER = "before", "after"
TOPICS = {
    BEFORE: later("Before it is decided"),
    AFTER: later("What I think of what was decided"),
}


def topic(state: State) -> str:
    """Under which heading it is kept what is said now."""
    return BEFORE if state is State.THINKING else AFTER


# --- how it stands ------------------------------------------------------------------------------


def chip(card: Card, now: datetime) -> str:
    if card.told_at is None:
        return _("Not told yet")
    return _("Late") if card.late(now) else str(CHIPS[card.state])


def chip_state(card: Card, now: datetime) -> str:
    if card.told_at is None:
        return "coming"
    if card.late(now):
        return "late"
    return "wait" if card.thinking else "kept"


def line(card: Card, now: datetime) -> str:
    """How it stands, with a name and a day, for a list; the same to everybody."""
    today = clock.today(now)
    if card.state is State.DROPPED:
        return _("Not any more, since %(day)s.", day=_near(card.decided_on, today))
    if not card.thinking:
        if card.decides:
            return _("%(name)s decided it %(day)s.", name=card.decides,
                     day=_near(card.decided_on, today))  # fmt: skip
        return _("Decided %(day)s.", day=_near(card.decided_on, today))
    return when(card, now)


def when(card: Card, now: datetime) -> str:
    """Who decides, and by which day, while it is thought about."""
    today = clock.today(now)
    gaps = {"name": card.decides, "day": _near(card.by_day, today)}
    if card.late(now):
        if card.decides:
            return _("%(name)s was to decide by %(day)s. That day has passed.", **gaps)
        return _("It was to be decided by %(day)s. That day has passed.", **gaps)
    if card.by_day and card.decides:
        return _("%(name)s decides by %(day)s.", **gaps)
    if card.by_day:
        return _("It is decided by %(day)s.", **gaps)
    return _("%(name)s decides. No day is set yet.", **gaps)


def _near(day: date | None, today: date) -> str:
    return near_day(day, today) if day else ""


def say_chip(card: Card) -> tuple[str, str] | None:
    """On the young person's list: what they can do, or wait for."""
    if card.said.waiting:
        return _("Waits for an answer"), "wait"
    if card.thinking and not card.said.all and card.heard is Heard.NOTHING:
        return _("Say what you think"), "new"
    return None


def came_from(card: Card, own: bool) -> str:
    if own:
        return str(_CAME_FROM[card.origin])
    return _("Where it came from: %(what)s.", what=str(ORIGINS[card.origin]))


def heard(card: Card, now: datetime, name: str = "") -> str:
    """What the young person answered without words; name: theirs, to adults."""
    if card.heard_at is None or card.heard is Heard.NOTHING:
        return ""
    day = near_day(local_day(card.heard_at), local_day(now))
    if card.heard is Heard.UNKNOWN:
        if name:
            return _("%(name)s said %(day)s: I don't know.", name=name, day=day)
        return _("You said %(day)s: I don't know.", day=day)
    if name:
        return _("%(name)s did not want to say anything, %(day)s.", name=name, day=day)
    return _("You skipped it %(day)s.", day=day)


def until(earlier: Earlier, now: datetime) -> str:
    """Above what it said before."""
    day = near_day(local_day(earlier.until), local_day(now))
    return _("This said until %(day)s:", day=day)


# --- the way it went ----------------------------------------------------------------------------


@dataclass(frozen=True)
class TrailStep:
    """For parts/trail.html."""

    name: str
    text: str
    state: str


_DID = {
    What.WORDS: later("%(name)s changed the words"),
    What.DECIDED: later("%(name)s wrote down that it is decided"),
    What.CHANGED: later("%(name)s wrote down that it changed"),
    What.DROPPED: later("%(name)s wrote down: not any more"),
}


def trail(card: Card, now: datetime, name: str = "") -> list[TrailStep]:
    """Everything that happened, in order, each with a name and a day; last what is to come. name:
    of the young person, to adults; "" to themselves."""
    found: list[tuple[datetime, int, str, str]] = []
    for step in card.steps:
        found.append((step.at, step.number, _did(step, name), step.note))
    if card.heard_at is not None and card.heard is not Heard.NOTHING:
        found.append((card.heard_at, 1_000, heard(card, now, name), ""))
    steps = [
        TrailStep(words, _dated(at, note), "done")
        for at, _number, words, note in sorted(found, key=lambda one: one[:2])
    ]
    if card.thinking:
        steps.append(TrailStep(when(card, now), "", "now"))
    return steps


def _dated(at: datetime, note: str) -> str:
    day = full_date(local_day(at))
    return _("%(day)s: %(note)s", day=day, note=note) if note else day


def _did(step: Step, name: str) -> str:
    if step.what is not What.TOLD:
        return str(_DID[step.what]) % {"name": step.name}
    gaps = {"name": step.name, "child": name}
    if step.state is State.THINKING:
        if name:
            return _("%(name)s told %(child)s that it is being thought about", **gaps)
        return _("%(name)s told you that it is being thought about", **gaps)
    if name:
        return _("%(name)s told %(child)s that it is decided", **gaps)
    return _("%(name)s told you that it is decided", **gaps)


# --- who reads it -------------------------------------------------------------------------------


def reader_choices(people: ReadersNow) -> list[tuple[str, str]]:
    """Who can be chosen to read what they say, each with a name; parents never."""
    found = []
    if people.iro:
        officer = _("%(name)s, who runs your review", name=people.iro)
        found.append((Readers.IRO, officer))
    if people.worker:
        worker = _("%(name)s, and whoever covers for them", name=people.worker)
    else:
        worker = _("Your worker. Until you have one, somebody stands in.")
    found.append((Readers.WORKER, worker))
    if people.carers:
        found.append((Readers.CARER, listed(list(people.carers))))
    return [(str(int(reader)), label) for reader, label in found]


_OF = {
    Grant.FAMILY: later("their family"), Grant.ADDRESS: later("where they live"),
    Grant.SCHOOL: later("their school"), Grant.HEALTH: later("their health"),
    Grant.IMMIGRATION: later("staying in this country"),
}  # fmt: skip


def of_what(grants: Grant) -> str:
    """Their family and their school."""
    return listed([str(words) for grant, words in _OF.items() if grant in grants])


def carers_read(card: Card, carers: Sequence[str]) -> str:
    """To whoever wrote it: which carers see it now."""
    if not card.carer_may:
        return _("Carers do not see this.")
    if carers:
        return _("%(names)s can read it, too.", names=listed(list(carers)))
    more = of_what(card.needs)
    if more:
        return _("You ticked that carers may read it. Nobody does now: it tells of %(what)s, and "
                 "no carer was given that.", what=more)  # fmt: skip
    return _("You ticked that carers may read it. There is no carer now who could.")


def about_choices(topics: Iterable[About]) -> list[tuple[str, str]]:
    return [(about.value, ABOUT_THEM[about]) for about in topics]
