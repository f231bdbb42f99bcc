"""Working days, calendar months, birthdays."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.clocks.days import (
    BadHolidays,
    BeyondKnownHolidays,
    Holidays,
    add_months,
    add_working_days,
    after,
    age_on,
    birthday,
    is_working_day,
    load_holidays,
    read_holidays,
)
from portal.clocks.kinds import Unit

KNOWN = load_holidays()
DAYS = st.dates(date(2001, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    "day",
    [
        "2015-12-28",
        "2016-12-27",
        "2017-01-02",
        "2020-05-08",
        "2020-12-28",
        "2021-12-27",
        "2021-12-28",
        "2022-01-03",
        "2022-06-02",
        "2022-06-03",
        "2022-09-19",
        "2022-12-26",
        "2022-12-27",
        "2023-01-02",
        "2023-05-08",
        "2024-03-29",
        "2025-04-21",
        "2026-12-28",
        "2027-03-26",
        "2027-12-27",
        "2027-12-28",
    ],
)
def test_a_bank_holiday_is_no_working_day(day):
    assert not is_working_day(date.fromisoformat(day), KNOWN)


@pytest.mark.parametrize("day", ["2020-05-04", "2022-05-30", "2022-12-28", "2026-12-29"])
def test_a_day_moved_away_from_is_a_working_day(day):
    assert is_working_day(date.fromisoformat(day), KNOWN)


@pytest.mark.parametrize(
    ("year", "count"), [(2011, 9), (2012, 9), (2020, 8), (2022, 10), (2023, 9), (2027, 8)]
)
def test_each_year_has_its_bank_holidays(year, count):
    assert sum(day.year == year for day in KNOWN.dates) == count


def test_every_year_has_eight_or_more():
    for year in range(2001, 2028):
        assert sum(day.year == year for day in KNOWN.dates) >= 8


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        ("2026-11-23", 0, "2026-11-23"),
        ("2026-11-21", 0, "2026-11-23"),
        ("2026-11-20", 1, "2026-11-23"),
        ("2026-11-21", 1, "2026-11-23"),
        ("2026-11-23", 20, "2026-12-21"),
        ("2026-12-24", 1, "2026-12-29"),
        ("2022-09-16", 1, "2022-09-20"),
        ("2024-03-28", 1, "2024-04-02"),
    ],
)
def test_working_days_are_counted_after_the_first_day(start, n, expected):
    answer = add_working_days(date.fromisoformat(start), n, KNOWN)
    assert answer == date.fromisoformat(expected)


def test_the_last_known_day_is_answered_and_the_next_is_not():
    assert add_working_days(date(2027, 12, 30), 1, KNOWN) == date(2027, 12, 31)
    with pytest.raises(BeyondKnownHolidays):
        add_working_days(date(2027, 12, 30), 2, KNOWN)
    with pytest.raises(BeyondKnownHolidays):
        is_working_day(date(2028, 1, 1), KNOWN)
    with pytest.raises(BeyondKnownHolidays):
        is_working_day(date(2000, 12, 31), KNOWN)


def test_working_days_are_not_counted_backwards():
    with pytest.raises(ValueError, match="forwards"):
        add_working_days(date(2026, 1, 5), -1, KNOWN)


@given(DAYS, DAYS, st.integers(0, 30), st.integers(0, 30))
@settings(max_examples=100, deadline=None)
def test_a_later_start_or_more_days_never_end_earlier(one, other, few, many):
    one, other, few, many = *sorted((one, other)), *sorted((few, many))
    try:
        end = add_working_days(other, many, KNOWN)
    except BeyondKnownHolidays:
        return
    assert add_working_days(one, many, KNOWN) <= end
    assert add_working_days(other, few, KNOWN) <= end
    assert end >= other
    assert is_working_day(end, KNOWN)


@given(DAYS, st.integers(0, 60), st.integers(0, 60))
@settings(max_examples=100, deadline=None)
def test_no_answer_lies_beyond_the_known_holidays(start, n, known_for):
    holidays = Holidays(KNOWN.dates, start + timedelta(days=known_for), start)
    try:
        answer = add_working_days(start, n, holidays)
    except BeyondKnownHolidays:
        # With the years beyond known too, the answer would indeed have been out of reach.
        far = Holidays(KNOWN.dates, date.max, start)
        assert add_working_days(start, n, far) > holidays.known_through
    else:
        assert answer <= holidays.known_through


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-10-31", 2, "2026-12-31"),
        ("2026-01-15", -1, "2025-12-15"),
        ("2024-02-29", 12, "2025-02-28"),
    ],
)
def test_months_are_clamped_to_the_month_end(start, n, expected):
    assert add_months(date.fromisoformat(start), n) == date.fromisoformat(expected)


@given(DAYS, DAYS, st.integers(0, 60))
@settings(max_examples=100, deadline=None)
def test_months_keep_the_order_of_days(one, other, n):
    one, other = sorted((one, other))
    assert add_months(one, n) <= add_months(other, n)


@pytest.mark.parametrize(
    ("born", "age", "expected"),
    [
        ("2008-02-29", 16, "2024-02-29"),
        ("2008-02-29", 18, "2026-03-01"),
        ("2008-02-28", 18, "2026-02-28"),
        ("2008-03-01", 18, "2026-03-01"),
        ("2008-07-10", 0, "2008-07-10"),
    ],
)
def test_birthdays(born, age, expected):
    assert birthday(date.fromisoformat(born), age) == date.fromisoformat(expected)


def test_age_changes_on_the_birthday_itself():
    leap = date(2008, 2, 29)
    assert [age_on(leap, date(2026, 2, 28)), age_on(leap, date(2026, 3, 1))] == [17, 18]
    assert age_on(leap, date(2008, 2, 28)) == -1


@given(DAYS, st.integers(0, 30))
@settings(max_examples=100, deadline=None)
def test_age_and_birthday_agree(born, age):
    day = birthday(born, age)
    assert age_on(born, day) == age
    assert age_on(born, day - timedelta(days=1)) == age - 1


@pytest.mark.parametrize(
    ("number", "unit", "expected"),
    [
        (6, Unit.WEEKS, "2027-01-04"),
        (28, Unit.DAYS, "2026-12-21"),
        (72, Unit.HOURS, "2026-11-26"),
        (3, Unit.MONTHS, "2027-02-23"),
        (5, Unit.WORKING_DAYS, "2026-11-30"),
        (10, Unit.SCHOOL_DAYS, "2026-12-07"),
    ],
)
def test_each_unit_is_counted_its_own_way(number, unit, expected):
    assert after(date(2026, 11, 23), number, unit, KNOWN) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([(2026, 1, 1), (2026, 1, 1)], "twice"),
        ([(2026, 1, 3)], "weekend"),
        ([(2029, 1, 1)], "outside"),
    ],
)
def test_a_bad_list_of_holidays_is_refused(rows, words):
    data = {
        "known_from": date(2026, 1, 1),
        "known_through": date(2026, 12, 31),
        "holidays": [{"date": date(*row), "title": "A day"} for row in rows],
    }
    with pytest.raises(BadHolidays, match=words):
        read_holidays(data)


def test_a_list_without_its_last_known_day_is_refused():
    with pytest.raises(BadHolidays, match="known_through"):
        read_holidays({"known_from": date(2026, 1, 1), "holidays": []})
