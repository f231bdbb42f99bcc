"""Made-up people by chance, the same ones each time: some facts known, some not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from portal.clocks.category import CarePeriod, Category, HomeStay
from portal.entitlements.facts import Facts, Had, Study

COUNCILS = ("Riverbank Council", "Thornmere Council", "Elsewhere Council", None)
HAD = ("setting_up_home_allowance", "higher_education_bursary", "apprenticeship_bursary",
       "junior_isa", "riverbank_driving", "thornmere_driving_test")  # fmt: skip
FLAGS = ("in_care", "detained_at_16", "guardianship_after_care", "other_help_at_16",
         "same_foster_carer", "both_want_to_stay", "lives_at_course", "course_in_plan",
         "universal_credit", "housing_benefit", "single", "parent", "limited_work",
         "no_public_funds", "came_alone", "trust_fund", "own_home", "private_rent", "lives_alone",
         "with_parents")  # fmt: skip


def crowd(number: int, today: date, seed: int = 7) -> Iterator[Facts]:
    chance = Random(seed)
    for _ in range(number):
        yield somebody(chance, today)


def somebody(chance: Random, today: date) -> Facts:
    born = today - timedelta(days=chance.randrange(365 * 28))
    if chance.random() < 0.05:
        born = date(chance.choice((2000, 2004, 2008, 2012)), 2, 29)
    known = chance.random()

    def maybe(value):
        return value if chance.random() < 0.5 + known / 2 else None

    told = {name: maybe(chance.random() < 0.5) for name in FLAGS}
    category = maybe(chance.choice(list(Category)))
    return Facts(
        born=born if chance.random() < 0.95 else None,
        category=category,
        category_since=_near(chance, today) if category and chance.random() < 0.2 else None,
        category_until=_near(chance, today) if category and chance.random() < 0.1 else None,
        periods=maybe(tuple(_periods(chance, born, today))),
        home_stays=(HomeStay(_near(chance, today)),) if chance.random() < 0.1 else (),
        responsible=chance.choice(COUNCILS),
        residence=chance.choice(COUNCILS),
        placement=chance.choice(COUNCILS),
        study=maybe(chance.choice(list(Study))),
        higher_years=maybe(chance.choice((1, 2, 3))),
        apprenticeship_start=_near(chance, today) if chance.random() < 0.4 else None,
        had=maybe(tuple(_had(chance))),
        **told,
    )


def _near(chance: Random, today: date) -> date:
    return today + timedelta(days=chance.randrange(-1500, 700))


def _periods(chance: Random, born: date, today: date) -> Iterator[CarePeriod]:
    at = born + timedelta(days=chance.randrange(365 * 18))
    for _ in range(chance.choice((0, 1, 1, 1, 2, 3))):
        if at > today:
            return
        last = at + timedelta(days=chance.choice((5, 60, 90, 91, 364, 366, 2000)))
        goes_on = last > today or chance.random() < 0.3
        yield CarePeriod(at, None if goes_on else last, chance.random() < 0.1)
        if goes_on:
            return
        at = last + timedelta(days=chance.choice((0, 1, 2, 40, 400)))


def _had(chance: Random) -> Iterator[Had]:
    for item in HAD:
        if chance.random() < 0.2:
            paid = chance.choice((None, 0, 100, 1000, 2000, 3000))
            yield Had(item, paid, chance.choice((None, None, True, False)))
