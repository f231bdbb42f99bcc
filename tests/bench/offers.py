"""What it costs to answer every item for everybody: the time must grow as the number of people
does, and no faster. The yardstick of the same run is the sum for a leaving-care category alone."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

from portal.clocks.category import category
from portal.entitlements.engine import answers
from portal.entitlements.facts import Facts
from portal.entitlements.items import made_up, national
from tests.bench.report import Part, Row
from tests.bench.stage import Stage
from tests.entitlements.crowd import crowd

TODAY = date(2026, 11, 28)
SIZES = (1_000, 10_000)
LARGE = 100_000


def measure(stage: Stage, large: bool) -> list[Part]:
    offers = tuple(made_up().values())
    number = sum(len(offer.items) for offer in (national(), *offers))
    works: dict[str, Callable[[Facts], object]] = {
        f"all {number} items": lambda facts: answers(facts, offers, TODAY),
        "the category alone": lambda facts: category(facts.history(), TODAY),
    }
    return [
        Part(
            "offers",
            "What somebody can get: processor time for all of so many made-up people, and how much "
            "longer one of the many takes than one of the few (1.0: it grows as they do)",
            [_row(name, work, (*SIZES, LARGE) if large else SIZES) for name, work in works.items()],
        )
    ]


def _row(name: str, work: Callable[[Facts], object], sizes: tuple[int, ...]) -> Row:
    each = {size: _ms_each(work, size) for size in sizes}
    row: Row = {"work": name}
    for size, ms in each.items():
        row[f"ms each of {size:,}"] = ms
    row["growth"] = each[sizes[-1]] / each[sizes[0]]
    return row


def _ms_each(work: Callable[[Facts], object], size: int) -> float:
    people = list(crowd(size, TODAY))
    work(people[0])  # the data is read once
    began = time.process_time()
    for facts in people:
        work(facts)
    return 1_000 * (time.process_time() - began) / size
