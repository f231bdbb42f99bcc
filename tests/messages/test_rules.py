"""When an answer is due: plain functions. NOW is a Monday at ten, in winter."""

from datetime import UTC, datetime

import pytest

from portal.clocks.days import load_holidays
from portal.hours.rules import Calendar, usual_week
from portal.messages.rules import Tap, answer_by, answer_days, owed_by

USUAL = Calendar(usual_week(17), load_holidays())


def at(day, hour, minute=0, month=11, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sent", "days", "due"),
    [
        (at(23, 10), 0, at(23, 17)),
        (at(23, 10), 1, at(24, 17)),
        (at(23, 10), 2, at(25, 17)),
        (at(27, 10), 1, at(30, 17)),  # Friday: on Monday
        (at(28, 12), 0, at(30, 17)),  # written on Saturday: nobody reads before Monday
        (at(24, 10, month=12), 1, at(29, 17, month=12)),  # Christmas, its day in lieu, a weekend
        (at(21, 10, month=7), 1, at(22, 16, month=7)),  # summer: five o'clock is four by UTC
    ],
)
def test_an_answer_is_due_by_the_close_of_a_working_day(sent, days, due):
    assert answer_by(sent, days, USUAL) == due


def test_past_the_last_known_bank_holiday_no_day_is_promised():
    assert answer_by(at(1, 10, year=2090), 2, USUAL) is None


@pytest.mark.parametrize(
    ("kind", "reply_days", "days"),
    [("text", 2, 2), (Tap.OK, 3, 3), (Tap.CALL, 3, 1), (Tap.CALL, 0, 0), (Tap.HELP, 3, 0)],
)
def test_a_tap_may_be_answered_sooner(kind, reply_days, days):
    assert answer_days(kind, reply_days) == days


@pytest.mark.parametrize(
    ("sent", "kind", "due"),
    [
        (at(23, 10), "text", at(25, 17)),
        (at(23, 17), "text", at(25, 17)),  # at closing time itself it is in time
        (at(23, 17, 1), "text", at(26, 17)),
        (at(27, 10), "text", at(29, 17)),  # a Sunday: calendar days leave nothing out
        (at(23, 10), Tap.CALL, at(24, 17)),
        (at(23, 10), Tap.OK, at(25, 17)),
        (at(28, 3, 7), Tap.HELP, at(28, 3, 7)),
    ],
)
def test_where_no_date_is_known_calendar_days_count_and_help_is_due_at_once(sent, kind, due):
    assert owed_by(sent, kind, 2, USUAL) == due
