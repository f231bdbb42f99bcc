"""What can be said to a part of a plan, what becomes of it, and what is asked again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.plan.rules import KIND_CODES, part_code, part_of

LONGEST_LINE = 1_000
LONGEST_WHY = 5_000
LONGEST_ANSWER = 5_000
LONGEST_WORDS = 2_000
MOST_LINES = 30  # of one part; more is a diary, and has its own place
LONGEST_ASK_AGAIN = timedelta(days=366)


class Says(StrEnum):
    """What they think. The value is kept in the table and stands in an address."""

    AGREE = "agree"
    UNSURE = "unsure"
    DISAGREE = "disagree"
    TALK = "talk"


class State(StrEnum):
    """What became of it. REPLACED: they said something else before anybody had answered, which
    waits in its place: it is a former text of what is open now."""

    OPEN = "open"
    ANSWERED = "answered"
    AGREED = "agreed"
    REPLACED = "replaced"


class Question(StrEnum):
    """The big questions. The value is kept in the table as the area of a kind of its own."""

    GOING_HOME = "going_home"
    MOVING = "moving"
    LONG_TERM = "long_term"


class Stands(StrEnum):
    """How a big question stands."""

    YES = "yes"
    NO = "no"
    NOT_YET = "not_yet"


QUESTION = "question"  # the kind under which what is said to a big question is kept

# What stands in an address says nothing to whoever reads it over a shoulder.
QUESTION_CODES = {Question.GOING_HOME: "q1", Question.MOVING: "q2", Question.LONG_TERM: "q3"}
_QUESTIONS = {code: question for question, code in QUESTION_CODES.items()}


def question_of(code: str) -> Question | None:
    return _QUESTIONS.get(code)


def place_of(code: str) -> tuple[str, str] | None:
    """(kind, area) of what an address names: a part of a plan, or a big question."""
    question = question_of(code)
    return (QUESTION, question.value) if question is not None else part_of(code)


def place_code(kind: str, area: str) -> str:
    """How it is named in an address. Raises KeyError or ValueError for what is not ours."""
    return QUESTION_CODES[Question(area)] if kind == QUESTION else part_code(kind, area)


def is_of_a_plan(kind: str) -> bool:
    return kind in KIND_CODES


def is_owed_an_answer(says: str, why: str) -> bool:
    """Everything but a plain "I agree": whoever adds words to it has asked or told something."""
    return says != Says.AGREE or bool(why)


def state_when_said(says: str, why: str) -> State:
    return State.OPEN if is_owed_an_answer(says, why) else State.AGREED


def may_ask_again(state: str, again_at: datetime | None) -> bool:
    """Whether they can say that the answer does not answer it: once."""
    return state == State.ANSWERED and again_at is None


def applies(seen_content: str, content: str) -> bool:
    """Whether what was said about a part was said about what it says now."""
    return bool(content) and seen_content == content


def ask_again_fits(day: date | None, today: date) -> bool:
    """From tomorrow on, and within about a year: what is asked later is not asked."""
    return day is None or today < day <= today + LONGEST_ASK_AGAIN


@dataclass(frozen=True)
class Event:
    """Something that happened to what was said: "said", "answered" or "again"."""

    what: str
    owes: bool = True


def state_after(events: Iterable[Event]) -> State | None:
    """The state of an area of a plan, from all that happened; None when nothing was said. What is
    stored is written step by step (`actions`); a test holds the two together."""
    state: State | None = None
    asked_again = False
    for event in events:
        if event.what == "said":
            state, asked_again = State.OPEN if event.owes else State.AGREED, False
        elif event.what == "answered" and state is State.OPEN:
            state = State.ANSWERED
        elif event.what == "again" and state is State.ANSWERED and not asked_again:
            state, asked_again = State.OPEN, True
    return state
