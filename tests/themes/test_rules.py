"""What may be shown of a quarter: no number of fewer than five can be worked out from it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from itertools import combinations, combinations_with_replacement, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.care.rules import HomeKind
from portal.core import few
from portal.say.themes import rules
from portal.say.themes.rules import Age, Heard, Home, Kept, Quarter, Shown, Time, Voice, What

A1, A2, B1 = ("a", "1"), ("a", "2"), ("b", "1")


def test_quarters_of_the_calendar():
    assert rules.quarter_of(date(2026, 3, 31)) == Quarter(2026, 1)
    assert rules.quarter_of(date(2026, 4, 1)) == Quarter(2026, 2)
    fourth = Quarter(2025, 4)
    assert (fourth.first, fourth.last, fourth.next) == (
        date(2025, 10, 1), date(2025, 12, 31), Quarter(2026, 1),
    )  # fmt: skip
    assert fourth.closes == date(2026, 1, 28)
    assert fourth.code == "2025-q4"


def test_a_quarter_is_counted_four_weeks_after_its_end():
    first = date(2025, 11, 20)
    assert list(rules.closed_since(first, date(2026, 1, 28))) == []
    assert list(rules.closed_since(first, date(2026, 1, 29))) == [Quarter(2025, 4)]
    many = list(rules.closed_since(date(2010, 1, 1), date(2026, 1, 29)))
    assert len(many) == rules.MOST_QUARTERS
    assert many[-1] == Quarter(2025, 4)


def test_ages_and_homes():
    ages = [rules.age_band(age) for age in (11, 12, 15, 16, 17, 18, None)]
    assert ages == [Age.CHILD, Age.TEEN, Age.TEEN, Age.NEARLY, Age.NEARLY, Age.ADULT, Age.ADULT]
    assert rules.home_of(None) is Home.LEFT
    assert {rules.home_of(kind) for kind in HomeKind} == set(Home) - {Home.LEFT}


def voice(*headings: tuple[str, str], **more: object) -> Voice:
    return Voice(frozenset(headings), **more)  # type: ignore[arg-type]


def cells_of(shown: Shown, what: What) -> dict[tuple[str, ...], int | None]:
    return {
        group: cell
        for part in shown.parts if part.what is what
        for group, cell in zip(part.groups, part.cells, strict=True)
    }  # fmt: skip


def test_four_say_nothing_and_five_do():
    assert rules.shown([voice(A1)] * 4) == Shown(None, None, None, ())
    found = rules.shown([voice(A1, days=(2,))] * 5)
    assert (found.said, found.counted, found.days) == (5, 5, 2)
    assert found.parts == () or all(part.what is not What.KIND for part in found.parts)


def test_what_was_said_in_private_is_in_the_sum_alone_and_only_from_five():
    open_ = [voice(A1), voice(A1), voice(A1), voice(A1), voice(A1), voice(B1)]
    assert rules.shown([*open_, *[voice()] * 4]).said == 6
    found = rules.shown([*open_, *[voice()] * 5])
    assert (found.said, found.counted) == (11, 6)
    assert rules.shown([voice()] * 9) == Shown(9, None, None, ())
    assert rules.shown([voice()] * 8).said is None  # that nobody else spoke would be known


def test_kinds_headings_and_outcomes_are_told_where_there_are_enough():
    some = [voice(A1, time=Time.LATE, heard=Heard.YES, age=Age.TEEN, days=(1, 9))] * 6
    others = [voice(B1, A2, heard=Heard.NO, age=Age.ADULT, home=Home.LEFT, days=(3,))] * 7
    found = rules.shown(some + others)
    assert cells_of(found, What.KIND) == {("b",): 7}  # all said something of the other kind
    assert cells_of(found, What.TIME) == {("in_time",): 7, ("late",): 6}
    assert cells_of(found, What.HEARD) == {
        ("yes",): 6, ("partly", "no", "not_said"): 7,
    }  # fmt: skip
    assert found.days == 3
    assert cells_of(found, What.HOME) == {
        ("foster", "family"): 6, ("residential", "own", "other", "left"): 7,
    }  # fmt: skip


# --- nothing can be worked out ------------------------------------------------------------------
#
# With "few" as two and three, so that every world there is can be tried: whoever sees the page
# knows how we leave out, and thinks of every world that would look the same.

Worlds = Iterable[Sequence[Voice]]
Secrets = Callable[[Sequence[Voice]], dict[str, int]]


def subsets(items: Sequence[tuple[str, str]]) -> list[tuple[tuple[str, str], ...]]:
    return [some for n in range(len(items) + 1) for some in combinations(items, n)]


def worlds(states: Sequence[Voice], most: int) -> Worlds:
    for number in range(most + 1):
        yield from combinations_with_replacement(states, number)


def could_be(tried: Worlds, secrets: Secrets) -> dict[Shown, dict[str, set[int]]]:
    found: dict[Shown, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for world in tried:
        behind = found[rules.shown(world)]
        for name, count in secrets(world).items():
            behind[name].add(count)
    return found


def nothing_few_is_known(found: dict[Shown, dict[str, set[int]]], most: int = 99) -> None:
    """Where nothing at all is shown, that tells no more than how few there were. most: of those
    whose worlds were all tried."""
    for shown, behind in found.items():
        if (shown.counted or 0) > most:
            continue
        for name, values in behind.items():
            if shown.said is not None and len(values) == 1:
                assert min(values) >= few.FEW, (name, shown)


def in_each(world: Sequence[Voice]) -> dict[str, int]:
    """Of every kind and heading: who said something of it, and who did not."""
    found = {"private": sum(not v.headings for v in world)}
    for kind in "ab":
        count = sum(any(of == kind for of, _h in v.headings) for v in world)
        found |= {kind: count, f"not {kind}": sum(bool(v.headings) for v in world) - count}
    for heading in (A1, A2):
        count = sum(heading in v.headings for v in world)
        found |= {f"{heading}": count, f"of a, not {heading}": found["a"] - count}
    return found


@pytest.mark.parametrize(("small", "most"), [(2, 6), (3, 8)])
def test_no_kind_or_heading_of_few_can_be_worked_out(monkeypatch, small, most):
    monkeypatch.setattr(few, "FEW", small)
    some = [(), (A1,), (A2,), (B1,), (A1, A2), (A1, B1), (A1, A2, B1)]
    if small == 3:
        some = [(), (A1,), (A2,), (B1,), (A1, B1)]
    states = [voice(*headings) for headings in some]
    tried = could_be(worlds(states, most), in_each)
    nothing_few_is_known(tried, most - small + 1)  # beside them others may have spoken in private


def in_parts(world: Sequence[Voice]) -> dict[str, int]:
    """Of every outcome, age and home, alone and two at once: how many."""
    count: Counter[str] = Counter()
    for v in world:
        marks = (v.time.value, v.heard.value, v.age.value)
        count.update(marks)
        count.update(" ".join(pair) for pair in combinations(marks, 2))
    return {
        name: count[name]
        for name in ("in_time", "late", "yes", "no", "child", "teen", "late no", "in_time yes",
                     "late child", "in_time teen", "no child", "yes teen")
    }  # fmt: skip


def test_no_outcome_or_age_of_few_can_be_worked_out(monkeypatch):
    monkeypatch.setattr(few, "FEW", 2)
    states = [
        voice(A1, time=time, heard=heard, age=age)
        for time, heard, age in product(Time, (Heard.YES, Heard.NO), (Age.CHILD, Age.TEEN))
    ]
    nothing_few_is_known(could_be(worlds(states, 6), in_parts))


def test_no_promise_or_home_of_few_can_be_worked_out(monkeypatch):
    monkeypatch.setattr(few, "FEW", 2)
    states = [
        voice(A1, kept=kept, home=home)
        for kept, home in product(Kept, (Home.FOSTER, Home.OWN, Home.LEFT))
    ]

    def secrets(world: Sequence[Voice]) -> dict[str, int]:
        count = Counter([v.kept.value for v in world] + [v.home.value for v in world])
        return {code: count[code] for code in (*Kept, Home.FOSTER, Home.OWN, Home.LEFT)}

    nothing_few_is_known(could_be(worlds(states, 5), secrets))


# Quick to draw: one of every sort there is.
SORTS = [
    voice(*headings, time=time, heard=heard, kept=kept, age=age, home=home, days=days)
    for headings in ((A1,), (A1, A2), (A2, B1))
    for time, heard, kept in product(Time, Heard, Kept)
    for age, home, days in ((Age.CHILD, Home.FOSTER, (1, 9)), (Age.TEEN, Home.OTHER, ()),
                            (Age.ADULT, Home.LEFT, (3,)))
] + [voice()] * 60  # fmt: skip
VOICES = st.lists(st.integers(0, len(SORTS) - 1), max_size=60).map(
    lambda drawn: [SORTS[at] for at in drawn]
)


@given(VOICES)
def test_every_number_is_of_five_and_so_is_what_is_left_beside_it(voices):
    found = rules.shown(voices)
    assert found.said is None or found.said >= few.FEW
    assert found.counted is None or found.counted >= few.FEW
    if found.said and found.counted and found.said != found.counted:
        assert found.said - found.counted >= few.FEW
    for part in found.parts:
        known = [cell for cell in part.cells if cell is not None]
        assert all(cell >= few.FEW for cell in known)
        if part.what in (What.KIND, What.HEADING):
            whole = found.counted if part.what is What.KIND else None
            assert whole is None or all(whole - cell >= few.FEW for cell in known)
        elif None in part.cells:
            assert part.cells.count(None) > 1
            assert found.counted - sum(known) >= few.FEW


@given(VOICES, st.integers(0, 59))
def test_who_says_it_and_in_which_order_changes_nothing(voices, by):
    turned = voices[by:] + voices[:by]
    assert rules.shown(turned) == rules.shown(voices)
    assert Quarter(2026, 1).last - timedelta(days=89) == Quarter(2026, 1).first
