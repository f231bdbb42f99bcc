"""The statute data and councils' standards: what is in them, and what is refused."""

import tomllib
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.clocks import standards, statute
from portal.clocks.kinds import Clock, Sure, Unit
from portal.clocks.standards import BadStandard, load_examples, read_standards, tighter
from portal.clocks.statute import BadStatute, UnknownRule, load_statute, read_statute

GOOD = """
[terms]
adult_age = 18
first_year_months = 12
[[rule]]
key = "review.first"
clock = "review"
number = 20
unit = "working_days"
runs_from = "start"
valid_from = 2011-04-01
source = "A full citation"
cite = "short"
sure = "read"
"""


def row(text, **changes):
    """GOOD's rule with lines changed; None leaves the line out."""
    lines = []
    for line in text.splitlines():
        name = line.split(" = ")[0]
        if name not in changes:
            lines.append(line)
        elif changes[name] is not None:
            lines.append(f"{name} = {changes.pop(name)}")
    lines += [f"{name} = {value}" for name, value in changes.items() if value is not None]
    return "\n".join(lines)


def test_every_rule_has_a_source_and_says_how_sure():
    law = load_statute()
    assert len(law.rules) > 30
    for rule in law.rules:
        assert rule.source and rule.cite and rule.sure in Sure
    assert law.adult_age == 18


def test_every_clock_but_none_more_has_a_rule():
    assert {rule.clock for rule in load_statute().rules} == set(Clock)


def test_a_rule_is_found_only_while_in_force():
    law = load_statute()
    assert law.rule("review.first", date(2011, 3, 31)) is None
    first = law.rule("review.first", date(2011, 4, 1))
    assert (first.number, first.unit) == (20, Unit.WORKING_DAYS)
    with pytest.raises(UnknownRule, match=r"review\.frist"):
        law.rule("review.frist", date(2026, 1, 1))


def test_a_changed_rule_is_two_rows():
    new = GOOD[GOOD.index("[[rule]]") :]
    text = row(GOOD, valid_to="2026-12-31") + row(new, number="15", valid_from="2027-01-01")
    law = read_statute(tomllib.loads(text.replace("[[rule]]", "\n[[rule]]")))
    assert law.rule("review.first", date(2026, 12, 31)).number == 20
    assert law.rule("review.first", date(2027, 1, 1)).number == 15


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"unit": '"fortnights"'}, "not a unit"),
        ({"unit": None}, "not a unit"),
        ({"number": "0"}, "1 or more"),
        ({"number": "true"}, "whole one"),
        ({"number": "7", "unit": '"hours"'}, "whole days"),
        ({"clock": '"tea_break"'}, "tea_break"),
        ({"sure": '"perhaps"'}, "perhaps"),
        ({"source": None}, "source"),
        ({"valid_to": "2010-01-01"}, "before it begins"),
        ({"interval": "4"}, "not a field"),
    ],
)
def test_a_bad_row_is_refused_by_name(changes, words):
    with pytest.raises(BadStatute, match=rf"review\.first.*{words}"):
        read_statute(tomllib.loads(row(GOOD, **changes)))


def test_two_rows_in_force_on_one_day_are_refused():
    again = GOOD[GOOD.index("[[rule]]") :]
    text = row(GOOD, valid_to="2027-01-01") + "\n" + row(again, valid_from="2027-01-01")
    with pytest.raises(BadStatute, match="in force on one day"):
        read_statute(tomllib.loads(text))


def test_data_without_terms_is_refused():
    with pytest.raises(BadStatute, match="terms"):
        read_statute({"rule": []})


def test_the_examples_can_be_read_and_name_real_rules():
    sets = load_examples()
    assert set(sets) == {"bexley-like", "keep-in-touch"}
    for standard in (s for group in sets.values() for s in group):
        if standard.rule:
            assert load_statute().rule(standard.rule, date(2026, 1, 1)).clock == standard.clock


STANDARD = {
    "set": "ours",
    "clock": "visit",
    "number": 4,
    "unit": "weeks",
    "source": "Our handbook",
    "valid_from": date(2026, 1, 1),
}


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([STANDARD | {"unit": "moons"}], "not a unit"),
        ([STANDARD | {"number": None, "unit": None}], "needs a number"),
        ([STANDARD | {"clock": "nap"}], "nap"),
        ([STANDARD | {"valid_to": date(2025, 1, 1)}], "before it begins"),
        ([STANDARD, STANDARD], "in force on one day"),
        ([{k: v for k, v in STANDARD.items() if k != "source"}], "source"),
        ([{"clock": "visit"}], "which set"),
    ],
)
def test_a_bad_standard_is_refused(rows, words):
    with pytest.raises(BadStandard, match=words):
        read_standards({"standard": rows})


EARLY, LATE = date(2026, 1, 1), date(2026, 2, 1)


@pytest.mark.parametrize(
    ("law", "local", "expected"),
    [
        (LATE, EARLY, (EARLY, True)),
        (EARLY, LATE, (EARLY, False)),
        (EARLY, EARLY, (EARLY, False)),
        (EARLY, None, (EARLY, False)),
        (None, EARLY, (EARLY, True)),
        (None, None, (None, False)),
    ],
)
def test_the_earlier_of_law_and_standard(law, local, expected):
    assert tighter(law, local) == expected


def test_data_files_lie_beside_the_code():
    assert statute.DATA.exists() and standards.EXAMPLES.exists()


SPANS = st.tuples(st.integers(0, 60), st.none() | st.integers(0, 60))


@given(SPANS, SPANS)
@settings(max_examples=100, deadline=None)
def test_overlap_means_a_day_in_both(one, other):
    def dated(span):
        start = EARLY + timedelta(days=span[0])
        end = None if span[1] is None else start + timedelta(days=span[1])
        return standards.Standard(Clock.VISIT, None, 1, Unit.WEEKS, "x", start, end)

    a, b = dated(one), dated(other)
    days = (EARLY + timedelta(days=n) for n in range(130))
    both = any(statute.in_force(a, day) and statute.in_force(b, day) for day in days)
    assert statute.overlap(a, b) is both
