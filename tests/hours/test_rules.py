"""The calendar against one that counts minutes on the wall, and its edges by hand."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.clocks.days import BeyondKnownHolidays, load_holidays
from portal.hours.rules import (
    Absence,
    Calendar,
    NeverOpen,
    joined,
    nobody_reads,
    usual_week,
)
from tests.hours import dumb

USUAL = Calendar(usual_week(17), load_holidays())
CLOCK_CHANGES = (date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31))
HOLIDAYS = (date(2026, 12, 25), date(2027, 3, 26), date(2027, 5, 3), date(2027, 8, 30))
DAY = timedelta(days=1)


def at(day, hour, minute=0, month=11, year=2026, second=0):
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


hours_of_a_day = st.one_of(
    st.none(),
    st.tuples(st.integers(7 * 60, 11 * 60), st.integers(11 * 60 + 30, 20 * 60)),
    st.just((0, 24 * 60)),
)
weeks = st.lists(hours_of_a_day, min_size=7, max_size=7).filter(lambda w: sum(map(bool, w)) > 1)
starts = st.one_of(
    st.sampled_from(CLOCK_CHANGES + HOLIDAYS), st.dates(date(2026, 1, 20), date(2027, 10, 1))
)
offsets = st.integers(24 * 60, 6 * 24 * 60 - 1)


@st.composite
def cases(draw):
    """A calendar and the same counted by the minute, and a moment in the days around a day on
    which something is unusual."""
    week, around = draw(weeks), draw(starts)
    day = around - 3 * DAY
    closed = draw(st.sets(st.integers(0, 12).map(lambda n: day + n * DAY), max_size=3))
    away = draw(st.sets(st.integers(0, 20).map(lambda n: day + n * DAY), max_size=6))
    holidays = load_holidays()
    calendar = Calendar(tuple(week), holidays, frozenset(closed)).without(joined(away))
    start = dumb.midnight(day)  # and moments from the day after on
    hours = {weekday: hours for weekday, hours in enumerate(week) if hours}
    wall = dumb.Wall(start, 56, hours, holidays.dates | closed, away)
    moment = start + draw(offsets) * dumb.MINUTE
    return calendar, wall, moment


@given(cases(), st.integers(0, 6))
@settings(max_examples=80, deadline=None)
def test_when_an_answer_is_due(case, working_days):
    calendar, wall, moment = case
    assert calendar.reply_by(moment, working_days) == wall.reply_by(moment, working_days)


@given(cases(), st.integers(1, 900))
@settings(max_examples=80, deadline=None)
def test_when_somebody_reads(case, minutes):
    calendar, wall, moment = case
    assert calendar.is_open(moment) is wall.is_open(moment)
    assert calendar.next_open(moment) == wall.next_open(moment)
    assert calendar.closes_after(moment) == wall.closing_after(moment)
    assert calendar.close_of_next_day(moment) == wall.next_days_closing(moment)
    assert calendar.add_open_minutes(moment, minutes) == wall.after_open_minutes(moment, minutes)


@given(cases(), st.integers(0, 6))
@settings(max_examples=60, deadline=None)
def test_where_no_day_is_known_the_day_said_to_staff_is_never_later(case, working_days):
    calendar, _wall, moment = case
    assert calendar.at_the_latest(moment, working_days) <= calendar.reply_by(moment, working_days)


@pytest.mark.parametrize(
    ("sent", "n", "due"),
    [
        (at(23, 9), 2, at(25, 17)),
        (at(23, 3), 2, at(25, 17)),
        (at(23, 17), 2, at(25, 17)),  # at closing time itself it is in time
        (at(23, 17, second=1), 2, at(26, 17)),
        (at(20, 18), 1, at(24, 17)),
        (at(21, 10), 1, at(24, 17)),
        (at(24, 16, 59, month=12), 1, at(29, 17, month=12)),
        (at(24, 17, 1, month=12), 1, at(30, 17, month=12)),
        (at(23, 9), 0, at(23, 17)),
        (at(24, 22, 30, month=10), 1, at(27, 17, month=10)),  # the clocks go back that night
    ],
)
def test_the_usual_hours(sent, n, due):
    assert USUAL.reply_by(sent, n) == due


def test_past_the_last_known_bank_holiday_there_is_no_day():
    last = datetime(2027, 12, 31, 16, tzinfo=UTC)
    assert USUAL.reply_by(last, 0) == last.replace(hour=17)
    for ask in (lambda: USUAL.reply_by(last, 1), lambda: USUAL.next_open(last + 2 * DAY)):
        with pytest.raises(BeyondKnownHolidays):
            ask()
    assert USUAL.anyhow().reply_by(last, 1) == datetime(2028, 1, 3, 17, tzinfo=UTC)


def test_a_council_that_is_never_open_is_asked_no_end():
    never = replace(USUAL, week=(None,) * 7).anyhow()
    for ask in (
        lambda: never.next_open(at(23, 9)),
        lambda: never.closes_after(at(23, 9)),
        lambda: never.reply_by(at(23, 9), 1),
        lambda: never.add_open_minutes(at(23, 9), 1),
    ):
        with pytest.raises(NeverOpen):
            ask()


@pytest.mark.parametrize("closes", [-3, 0, 9, 17, 24])
def test_the_usual_week_of_any_closing_hour_has_an_hour_in_it(closes):
    assert all(opens < end for opens, end in usual_week(closes)[:5])


def test_nobody_reads_on_days_of_leave_that_nobody_covers():
    """Cover for a part of it; and whoever covers is away themselves on one of the days."""
    draw = random.Random(7)
    first = date(2026, 11, 23)
    for _ in range(300):
        spans = [_span(draw, first) for _ in range(4)]
        leave, covered, also_away = spans[0], spans[1:3], spans[3:]
        today = first + draw.randrange(12) * DAY
        found = nobody_reads([Absence(leave, tuple(covered), tuple(also_away))], today)
        alone = {
            day
            for day in dumb.days(*leave)
            if day >= today
            and (
                not any(day in dumb.days(*span) for span in covered)
                or any(day in dumb.days(*span) for span in also_away)
            )
        }
        assert {day for span in found for day in dumb.days(*span)} == alone


def _span(draw, first):
    start = first + draw.randrange(12) * DAY
    return start, start + draw.randrange(6) * DAY
