"""Made-up lives, so that an editor sees what different young people will read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from portal.clocks.category import ADULT, CarePeriod, Category
from portal.clocks.days import birthday
from portal.entitlements.facts import Facts, Study


@dataclass(frozen=True)
class MadeUp:
    """code: what stands in the address. age: since some months."""

    code: str
    age: int
    facts: Facts


def _life(code: str, age: int, category: Category, study: Study, *, own_home: bool) -> MadeUp:
    """Who has a home of their own gets Universal Credit, too."""
    facts = Facts(
        category=category, in_care=age < ADULT, study=study, single=True, parent=False, had=(),
        own_home=own_home, universal_credit=own_home, lives_alone=own_home,
    )  # fmt: skip
    return MadeUp(code, age, facts)


LIVES = (
    _life("19", 19, Category.FORMER_RELEVANT, Study.COLLEGE, own_home=True),
    _life("14", 14, Category.LOOKED_AFTER_UNDER_16, Study.SCHOOL, own_home=False),
    _life("17", 17, Category.ELIGIBLE, Study.COLLEGE, own_home=False),
    _life("20", 20, Category.QUALIFYING, Study.HIGHER, own_home=False),
    _life("23", 23, Category.FORMER_RELEVANT, Study.NONE, own_home=True),
)


def life_of(code: str) -> MadeUp:
    """The first where there is none of that code."""
    return next((one for one in LIVES if one.code == code), LIVES[0])


def facts_of(made_up: MadeUp, council: str, today: date) -> Facts:
    """As of today: of this council, and living in its area."""
    born = birthday(today - timedelta(days=120), -made_up.age)
    began = birthday(born, 10)
    ended = None if made_up.facts.in_care else birthday(born, ADULT)
    if made_up.facts.category == Category.QUALIFYING:
        ended = birthday(born, 16) + timedelta(days=30)
    return replace(
        made_up.facts, born=born, periods=(CarePeriod(began, ended),), responsible=council,
        residence=council, placement=council if made_up.facts.in_care else None,
    )  # fmt: skip
