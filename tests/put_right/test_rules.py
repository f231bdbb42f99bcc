"""Stages, states and clocks of a complaint."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.clocks.days import Holidays, load_holidays
from portal.core import clock
from portal.put_right.complaints import rules
from portal.put_right.complaints.rules import OVER, WAITING, Outcome, State, What, When

HOLIDAYS = load_holidays()
NONE = Holidays(frozenset(), date(2030, 1, 1), date(2020, 1, 1))
MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("stage", "state", "days"),
    [(1, State.LOOKING, 10), (2, State.LOOKING, 25), (3, State.PANEL, 30), (3, State.FINDINGS, 5),
     (3, State.REPLY, 15)],
)  # fmt: skip
def test_each_stage_has_its_working_days(stage, state, days):
    """Without holidays, five working days are a week."""
    due = rules.due_on(stage, state, MONDAY, NONE)
    assert due == MONDAY + timedelta(weeks=days // 5)


def test_it_may_take_longer_twice_as_long_at_first_and_65_days_then():
    assert rules.longest(1, State.LOOKING, MONDAY, NONE) == MONDAY + timedelta(weeks=4)
    assert rules.longest(2, State.LOOKING, MONDAY, NONE) == MONDAY + timedelta(weeks=13)
    assert rules.longest(3, State.PANEL, MONDAY, NONE) is None
    assert rules.ask_by(MONDAY, NONE) == MONDAY + timedelta(weeks=4)


def test_bank_holidays_are_no_working_days():
    """Ten working days from 21 December 2026: Christmas, the substitute of Boxing Day, New Year."""
    assert rules.due_on(1, State.LOOKING, date(2026, 12, 21), HOLIDAYS) == date(2027, 1, 7)


def test_past_the_known_holidays_no_day_is_told_and_it_is_still_late_once():
    end = HOLIDAYS.known_through
    assert rules.due_on(1, State.LOOKING, end, HOLIDAYS) is None
    late = rules.late_from(1, State.LOOKING, end, HOLIDAYS)
    assert clock.today(late) - end <= timedelta(days=15)


def test_it_is_late_from_the_midnight_after_its_day():
    late = rules.late_from(1, State.LOOKING, MONDAY, NONE)
    assert clock.local(late).isoformat()[:16] == "2026-12-08T00:00"


def test_a_longer_day_is_later_and_not_past_the_most():
    due, most = date(2026, 12, 7), date(2026, 12, 21)
    assert rules.extends_to(date(2026, 12, 8), MONDAY, due, most)
    assert rules.extends_to(most, MONDAY, due, most)
    for day in (None, due, MONDAY, most + timedelta(days=1)):
        assert not rules.extends_to(day, MONDAY, due, most)
    assert not rules.extends_to(most, MONDAY, due, None)


def test_the_whole_way():
    at = (1, State.LOOKING)
    for what in (
        What.ANSWERED, What.ASKED_ON, What.ANSWERED, What.ASKED_ON, What.HELD, What.FOUND,
        What.ANSWERED, What.SETTLED,
    ):  # fmt: skip
        before, at = at, rules.after(*at, what)
        assert at != before, what
    assert at == (3, State.SETTLED)


def test_without_an_answer_one_goes_on_only_when_it_is_late():
    assert rules.after(1, State.LOOKING, What.ASKED_ON) == (1, State.LOOKING)
    assert rules.after(1, State.LOOKING, What.ASKED_ON, late=True) == (2, State.LOOKING)
    assert rules.after(2, State.LOOKING, What.ASKED_ON, late=True) == (3, State.PANEL)
    assert not rules.may_ask_on(3, State.ANSWERED, late=True)


def test_too_long_ago_is_an_answer_only_to_what_they_said_is_long_ago():
    assert Outcome.TOO_LATE in rules.outcomes(1, When.OLDER)
    for stage, when in ((1, When.YEAR), (1, When.UNSURE), (2, When.OLDER)):
        assert Outcome.TOO_LATE not in rules.outcomes(stage, when)


@given(st.lists(st.sampled_from(list(What)), max_size=30), st.booleans())
def test_whatever_happens_somebody_has_the_next_turn(events, late):
    """In every history: a stage from 1 to 3 that never falls; while the council has the turn there
    is a clock; after an answer the young person can go on, settle it, or ask the Ombudsman."""
    stage, state = 1, State.LOOKING
    for what in events:
        before = stage
        stage, state = rules.after(stage, state, what, late=late)
        assert before <= stage <= 3
        if state in WAITING:
            assert (stage, state) in rules.LIMITS
        else:
            assert state in OVER or state is State.ANSWERED
        if state is State.WITHDRAWN:
            assert rules.after(stage, state, What.ASKED_ON) == (stage, state)
