"""The words of a letter: which gaps each may have, and what may not stand in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from portal.articles.telling import telling
from portal.proof.rules import NEUTRAL, Purpose

LONGEST = 1200
PARAGRAPHS = 8


class Gap(StrEnum):
    """What a letter can say of somebody: nothing else is ever filled in."""

    NAME = "name"
    COUNCIL = "council"
    PHONE = "phone"
    SUPPORT = "support"
    TURNS_25 = "turns_25"


# Only what this reader needs.
MAY_SAY: Mapping[Purpose, frozenset[Gap]] = {
    Purpose.COLLEGE: frozenset({Gap.NAME, Gap.COUNCIL, Gap.SUPPORT}),
    Purpose.LANDLORD: frozenset({Gap.NAME, Gap.COUNCIL, Gap.PHONE}),
    Purpose.COUNCIL_TAX: frozenset({Gap.NAME, Gap.COUNCIL, Gap.SUPPORT, Gap.TURNS_25}),
    Purpose.LEISURE: frozenset({Gap.NAME, Gap.COUNCIL}),
    Purpose.LEISURE_ELSEWHERE: frozenset({Gap.NAME, Gap.COUNCIL}),
}
MUST_SAY: Mapping[Purpose, frozenset[Gap]] = {
    purpose: frozenset({Gap.NAME, Gap.SUPPORT} & may) for purpose, may in MAY_SAY.items()
}

_GAP = re.compile(r"\{([^{}]*)\}")


class Problem(StrEnum):
    UNKNOWN_GAP = "unknown_gap"
    LACKS_GAP = "lacks_gap"
    STRAY = "stray"
    TELLS = "tells"
    TOO_LONG = "too_long"
    MANY = "many"
    NO_PHONE = "no_phone"


def digits(phone: str) -> str:
    """A number as it is dialled in this country."""
    return re.sub(r"^(00)?44(?=\d{10}$)", "0", re.sub(r"\D", "", phone))


def gaps_in(text: str) -> frozenset[str]:
    return frozenset(_GAP.findall(text))


def problem(purpose: Purpose, text: str, *, phone: bool = False) -> tuple[Problem, str] | None:
    """Why these words cannot be used, and which of them; None when they can. phone: a number is
    given with them."""
    if len(text) > LONGEST:
        return Problem.TOO_LONG, ""
    if len(paragraphs(text)) > PARAGRAPHS:
        return Problem.MANY, ""
    found = gaps_in(text)
    if unknown := sorted(found - MAY_SAY[purpose]):
        return Problem.UNKNOWN_GAP, unknown[0]
    if lacks := sorted(MUST_SAY[purpose] - found):
        return Problem.LACKS_GAP, lacks[0]
    if Gap.PHONE in found and not phone:
        return Problem.NO_PHONE, ""
    if re.search(r"[{}]", _GAP.sub("", text)):
        return Problem.STRAY, ""
    if purpose in NEUTRAL and (word := telling(text)):
        return Problem.TELLS, word
    return None


def paragraphs(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip())


def filled(text: str, said: Mapping[Gap, str]) -> tuple[str, ...]:
    """The paragraphs, each gap filled. One pass: braces in a name stay what they are."""
    return tuple(_GAP.sub(lambda gap: said[Gap(gap[1])], part) for part in paragraphs(text))
