from datetime import date, datetime

import pytest

from portal.demo.days import BadDay, day_of, every, wall_of, with_days

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("today", date(2026, 11, 23)),
        ("next saturday 14:00", date(2026, 11, 28)),
        ("next monday", date(2026, 11, 30)),
        ("last monday", date(2026, 11, 16)),
        ("last friday -2 weeks", date(2026, 11, 6)),
        ("-3 workdays 09:10", date(2026, 11, 18)),
        ("+2 workdays", date(2026, 11, 25)),
        ("+5 days workday", date(2026, 11, 30)),
        ("-1 year +3 months", date(2026, 2, 23)),
    ],
)
def test_days_are_read_from_the_day_they_are_told_on(words, day):
    assert day_of(words, MONDAY) == day


def test_working_days_pass_over_christmas():
    assert day_of("+1 workdays", date(2026, 12, 24)) == date(2026, 12, 29)
    assert day_of("-1 workdays", date(2026, 12, 29)) == date(2026, 12, 24)


def test_a_time_is_wall_time_and_must_be_said():
    assert wall_of("next saturday 14:00", MONDAY) == datetime(2026, 11, 28, 14, 0)
    with pytest.raises(BadDay):
        wall_of("next saturday", MONDAY)


@pytest.mark.parametrize("words", ["someday", "next week", "-3 moons", "next"])
def test_other_words_are_refused(words):
    with pytest.raises(BadDay):
        day_of(words, MONDAY)


def test_days_are_written_into_sentences():
    assert with_days("Starts {next tuesday}.", MONDAY) == "Starts Tuesday 24 November."
    assert every("2 weeks").days == 14
