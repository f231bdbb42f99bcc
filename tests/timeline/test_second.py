"""Thousands of made-up lives: the portal's sum and a second one, written apart, agree."""

from datetime import date, timedelta
from random import Random

import pytest

from portal.clocks.category import CareHistory, CarePeriod, HomeStay, category, eligible_from
from portal.clocks.days import birthday
from tests.timeline import second
from tests.timeline.second import Told

LIVES = 2_000  # each asked about on three days
DAY = timedelta(days=1)


def a_life(draw: Random) -> Told:
    born = date(draw.randint(1998, 2014), 1, 1) + draw.randint(0, 364) * DAY
    if draw.random() < 0.15:
        born = date(draw.choice((2000, 2004, 2008, 2012)), 2, draw.choice((28, 29)))
    # Days near which something is decided, and days of no importance.
    marks = [second.first_day_aged(born, n) for n in (14, 16, 18, 21)]
    marks += [marks[1] - 91 * DAY, marks[2] - 91 * DAY, marks[2] - 182 * DAY]

    def a_day() -> date:
        if draw.random() < 0.7:
            return draw.choice(marks) + draw.randint(-2, 2) * DAY
        return born + draw.randint(1, 9_000) * DAY

    def spans(most: int) -> tuple[second.Span, ...]:
        found = []
        for _ in range(draw.randint(0, most)):
            first = a_day()
            length = draw.choice((0, 1, 30, 60, 89, 90, 91, 92, 181, 183, 400, 900, None))
            found.append((first, None if length is None else first + length * DAY))
        return tuple(found)

    def fact() -> bool | None:
        return draw.choice((False, False, False, True, None))

    unknown = draw.random()
    return Told(
        None if unknown < 0.01 else born, None if 0.01 < unknown < 0.02 else spans(4),
        spans(2), spans(2), fact(), fact(), fact(), fact(),
    )  # fmt: skip


def days_to_look(draw: Random, told: Told) -> list[date]:
    """Before, on and after a day on which something may change."""
    if told.born is None or told.care is None:
        return [date(2026, 11, 28)]
    edges = [second.first_day_aged(told.born, n) for n in (14, 16, 18, 21, 25)]
    for first, last in (*told.care, *told.breaks, *told.home):
        edges += [first, first + 90 * DAY, *([last] if last else [])]
        edges += [second.months_on(first, 6), *([second.months_on(last, 6)] if last else [])]
    edge = draw.choice(edges)
    return [edge - DAY, edge, edge + DAY]


def ours(told: Told) -> CareHistory:
    periods = None
    if told.care is not None:
        periods = (
            *(CarePeriod(*span) for span in told.care),
            *(CarePeriod(*span, short_breaks=True) for span in told.breaks),
        )
    return CareHistory(
        told.born, periods, tuple(HomeStay(*span) for span in told.home), told.detained,
        told.guardian, told.other, told.studies,
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(2))
def test_categories_and_dates_agree_with_a_second_evaluator(seed):
    draw, seen = Random(seed), {}
    for _ in range(LIVES // 2):
        told = a_life(draw)
        for today in days_to_look(draw, told):
            mine = category(ours(told), today)
            assert mine == second.category(told, today), (told, today)
            assert eligible_from(ours(told), today) == second.eligible_from(told, today), told
            seen[mine] = seen.get(mine, 0) + 1
    assert len(seen) == 10 and min(seen.values()) > 5, seen


def test_birthdays_agree_for_every_day_of_four_years():
    for n in range(366 * 4):
        born = date(2008, 1, 1) + n * DAY
        for age in (16, 18, 21, 25):
            assert birthday(born, age) == second.first_day_aged(born, age)
