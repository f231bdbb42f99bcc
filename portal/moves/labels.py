"""A move in words: three ages of them for what is asked about the next home."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from portal.core.words import _, later, listed, plural, sleeps
from portal.moves.rules import Fact, Said

# To whoever fills it in.
ASKED = {
    Fact.WHO: later("Who lives there?"),
    Fact.PETS: later("Are there animals?"),
    Fact.ROOM: later("Their room"),
    Fact.FOOD: later("Food"),
    Fact.RULES: later("House rules"),
    Fact.WIFI: later("Wifi and phones"),
    Fact.SCHOOL: later("School, college and travel"),
    Fact.FAMILY: later("Seeing family and friends"),
    Fact.VISIT: later("Can they visit first?"),
    Fact.BRING: later("What to bring"),
    Fact.TAKES: later("Who takes them there"),
}
HINTS = {
    Fact.WHO: later("First names, ages, what they like. Write it to the young person."),
    Fact.PETS: later("Names help."),
    Fact.ROOM: later("Their own or shared, what is in it, whether the door locks."),
    Fact.FOOD: later("What is cooked, when, and that their faith and tastes are known."),
    Fact.RULES: later("Bedtime, bathroom, visitors. Few and true."),
    Fact.WIFI: later("Whether there is any, and when it is off."),
    Fact.SCHOOL: later("Whether they stay at their school, and how they get there."),
    Fact.FAMILY: later("When they see whom, and who brings them."),
    Fact.VISIT: later("The day, or why not."),
    Fact.BRING: later("Everything of theirs comes along, in bags of their own."),
    Fact.TAKES: later("Somebody they know, and at what time."),
}
# To a child, a teenager and a young adult who reads it.
_READ = {
    "child": {
        Fact.WHO: later("Who lives there"),
        Fact.PETS: later("Animals"),
        Fact.ROOM: later("Where you sleep"),
        Fact.FOOD: later("What you eat"),
        Fact.RULES: later("What everybody does there"),
        Fact.WIFI: later("Wifi"),
        Fact.SCHOOL: later("How you get to school"),
        Fact.FAMILY: later("When you see your family"),
        Fact.VISIT: later("Can you look at it first?"),
        Fact.BRING: later("What you take with you"),
        Fact.TAKES: later("Who takes you there"),
    },
    "teen": {
        Fact.WHO: later("Who lives there"),
        Fact.PETS: later("Animals"),
        Fact.ROOM: later("Your room"),
        Fact.FOOD: later("Food"),
        Fact.RULES: later("The rules there"),
        Fact.WIFI: later("Wifi and phones"),
        Fact.SCHOOL: later("School and how you get there"),
        Fact.FAMILY: later("Seeing your family and friends"),
        Fact.VISIT: later("Can you see it first?"),
        Fact.BRING: later("What to bring"),
        Fact.TAKES: later("Who takes you"),
    },
    "adult": {
        Fact.WHO: later("Who lives there"),
        Fact.PETS: later("Animals"),
        Fact.ROOM: later("Your room"),
        Fact.FOOD: later("Food and cooking"),
        Fact.RULES: later("House rules"),
        Fact.WIFI: later("Wifi and phones"),
        Fact.SCHOOL: later("College, work and travel"),
        Fact.FAMILY: later("Seeing family and friends"),
        Fact.VISIT: later("Visiting before you move"),
        Fact.BRING: later("What to bring"),
        Fact.TAKES: later("Who goes with you"),
    },
}  # fmt: skip
ICONS = {
    Fact.WHO: "people", Fact.PETS: "heart", Fact.ROOM: "house", Fact.FOOD: "gift",
    Fact.RULES: "list", Fact.WIFI: "phone", Fact.SCHOOL: "school", Fact.FAMILY: "family",
    Fact.VISIT: "eye", Fact.BRING: "work", Fact.TAKES: "travel",
}  # fmt: skip
SAID = {
    Said.QUESTION: later("I want to ask something"),
    Said.WORRY: later("Something worries me"),
    Said.BRING: later("I want to bring something"),
}
SAID_ICONS = {Said.QUESTION.value: "help", Said.WORRY.value: "unsure", Said.BRING.value: "gift"}
_SAID_SHORT = {
    Said.QUESTION: later("A question"),
    Said.WORRY: later("A worry"),
    Said.BRING: later("To bring"),
}


def read(fact: Fact, band: str) -> str:
    return str(_READ.get(band, _READ["adult"])[fact])


def missing(facts: Sequence[Fact], band: str) -> str:
    return listed([read(fact, band) for fact in facts])


def said(kind: Said) -> str:
    return str(_SAID_SHORT[kind])


def countdown(day: date, today: date, band: str) -> str:
    """In sleeps for the young, in days for everybody else."""
    left = sleeps(day, today)
    if left < 0:
        return ""
    if left == 0:
        return _("That is today.")
    if band == "child":
        return plural("%(num)s more sleep", "%(num)s more sleeps", left)
    return plural("in %(num)s day", "in %(num)s days", left)
