from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest

from portal.core import clock


@pytest.mark.parametrize(
    ("wall", "moment"),
    [
        (datetime(2026, 1, 15, 14), datetime(2026, 1, 15, 14, tzinfo=UTC)),
        (datetime(2026, 7, 15, 14), datetime(2026, 7, 15, 13, tzinfo=UTC)),
        # 29 March 2026, one o'clock: the clocks go forward
        (datetime(2026, 3, 29, 0, 59), datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),
        (datetime(2026, 3, 29, 1, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (datetime(2026, 3, 29, 2, 0), datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        # 25 October 2026, two o'clock: they go back, and one o'clock comes twice
        (datetime(2026, 10, 25, 0, 59), datetime(2026, 10, 24, 23, 59, tzinfo=UTC)),
        (datetime(2026, 10, 25, 1, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (datetime(2026, 10, 25, 2, 0), datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
    ],
)
def test_wall_time_in_england(wall, moment):
    assert clock.at_wall(wall) == moment


def test_the_hour_that_is_skipped_lands_one_hour_later_on_the_wall():
    shown = clock.local(clock.at_wall(datetime(2026, 3, 29, 1, 30)))
    assert (shown.hour, shown.minute) == (2, 30)


def test_every_other_hour_comes_back_as_it_was():
    wall = datetime(2026, 1, 1)
    while wall.year == 2026:
        if wall != datetime(2026, 3, 29, 1):
            assert clock.local(clock.at_wall(wall)).replace(tzinfo=None) == wall
        wall += timedelta(hours=1)


def test_the_day_in_england_changes_an_hour_early_in_summer():
    assert clock.today(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == date(2026, 7, 1)
    assert clock.today(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == date(2026, 12, 31)


def test_the_clock_stands_still_in_a_test_and_runs_again_after():
    held = datetime(2020, 2, 29, tzinfo=UTC)
    with clock.fixed(held):
        assert clock.now() == held
    assert clock.now() > datetime(2026, 1, 1, tzinfo=UTC)


def test_it_stands_still_in_other_threads_only_when_asked():
    held, seen = datetime(2020, 2, 29, tzinfo=UTC), []

    def look() -> None:
        seen.append(clock.now())

    for everywhere in (False, True):
        with clock.fixed(held, everywhere=everywhere):
            thread = Thread(target=look)
            thread.start()
            thread.join()
    assert seen[0] != held
    assert seen[1] == held
