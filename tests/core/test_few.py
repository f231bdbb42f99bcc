"""Small numbers are left out, and cannot be worked out: all worlds of small tables are tried, as
somebody would who knows how we leave out, and the number of people besides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core import few

NUMBERS = st.lists(st.integers(0, 60), min_size=1, max_size=7)


def worlds(cells: int, most: int) -> Iterator[tuple[int, ...]]:
    return (each for each in product(range(most + 1), repeat=cells) if sum(each) <= most)


def possible(
    tables: Iterator[tuple[int, ...]], shown: Callable[[tuple[int, ...]], object]
) -> list[tuple[few.Cells, list[set[int]]]]:
    """For everything that could be shown: which values each cell could have."""
    found: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    for each in tables:
        found[shown(each)].append(each)
    return [
        (cells, [set(values) for values in zip(*behind, strict=True)])  # type: ignore[misc]
        for cells, behind in found.items()
    ]


@pytest.mark.parametrize(
    ("cells", "sums"), [(2, (5, 9, 12, 21)), (3, (5, 8, 13, 17, 21)), (4, (17, 18))]
)
def test_with_the_sum_known_each_left_out_may_be_few_and_may_be_many(
    cells: int, sums: Sequence[int]
) -> None:
    for total in sums:
        tables = (each for each in worlds(cells, total) if sum(each) == total)
        for shown, values in possible(tables, few.one_of):
            for cell, could_be in zip(shown, values, strict=True):
                if cell is None:
                    assert min(could_be) < few.FEW, (total, shown)
                    assert len(could_be) > 1, (total, shown)


@pytest.mark.parametrize(("cells", "people"), [(1, 14), (2, 16), (3, 16), (4, 12)])
def test_with_all_who_could_answer_known_nothing_left_out_is_known(cells: int, people: int) -> None:
    for shown, values in possible(worlds(cells, people), lambda each: few.one_of(each, people)):
        for cell, could_be in zip(shown, values, strict=True):
            if cell is None:
                assert len(could_be) >= 3, (shown, could_be)
                assert 0 in could_be


@pytest.mark.parametrize("people", [4, 9, 10, 14])
def test_of_several_nothing_left_out_is_known(people: int) -> None:
    tables = iter(product(range(people + 1), repeat=2))
    for shown, values in possible(tables, lambda each: few.each(each, people)):
        for cell, could_be in zip(shown, values, strict=True):
            if cell is None:
                assert len(could_be) >= 3


@pytest.mark.parametrize("people", [11, 17])
def test_joined_faces_tell_no_small_number(people: int) -> None:
    """Whatever grouping was needed, and whichever faces are behind a joined number."""
    tables = worlds(5, people)
    for joined, values in possible(tables, lambda each: few.coarser(each, few.FACES, people)):
        assert isinstance(joined, few.Joined)
        for group, cell in zip(joined.groups, joined.cells, strict=True):
            if cell is None or len(group) > 1:
                assert all(len(values[at]) > 1 for at in group)


@given(NUMBERS, st.integers(0, 80))
def test_what_is_shown_is_true_and_not_few(counts: list[int], more: int) -> None:
    for shown in (few.one_of(counts), few.one_of(counts, sum(counts) + more)):
        assert len(shown) == len(counts)
        for cell, count in zip(shown, counts, strict=True):
            assert cell is None or (cell == count and count >= few.FEW)
        if None in shown:
            left = sum(counts) + more - sum(cell or 0 for cell in shown)
            assert left >= few.FEW or not any(shown)


@given(NUMBERS)
def test_one_that_is_left_out_is_never_alone_where_the_sum_is_known(counts: list[int]) -> None:
    shown = few.one_of(counts)
    if len(counts) > 1:
        assert shown.count(None) != 1


@given(NUMBERS, st.randoms(use_true_random=False))
def test_where_a_cell_stands_changes_nothing(counts: list[int], chance: object) -> None:
    """That each may be any of the others is why none can be told from another."""
    order = list(range(len(counts)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    shown = few.one_of(counts)
    assert few.one_of([counts[at] for at in order]) == tuple(shown[at] for at in order)


@given(st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=1, max_size=5))
def test_a_sum_says_nothing_that_its_cells_do_not(rows: list[list[int]]) -> None:
    found = few.table(rows)
    for cells, across in zip(found.cells, found.across, strict=True):
        assert (across is None) == (None in cells)
        assert across is None or across == sum(c or 0 for c in cells)
    assert (found.total is None) == any(None in cells for cells in found.cells)
    changed = [[0 if count < few.FEW else count for count in row] for row in rows]
    assert few.table(changed) == found


def test_everybody_who_could_answer_said_the_same() -> None:
    assert few.one_of((12, 0), of=12) == (None, None)
    assert few.one_of((12, 0), of=40) == (12, None)
    assert few.each((12,), of=12) == (None,)
    assert few.alone(4) is None
    assert few.alone(5) == 5


def test_faces_are_joined_only_as_far_as_needed() -> None:
    assert few.coarser((5, 6, 7, 8, 9), few.FACES).cells == (5, 6, 7, 8, 9)
    assert few.coarser((1, 6, 7, 8, 1), few.FACES).cells == (7, 7, 9)
    assert few.coarser((1, 0, 0, 8, 9), few.FACES, of=90).cells == (None, None, 17)
