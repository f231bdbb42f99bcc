"""Numbers about people, with the small ones left out: nobody is found behind a number.

A number below five could be one person whom somebody knows. So it is not shown; a nought neither,
as "nobody said yes" says what each of them said. What is left out must not be worked out either,
by whoever knows how many there were in all, and how we leave out:

* `each`: numbers beside each other, of people who may be in several (choose several).
* `one_of`: people who are in one cell each (choose one). `of`: how many could have answered, where
  nobody is told how many did; whoever knows them all must not learn what all of them said. Without
  `of` the sum itself counts as known (it is shown, or another table of the same people shows it).
* `coarser`: cells in an order (five faces), joined as far as needed.
* `table`: two ways at once; a sum stands only where nothing in its line is left out, so that it
  tells nothing new. Where the sums are known from elsewhere, use `one_of` for each line instead.

Of the same people, fix what can be asked for (whole quarters, no free filters), and show numbers
only once nothing is added to them any more: the difference of two pages is a number too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FEW = 5

Cells = tuple[int | None, ...]  # None: left out
Ways = Sequence[Sequence[Sequence[int]]]


def enough(count: int) -> bool:
    return count >= FEW


def alone(count: int) -> int | None:
    """One number that stands by itself."""
    return count if enough(count) else None


def each(counts: Sequence[int], of: int) -> Cells:
    """Each number of `of` people, for itself: neither those in it nor those not in it are few."""
    return tuple(c if enough(c) and enough(of - c) else None for c in counts)


def one_of(counts: Sequence[int], of: int | None = None) -> Cells:
    """Cells that share their people out. Nothing at all where fewer than five answered.

    With `of`: those who are in no shown cell, whether they answered or not, are five or more; what
    is left out can be anything from nothing up. Without: beside a small cell the next smallest is
    left out too, with all that are as small; so each that is left out may be the small one, and
    none can be told from another.
    """
    if not enough(sum(counts)):
        return (None,) * len(counts)
    shown = {at for at, count in enumerate(counts) if enough(count)}
    if len(shown) == len(counts) and (of is None or len(counts) > 1):
        return tuple(counts)
    known = of is None
    people = sum(counts) if of is None else of
    if known:
        shown = _without_smallest(counts, shown)
    while shown and not enough(people - sum(counts[at] for at in shown)):
        shown = _without_smallest(counts, shown)
    return tuple(count if at in shown else None for at, count in enumerate(counts))


def _without_smallest(counts: Sequence[int], shown: set[int]) -> set[int]:
    least = min((counts[at] for at in shown), default=0)
    return {at for at in shown if counts[at] != least}


@dataclass(frozen=True)
class Joined:
    """Which cells were joined (numbers of the cells, in order), and what is shown of each."""

    groups: tuple[tuple[int, ...], ...]
    cells: Cells


FACES: Ways = (
    ((0,), (1,), (2,), (3,), (4,)),
    ((0, 1), (2,), (3, 4)),
)  # sad to happy, each; then sad, in between, happy


def coarser(counts: Sequence[int], ways: Ways, of: int | None = None) -> Joined:
    """The first of `ways` (finest first) in which every group has enough; else the last of them,
    with what is few left out."""
    for way in ways:
        sums = [sum(counts[at] for at in group) for group in way]
        cells = one_of(sums, of)
        if all(cell is not None for cell in cells):
            break
    return Joined(tuple(tuple(group) for group in way), cells)


@dataclass(frozen=True)
class Table:
    """cells: by row. across: the sum of each row; down: of each column; total: of all."""

    cells: tuple[Cells, ...]
    across: Cells
    down: Cells
    total: int | None


def table(rows: Sequence[Sequence[int]]) -> Table:
    """Two ways at once. Raises ValueError unless all rows are as long."""
    cells = tuple(tuple(alone(count) for count in row) for row in rows)
    across = tuple(_sum(row) for row in cells)
    return Table(
        cells, across, tuple(_sum(line) for line in zip(*cells, strict=True)), _sum(across)
    )


def _sum(line: Sequence[int | None]) -> int | None:
    return None if not line or any(cell is None for cell in line) else sum(c or 0 for c in line)
