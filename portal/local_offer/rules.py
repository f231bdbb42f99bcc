"""Addresses that say nothing, what is open, what was searched for. Plain functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from portal.entitlements.engine import ORDER, Answer, Says
from portal.entitlements.facts import Facts
from portal.entitlements.items import Key
from portal.entitlements.marks import code_of as code_of
from portal.entitlements.marks import mark_of as mark_of

LONGEST_SEARCH = 80
LONGEST_OFFER = 200_000  # letters of a whole offer as a file
# Nobody has looked an item up for so long: it should be checked again.
CHECK_AFTER = timedelta(days=183)
# Needs of others than the young person.
NOT_THEIRS = frozenset({"carers", "parents"})


PAIR = "pair"


def whose_rule(answer: Answer, facts: Facts) -> str:
    """By what it goes: the key of the item; `PAIR`, where another council gives it to whom their
    own is responsible for; "" of what is another council's and not for them."""
    if answer.elsewhere:
        return ""
    theirs = facts.responsible is not None and answer.council != facts.responsible
    return PAIR if theirs and answer.key == Key.RESPONSIBLE else answer.key


@dataclass(frozen=True)
class Shelf:
    """What there is under one heading: what may be had or asked for, what comes later with its day,
    and what is not for them."""

    need: str
    now: tuple[Answer, ...]
    later: tuple[Answer, ...]
    no: tuple[Answer, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.now or self.later or self.no)


def shelf(need: str, answers: Iterable[Answer]) -> Shelf:
    """In each part the surest first, and what is not yet by its day."""
    told = sorted(answers, key=lambda one: ORDER[one.says])
    waits = [one for one in told if one.says is Says.NOT_NOW]
    return Shelf(
        need,
        tuple(one for one in told if ORDER[one.says] < ORDER[Says.NOT_NOW]),
        tuple(sorted(waits, key=_day)),
        tuple(one for one in told if one.says is Says.NO),
    )


def by_first_need(answers: Sequence[Answer], needs: Iterable[str]) -> tuple[Shelf, ...]:
    """Each thing once, under the need that it is first for; needs in their order."""
    shelves = (
        shelf(need, [one for one in answers if one.needs[0] == need]) for need in needs
    )  # fmt: skip
    return tuple(found for found in shelves if not found.is_empty)


def _day(answer: Answer) -> str:
    return answer.from_when.isoformat() if answer.from_when else ""


# Birthdays on which help ends.
BIRTHDAYS = (18, 21, 25)
_NUMBER = re.compile(r"(?<!\d)\d\d(?!\d)")


def birthdays_in(until: str) -> tuple[int, ...]:
    """Those that a page names where it says, in English, until when."""
    named = {int(number) for number in _NUMBER.findall(until)}
    return tuple(age for age in BIRTHDAYS if age in named)


# Whose "no" the council's own complaint, and an advocate, can turn.
COUNCIL_DECIDES = frozenset({"council", "nobody"})
HOME = "home"
COUNCIL_LETTERS = frozenset({"council_letter", "council_confirmation"})
# Whom it is asked from → the letter that somebody makes by themselves, by its name in the address.
LETTERS = {"college": "college", "council_tax_office": "council-tax", "leisure_centre": "leisure"}


def letter_for(answer: Answer, brought: str) -> str | None:
    """For one thing to bring: the letter to make here; "" for a letter that their worker writes;
    None for what is no letter of the council."""
    if brought not in COUNCIL_LETTERS:
        return None
    return LETTERS.get(answer.ask, "") if brought == "council_letter" else ""
