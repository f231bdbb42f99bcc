"""What a young person may tell us of themselves, so that an answer fits: questions with fixed
answers, each with "I don't know", none of which has to be answered.

Not asked, on purpose: papers and how somebody came to the country (`Facts.without_status`), health,
and what the council's record says better. An answer never stands against the record: it fills what
nobody has told us.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from portal.entitlements.facts import EARLIEST, LATEST, Facts, Study

DONT_KNOW = "?"
YES, NO = "yes", "no"
YES_NO = (YES, NO)


@dataclass(frozen=True)
class Question:
    """code: how it is kept and what stands in the address: it says nothing of what is asked. fills:
    the facts that it may fill. values: the answers offered, without "I don't know"; none where they
    are made elsewhere (the names of councils), or where it is a day. study: asked only of whom that
    is known."""

    code: str
    fills: frozenset[str]
    values: tuple[str, ...] = YES_NO
    is_day: bool = False
    study: Study | None = None

    def fits(self, facts: Facts) -> bool:
        return self.study is None or self.study is facts.study


def _one(code: str, fact: str, values: tuple[str, ...] = YES_NO) -> Question:
    return Question(code, frozenset({fact}), values)


WHERE = Question("q1", frozenset({"residence"}), ())
STUDY = _one("q2", "study", tuple(Study))
BENEFITS = Question(
    "q5", frozenset({"universal_credit", "housing_benefit"}), ("uc", "hb", "both", NO)
)
LENGTH = _one("q10", "higher_years", ("1", "2"))
BEGAN = Question(
    "q15", frozenset({"apprenticeship_start"}), (), is_day=True, study=Study.APPRENTICESHIP
)
# Elsewhere: somewhere whose offer is not kept here.
ELSEWHERE = "elsewhere"

QUESTIONS = (
    WHERE,
    STUDY,
    _one("q3", "own_home"),
    _one("q4", "lives_alone"),
    BENEFITS,
    _one("q6", "single"),
    _one("q7", "parent"),
    _one("q8", "private_rent"),
    _one("q9", "trust_fund"),
    LENGTH,
    _one("q11", "lives_at_course"),
    _one("q12", "course_in_plan"),
    _one("q13", "both_want_to_stay"),
    _one("q14", "with_parents"),
    BEGAN,
)
BY_CODE = {question.code: question for question in QUESTIONS}


def is_answer(question: Question, value: str, councils: tuple[str, ...]) -> bool:
    if value == DONT_KNOW:
        return True
    if question.is_day:
        return day_of(value) is not None
    return value in ((*councils, ELSEWHERE) if question is WHERE else question.values)


def day_of(value: str) -> date | None:
    """A day as it is kept; None for what is none, or is outside the years of anybody's life."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None


def filled(facts: Facts, own: Mapping[str, str]) -> Facts:
    """The facts, with what they told us where nobody else has. own: by code of the question."""
    more: dict[str, Any] = {}
    for code, value in own.items():
        question = BY_CODE.get(code)
        if question is not None and value != DONT_KNOW:
            more |= _READ.get(code, _yes_or_no)(question, value)
    lacking = {name: value for name, value in more.items() if getattr(facts, name) is None}
    return replace(facts, **lacking) if lacking else facts


def open_questions(facts: Facts, reads: frozenset[str]) -> tuple[Question, ...]:
    """Those that could fill something of `reads` which nobody has told us."""
    return tuple(
        question
        for question in QUESTIONS
        if question.fits(facts)
        and any(getattr(facts, name) is None for name in question.fills & reads)
    )


def _yes_or_no(question: Question, value: str) -> dict[str, Any]:
    (fact,) = question.fills
    return {fact: value == YES} if value in YES_NO else {}


def _where(_question: Question, value: str) -> dict[str, Any]:
    # "Elsewhere" is an answer: no council of ours sends the bills there.
    return {"residence": value}


def _study(_question: Question, value: str) -> dict[str, Any]:
    return {"study": Study(value)} if value in set(Study) else {}


def _benefits(_question: Question, value: str) -> dict[str, Any]:
    return {
        "universal_credit": value in ("uc", "both"),
        "housing_benefit": value in ("hb", "both"),
    }


def _length(_question: Question, value: str) -> dict[str, Any]:
    return {"higher_years": int(value)} if value.isdigit() else {}


def _began(_question: Question, value: str) -> dict[str, Any]:
    return {"apprenticeship_start": day_of(value)}


_READ: dict[str, Callable[[Question, str], dict[str, Any]]] = {
    WHERE.code: _where,
    STUDY.code: _study,
    BENEFITS.code: _benefits,
    LENGTH.code: _length,
    BEGAN.code: _began,
}
