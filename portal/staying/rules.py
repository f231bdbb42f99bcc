"""What there is to write down, and how it is named in an address. Plain functions."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

STEPS_FILE = Path(__file__).with_name("steps.toml")
# The part of a plan that is read with the same grant; what is promised for an answer stands in it.
PLAN_AREA = "immigration"
LONGEST_TEXT = 5000
LONGEST_LINE = 300
LONGEST_NAME = 100
LONGEST_WHY = 500
MOST_PAPERS = 60


class Topic(StrEnum):
    """Kinds of entries. The value is kept in the table."""

    STEP = "step"
    PAPER = "paper"
    HELPER = "helper"  # solicitor, interpreter
    OUTCOME = "outcome"
    TRACING = "tracing"
    MINE = "mine"  # their own words


class Step(StrEnum):
    WELFARE = "welfare"
    SCREENING = "screening"
    STATEMENT = "statement"
    INTERVIEW = "interview"
    DECISION = "decision"
    APPEAL = "appeal"
    AGE = "age"
    TRAVEL = "travel"
    RENEWAL = "renewal"


class State(StrEnum):
    """Where a step is."""

    NOT_YET = "not_yet"
    BOOKED = "booked"
    WAITING = "waiting"
    DONE = "done"
    NOT_MINE = "not_mine"  # it is not for them


class Has(StrEnum):
    """Where a paper is."""

    HAVE = "have"
    NEED = "need"
    ASKED = "asked"


class Helper(StrEnum):
    SOLICITOR = "solicitor"
    INTERPRETER = "interpreter"


class Outcome(StrEnum):
    GRANTED = "granted"
    WAITING = "waiting"
    REFUSED = "refused"


class Tracing(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_NOW = "not_now"
    ASK_LATER = "ask_later"


class Mine(StrEnum):
    FAITH = "faith"
    FOOD = "food"
    LANGUAGE = "language"
    PEOPLE = "people"


class Gender(StrEnum):
    ANY = "any"
    WOMAN = "woman"
    MAN = "man"


# What stands in an address, and so in a phone's history: it must say nothing. Never reused.
CODES = {
    "11": (Topic.STEP, Step.WELFARE), "12": (Topic.STEP, Step.SCREENING),
    "13": (Topic.STEP, Step.STATEMENT), "14": (Topic.STEP, Step.INTERVIEW),
    "15": (Topic.STEP, Step.DECISION), "16": (Topic.STEP, Step.APPEAL),
    "17": (Topic.STEP, Step.AGE), "18": (Topic.STEP, Step.TRAVEL),
    "19": (Topic.STEP, Step.RENEWAL),
    "31": (Topic.HELPER, Helper.SOLICITOR), "32": (Topic.HELPER, Helper.INTERPRETER),
    "41": (Topic.OUTCOME, Outcome.GRANTED), "42": (Topic.OUTCOME, Outcome.WAITING),
    "43": (Topic.OUTCOME, Outcome.REFUSED),
    "51": (Topic.TRACING, ""),
    "61": (Topic.MINE, Mine.FAITH), "62": (Topic.MINE, Mine.FOOD),
    "63": (Topic.MINE, Mine.LANGUAGE), "64": (Topic.MINE, Mine.PEOPLE),
}  # fmt: skip
CODE_OF = {(topic.value, str(key)): code for code, (topic, key) in CODES.items()}
THEIRS_ALONE = frozenset({Topic.TRACING, Topic.MINE})


def named(code: str) -> tuple[Topic, str] | None:
    """(topic, key) of a code from an address; None when there is no such thing. A paper is named
    by its own ref, which is no code."""
    found = CODES.get(code)
    return (found[0], str(found[1])) if found else None


@dataclass(frozen=True)
class Source:
    """Where the words about a step come from. checked_on: when somebody of us looked at it; read:
    whether at its source. A person who knows the law has not checked it yet."""

    step: Step
    source: str
    checked_on: date
    rules: tuple[Rule, ...]
    read: bool = True


@dataclass(frozen=True)
class Rule:
    """A rule that holds on days from `first` to `last` (None: with no end), by its key in
    `labels.RULES`."""

    key: str
    first: date | None
    last: date | None
    source: str
    checked_on: date

    def holds_on(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@cache
def sources() -> dict[Step, Source]:
    raw = tomllib.loads(STEPS_FILE.read_text(encoding="utf-8"))
    return {
        Step(one["step"]): Source(
            Step(one["step"]), one["source"], one["checked_on"],
            tuple(
                Rule(r["key"], r.get("from"), r.get("to"), r["source"], r["checked_on"])
                for r in one.get("rule", ())
            ),
            one.get("read", True),
        )
        for one in raw["step"]
    }  # fmt: skip


def rules_on(step: Step, day: date) -> tuple[Rule, ...]:
    """The dated rules of a step that hold on a day: of the decision where it is known, else
    today's."""
    return tuple(rule for rule in sources()[step].rules if rule.holds_on(day))
