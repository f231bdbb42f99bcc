"""Each branch of the leaving-care rules, with its boundaries. The hint, not the decision."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.clocks.category import (
    CareHistory,
    CarePeriod,
    Category,
    HomeStay,
    category,
    eligible_from,
)
from portal.clocks.days import birthday

C = Category
BORN = date(2008, 6, 15)
AT_14, AT_16, AT_18, AT_21, AT_25 = (birthday(BORN, age) for age in (14, 16, 18, 21, 25))
DAY = timedelta(days=1)


def history(*spans, **facts):
    """Spans as (first day, last day); facts that nobody asks about are told as "no"."""
    told = {
        "detained_at_16": False,
        "guardianship_after_care": False,
        "other_help_at_16": False,
        "in_education": False,
    }
    periods = tuple(CarePeriod(*span) for span in spans)
    return CareHistory(BORN, periods, **(told | facts))


def lasting(days, until):
    """A span of that many days, both ends counted."""
    return (until - (days - 1) * DAY, until)


ONGOING = (AT_14, None)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (AT_16 - DAY, C.LOOKED_AFTER_UNDER_16),
        (AT_16, C.ELIGIBLE),
        (AT_18 - DAY, C.ELIGIBLE),
        (AT_18, C.FORMER_RELEVANT),
        (AT_25 - DAY, C.FORMER_RELEVANT),
        (AT_25, C.NONE),
    ],
)
def test_a_life_in_care_to_18(today, expected):
    assert category(history(ONGOING), today) == expected


def test_in_care_at_16_without_13_weeks_is_not_yet_eligible():
    came = AT_16 + 10 * DAY
    person = history((came, None))
    assert category(person, came + 89 * DAY) == C.LOOKED_AFTER_NOT_YET_ELIGIBLE
    assert category(person, came + 90 * DAY) == C.ELIGIBLE
    assert eligible_from(person, came) == came + 90 * DAY
    assert eligible_from(person, came + 90 * DAY) is None


def test_days_before_14_do_not_count():
    before = (AT_14 - 200 * DAY, AT_14 - DAY)
    person = history(before, (AT_16, None))
    assert category(person, AT_16 + 89 * DAY) == C.LOOKED_AFTER_NOT_YET_ELIGIBLE
    assert category(person, AT_16 + 90 * DAY) == C.ELIGIBLE


def test_periods_are_added_and_a_shared_day_counts_once():
    earlier = lasting(50, AT_14 + 100 * DAY)
    same_day = (earlier[1], earlier[1] + 39 * DAY)  # 39 new days: 89 in all
    person = history(earlier, same_day, (AT_16, None))
    assert category(person, AT_16) == C.LOOKED_AFTER_NOT_YET_ELIGIBLE
    assert category(person, AT_16 + DAY) == C.ELIGIBLE


def test_short_breaks_are_left_out():
    breaks = history((AT_14, None, True))
    assert category(breaks, AT_16 - DAY) == C.NOT_ELIGIBLE_SHORT_BREAKS
    assert category(breaks, AT_16 + DAY) == C.NOT_ELIGIBLE_SHORT_BREAKS
    both = history((AT_14, AT_16, True), (AT_16 + DAY, None))
    assert category(both, AT_16 + 50 * DAY) == C.LOOKED_AFTER_NOT_YET_ELIGIBLE


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (lasting(91, AT_16), C.RELEVANT),
        (lasting(90, AT_16), C.QUALIFYING),
        (lasting(91, AT_16 - DAY), C.NONE),
        (lasting(400, AT_16 - DAY), C.NONE),
        (lasting(91, AT_16 + 30 * DAY), C.RELEVANT),
    ],
)
def test_one_day_in_care_at_16_is_enough_if_13_weeks_in_all(span, expected):
    assert category(history(span), AT_16 + 60 * DAY) == expected


def test_on_the_day_of_leaving_they_have_left():
    person = history((AT_14, AT_16 + 10 * DAY))
    assert category(person, AT_16 + 9 * DAY) == C.ELIGIBLE
    assert category(person, AT_16 + 10 * DAY) == C.RELEVANT


@pytest.mark.parametrize(
    ("stay", "today", "expected"),
    [
        (HomeStay(date(2024, 7, 1)), date(2024, 12, 31), C.RELEVANT),
        (HomeStay(date(2024, 7, 1)), date(2025, 1, 1), C.QUALIFYING),
        (HomeStay(date(2024, 7, 1), date(2025, 2, 1)), date(2025, 1, 31), C.QUALIFYING),
        (HomeStay(date(2024, 7, 1), date(2025, 2, 1)), date(2025, 2, 1), C.RELEVANT),
        (HomeStay(date(2024, 1, 1)), date(2024, 12, 31), C.RELEVANT),
    ],
)
def test_six_months_settled_at_home(stay, today, expected):
    person = history((AT_14, date(2024, 7, 1)), home_stays=(stay,))
    assert category(person, today) == expected


def test_settled_at_home_on_the_eve_of_18_is_not_former_relevant():
    left = (AT_14, date(2024, 7, 1))
    settled = history(left, home_stays=(HomeStay(date(2024, 7, 1)),))
    assert category(settled, AT_18) == C.QUALIFYING
    broke_down = history(left, home_stays=(HomeStay(date(2024, 7, 1), AT_18 - DAY),))
    assert category(broke_down, AT_18) == C.FORMER_RELEVANT


def test_going_home_as_an_adult_changes_nothing():
    person = history((AT_14, AT_18), home_stays=(HomeStay(AT_18),))
    assert category(person, AT_18 + 700 * DAY) == C.FORMER_RELEVANT


@pytest.mark.parametrize(
    ("days", "detained", "expected"),
    [
        (91, True, C.RELEVANT),
        (90, True, C.NONE),
        (91, False, C.NONE),
        (91, None, C.UNKNOWN),
        (90, None, C.NONE),
    ],
)
def test_detained_or_in_hospital_at_16_after_13_weeks(days, detained, expected):
    person = history(lasting(days, AT_16 - DAY), detained_at_16=detained)
    assert category(person, AT_16 + DAY) == expected


def test_relevant_from_detention_is_former_relevant_at_18():
    person = history(lasting(91, AT_16 - DAY), detained_at_16=True)
    assert category(person, AT_18) == C.FORMER_RELEVANT


@pytest.mark.parametrize(
    ("until", "expected"),
    [(AT_18, C.FORMER_RELEVANT), (AT_18 - DAY, C.FORMER_RELEVANT), (AT_16, C.FORMER_RELEVANT)],
)
def test_relevant_or_eligible_to_18_is_former_relevant(until, expected):
    assert category(history((AT_14, until)), AT_18 + DAY) == expected


def test_alone_here_for_under_13_weeks_before_18_is_qualifying_only():
    assert category(history((AT_18 - 90 * DAY, AT_18)), AT_18) == C.QUALIFYING
    assert category(history((AT_18 - 91 * DAY, AT_18)), AT_18) == C.FORMER_RELEVANT


@pytest.mark.parametrize(
    ("facts", "today", "expected"),
    [
        ({"guardianship_after_care": True}, AT_16 - DAY, C.NONE),
        ({"guardianship_after_care": True}, AT_16, C.QUALIFYING),
        ({"guardianship_after_care": True}, AT_21 - DAY, C.QUALIFYING),
        ({"guardianship_after_care": True}, AT_21, C.NONE),
        ({"other_help_at_16": True}, AT_18, C.QUALIFYING),
        ({"other_help_at_16": True, "in_education": True}, AT_21, C.QUALIFYING_EDUCATION_TO_25),
        (
            {"other_help_at_16": True, "in_education": True},
            AT_25 - DAY,
            C.QUALIFYING_EDUCATION_TO_25,
        ),
        ({"other_help_at_16": True, "in_education": True}, AT_25, C.NONE),
        ({"other_help_at_16": True, "in_education": None}, AT_21, C.UNKNOWN),
        ({"other_help_at_16": None}, AT_18, C.UNKNOWN),
        ({"guardianship_after_care": None, "other_help_at_16": True}, AT_18, C.QUALIFYING),
        ({}, AT_18, C.NONE),
    ],
)
def test_qualifying_and_education_to_25(facts, today, expected):
    assert category(history(lasting(30, AT_14), **facts), today) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (AT_16 - 9 * DAY, AT_16 - DAY, C.NONE),
        (AT_16 - 9 * DAY, AT_16, C.QUALIFYING),
        (AT_18 - DAY, AT_18, C.QUALIFYING),
        (AT_18, AT_18 + DAY, C.NONE),
    ],
)
def test_any_day_in_care_at_16_or_17_is_qualifying(first, last, expected):
    assert category(history((first, last)), AT_18 + 5 * DAY) == expected


def test_missing_facts_are_could_not_tell():
    whole = history(ONGOING)
    assert category(replace(whole, born=None), AT_16) == C.UNKNOWN
    assert category(replace(whole, periods=None), AT_16) == C.UNKNOWN
    assert category(CareHistory(BORN, ()), AT_18) == C.UNKNOWN
    assert category(CareHistory(BORN, ()), AT_16 - DAY) == C.NONE
    assert category(CareHistory(BORN, (CarePeriod(AT_14),)), AT_18) == C.FORMER_RELEVANT
    assert eligible_from(replace(whole, born=None), AT_16) is None


def test_care_that_has_not_begun_is_not_counted():
    assert category(history((AT_16 + DAY, None)), AT_16) == C.NONE


@pytest.mark.parametrize(
    ("came", "today", "expected"),
    [
        (date(2020, 1, 1), date(2021, 1, 1), AT_16),
        (AT_16 - 10 * DAY, AT_16 - 5 * DAY, AT_16 + 80 * DAY),
        (AT_18 - 91 * DAY, AT_18 - 50 * DAY, AT_18 - DAY),
        (AT_18 - 90 * DAY, AT_18 - 50 * DAY, None),
    ],
)
def test_the_day_it_will_be(came, today, expected):
    assert eligible_from(history((came, None)), today) == expected


SPANS = st.lists(
    st.tuples(st.integers(-900, 1600), st.integers(0, 900), st.booleans()), max_size=4
).map(
    lambda rows: [
        (AT_14 + start * DAY, AT_14 + (start + length) * DAY, breaks)
        for start, length, breaks in rows
    ]
)


@given(SPANS, st.integers(-400, 4500))
@settings(max_examples=100, deadline=None)
def test_every_history_has_one_category_and_nothing_told_is_never_a_no(spans, when):
    today = AT_14 + when * DAY
    told = category(history(*spans), today)
    untold = category(CareHistory(BORN, history(*spans).periods), today)
    assert untold in (told, C.UNKNOWN)
    if AT_16 <= today < AT_25:
        assert untold != C.NONE or told == C.NONE


@given(st.integers(0, 1460), st.integers(0, 1460))
@settings(max_examples=100, deadline=None)
def test_the_day_it_will_be_is_the_first_day_it_is(came, when):
    first, today = AT_14 + came * DAY, AT_14 + when * DAY
    person = history((first, None))
    day = eligible_from(person, today)
    if day is not None:
        assert category(person, day) == C.ELIGIBLE
        assert category(person, day - DAY) != C.ELIGIBLE
